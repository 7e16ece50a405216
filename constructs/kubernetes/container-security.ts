import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';

/** Filter of system calls. `Localhost` reads `localhostProfile`, a path below the kubelet's profile folder. */
export interface SeccompProfile {
  readonly type: 'RuntimeDefault' | 'Unconfined' | 'Localhost';
  /** @default - none; needed for `Localhost`, and refused for the others */
  readonly localhostProfile?: string;
}

/** What a container's process may do. Nothing is added to what is given. */
export interface ContainerSecurityContext {
  /** @default - the pod's, else the image's user */
  readonly runAsUser?: number;
  /** @default - the pod's, else the image's group */
  readonly runAsGroup?: number;
  /** @default - the pod's, else false */
  readonly runAsNonRoot?: boolean;
  /** @default true */
  readonly allowPrivilegeEscalation?: boolean;
  /** @default false */
  readonly readOnlyRootFilesystem?: boolean;
  /** @default false */
  readonly privileged?: boolean;
  /**
   * Linux capabilities by name without `CAP_`: `NET_BIND_SERVICE`, `ALL`.
   * @default - the container runtime's
   */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** @default - the pod's */
  readonly seccompProfile?: SeccompProfile;
}

/** What holds for all containers of a pod, the sidecar among them. */
export interface PodSecurityContext {
  /** @default - each image's user */
  readonly runAsUser?: number;
  /** @default - each image's group */
  readonly runAsGroup?: number;
  /** @default false */
  readonly runAsNonRoot?: boolean;
  /**
   * Group that owns the pod's volumes.
   * @default - none
   */
  readonly fsGroup?: number;
  /** @default - none */
  readonly supplementalGroups?: readonly number[];
  /** @default - the node's */
  readonly seccompProfile?: SeccompProfile;
}

/**
 * The least that Pod Security's level `restricted` asks of a container. A namespace with that level needs it; no
 * construct adds it by itself.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export const restrictedSecurity: ContainerSecurityContext = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** User and group of Istio's proxy. Source: its image and its injection template. */
const PROXY_ID = 1337;

/** @param meshed - whether a sidecar may be in the pod */
export function checkSecurity(
  context: ContainerSecurityContext & PodSecurityContext,
  meshed: boolean,
  checks: Checks,
): void {
  for (const field of ['runAsUser', 'runAsGroup', 'fsGroup'] as const) {
    if (context[field] !== undefined) checkInteger(checks.at(field), context[field], 0, INT32_MAX);
  }
  for (const field of ['runAsUser', 'runAsGroup'] as const) {
    checks
      .at(field)
      .expect(
        !meshed || context[field] !== PROXY_ID,
        `${PROXY_ID} is the sidecar's own: traffic of that ${field === 'runAsUser' ? 'user' : 'group'} passes the sidecar by, unencrypted and unrouted`,
      );
  }
  checks
    .at('runAsNonRoot')
    .expect(
      !(context.runAsNonRoot && context.runAsUser === 0),
      'is set with runAsUser 0, which is root: the container would never start',
    );
  checks
    .at('allowPrivilegeEscalation')
    .expect(
      !(context.privileged && context.allowPrivilegeEscalation === false),
      'is false with privileged: Kubernetes refuses it',
    );
  if (context.seccompProfile === undefined) return;
  const { type, localhostProfile } = context.seccompProfile;
  checks
    .at('seccompProfile')
    .at('localhostProfile')
    .expect(
      (type === 'Localhost') === (localhostProfile !== undefined),
      localhostProfile === undefined
        ? 'is missing: type Localhost needs it'
        : `${show(localhostProfile)} is given with type ${type}: only Localhost takes one, Kubernetes refuses it`,
    );
}

export function lowerContainerSecurity(context: ContainerSecurityContext): k8s.SecurityContext {
  const { capabilities, seccompProfile } = context;
  return {
    ...context,
    capabilities: capabilities && {
      add: capabilities.add && [...capabilities.add],
      drop: capabilities.drop && [...capabilities.drop],
    },
    seccompProfile: seccompProfile && { ...seccompProfile },
  };
}

export function lowerPodSecurity(context: PodSecurityContext): k8s.PodSecurityContext {
  const { supplementalGroups, seccompProfile } = context;
  return {
    ...context,
    supplementalGroups: supplementalGroups && [...supplementalGroups],
    seccompProfile: seccompProfile && { ...seccompProfile },
  };
}
