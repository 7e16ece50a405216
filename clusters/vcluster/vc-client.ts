import { ClusterRole } from '../../constructs/kubernetes/cluster-role';
import { NetworkPolicy } from '../../constructs/kubernetes/network-policy';
import { Peer } from '../../constructs/kubernetes/network-policy-peer';
import { Subject } from '../../constructs/kubernetes/rbac-subject';
import { RoleBinding } from '../../constructs/kubernetes/role-binding';
import { StatefulSet } from '../../constructs/kubernetes/stateful-set';
import { Volume } from '../../constructs/kubernetes/volume';
import { defineApplication } from '../../fleet/application';
import { images, mesh, vclusters } from './mesh';
import { unprivileged, unprivilegedPod } from './security';

/** A pod to work from, for who lacks the programs or the way to Traefik. It stands in vc1, and may do what it wants in both. */
export const vcClient = defineApplication(mesh, {
  name: 'vc-client',
  namespace: 'vc1',
  clusters: ['vc-host'],
  build: (component) => {
    const labels = { app: 'vc-client' };
    const { serviceAccount } = new StatefulSet(component, 'vc-client', {
      replicas: 1,
      image: images.client,
      imagePullPolicy: 'Always',
      command: ['sh', '-c'],
      args: ['tail -f /dev/null'],
      resources: {
        limits: { cpu: '1000m', memory: '1024Mi' },
        requests: { cpu: '100m', memory: '128Mi' },
      },
      securityContext: unprivileged,
      podSecurityContext: unprivilegedPod,
      terminationGracePeriodSeconds: 3,
      volumeMounts: [
        { volume: Volume.emptyDir('workdir'), mountPath: '/home/appuser' },
        { volume: Volume.emptyDir('tmp', { medium: 'Memory' }), mountPath: '/tmp' },
      ],
    });
    for (const namespace of vclusters) {
      new RoleBinding(component, `vc-client-${namespace}`, {
        name: 'vc-client',
        namespace,
        labels,
        role: ClusterRole.existing('admin'),
        subjects: [Subject.serviceAccount(serviceAccount)],
      });
    }
    new NetworkPolicy(component, 'np-vc-client', {
      podSelector: { matchLabels: labels },
      egress: [{ to: [Peer.anywhere()] }],
    });
  },
});
