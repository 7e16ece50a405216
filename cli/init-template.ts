/** The files of a mesh to start from: two primaries on two networks, and one application in both. */
/** @param hasRepository - whether `clusters/repository.ts` says where the checkout is pushed to */
export function starterMesh(name: string, hasRepository: boolean): ReadonlyMap<string, string> {
  return new Map([
    ['mesh.ts', mesh(name, hasRepository)],
    ['hello.ts', hello],
    ['index.ts', index],
  ]);
}

const mesh = (name: string, hasRepository: boolean) => `import { defineMesh } from '../../fleet/mesh';
${hasRepository ? "import { repository } from '../repository';\n" : ''}
/** Two clusters, each with its own control plane, on networks that meet at the east-west gateways. */
export const mesh = defineMesh({
  name: '${name}',
${hasRepository ? '  repository,\n' : ''}  istio: { version: '1.29.1', mutualTls: 'STRICT' },
  networks: { east: {}, west: {} },
  clusters: {
    'cluster-east': {
      role: ['hub', 'primary'],
      server: 'https://kubernetes.default.svc',
      network: 'east',
      locality: 'earth/east',
      ingress: {},
      eastWest: {},
    },
    'cluster-west': {
      server: 'https://west.example.org:6443',
      network: 'west',
      locality: 'earth/west',
      ingress: {},
      eastWest: {},
    },
  },
});
`;

const hello = `import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { defineApplication } from '../../fleet/application';
import { mesh } from './mesh';

/** One service in both clusters: Istio reaches the other cluster's when the local one is gone. */
export const hello = defineApplication(mesh, {
  name: 'hello',
  namespace: 'hello',
  clusters: ['cluster-east', 'cluster-west'],
  build: (component, cluster) => {
    new Namespace(component, 'namespace', { name: 'hello', meshMembership: cluster.membershipOf('hello') });
    new AppDeployment(component, 'hello', {
      image: 'docker.io/istio/examples-helloworld-v1:1.0',
      ports: [{ protocol: 'http', port: 5000 }],
    });
  },
});
`;

const index = `import type { MeshModule } from '../../fleet/application';
import { hello } from './hello';
import { mesh } from './mesh';

export default { mesh, applications: [hello] } satisfies MeshModule;
`;
