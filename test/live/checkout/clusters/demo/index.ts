import type { MeshModule } from '../../../../../fleet/application';
import { defineMesh } from '../../../../../fleet/mesh';

/** A machine whose cluster's gateway has no address that is known in advance, and one primary alone. */
const mesh = defineMesh({
  name: 'demo',
  istio: { version: '1.29.1' },
  networks: { one: {}, outside: { directlyReachable: true } },
  clusters: {
    left: { server: 'https://left.example.org', network: 'one', eastWest: { exposeIstiod: true } },
  },
  machines: {
    box: {
      cluster: 'left',
      network: 'outside',
      address: '2001:db8::5',
      workloadGroup: { name: 'web', namespace: 'shop', serviceAccount: 'web' },
    },
  },
});

export default { mesh, applications: [] } satisfies MeshModule;
