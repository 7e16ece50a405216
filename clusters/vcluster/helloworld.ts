import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { Service } from '../../constructs/kubernetes/service';
import { defineApplication } from '../../fleet/application';
import { images, mesh, type VCluster } from './mesh';
import { unprivileged, unprivilegedPod } from './security';

const security = { securityContext: unprivileged, podSecurityContext: unprivilegedPod };

export interface HelloworldOptions {
  /**
   * Adds sleep, from which to ask.
   * @default false
   */
  readonly withSleep?: boolean;
}

/** One version of helloworld in a virtual cluster, under the name that it has in the other too. */
export const helloworld = (
  vcluster: VCluster,
  version: 'v1' | 'v2',
  { withSleep = false }: HelloworldOptions = {},
) =>
  defineApplication(mesh, {
    name: 'helloworld',
    namespace: 'sample',
    clusters: [vcluster],
    build: (component, cluster) => {
      new Namespace(component, 'sample', { meshMembership: cluster.membershipOf('sample') });
      const service = new Service(component, 'service', {
        name: 'helloworld',
        labels: { app: 'helloworld', service: 'helloworld' },
        selector: { app: 'helloworld' },
        ports: [{ port: 5000, protocol: 'http' }],
      });
      new AppDeployment(component, `helloworld-${version}`, {
        app: 'helloworld',
        version,
        service,
        image: images.helloworld(version),
        resources: {
          limits: { cpu: '100m', memory: '128Mi' },
          requests: { cpu: '100m', memory: '128Mi' },
        },
        ...security,
      });
      if (!withSleep) return;
      new AppDeployment(component, 'sleep', {
        image: images.sleep,
        command: ['/bin/sleep', 'infinity'],
        ...security,
      });
    },
  });
