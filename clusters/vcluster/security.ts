import type {
  ContainerSecurityContext,
  PodSecurityContext,
} from '../../constructs/kubernetes/container-security';

const user = 1000;

/** What containers of this mesh's applications are content with. */
export const unprivileged: ContainerSecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsUser: user,
  runAsGroup: user,
};

/** What their pods are content with. */
export const unprivilegedPod: PodSecurityContext = { fsGroup: user, supplementalGroups: [user] };
