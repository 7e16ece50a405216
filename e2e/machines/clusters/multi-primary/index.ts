import flagship from '../../../../clusters/multi-primary/index';
import type { MeshModule } from '../../../../fleet/application';
import { Mesh } from '../../../../fleet/mesh';
import { onLab } from '../../../overlay';
import { machineAddress, servers } from '../../addresses';

/**
 * The flagship at the lab's addresses. Those of its gateways are left out: the lab's load balancer gives them, and
 * who needs one has to look it up.
 */
const { mesh, ...rest } = onLab({ servers, machines: { 'virt-01': machineAddress } }, flagship);
const { spec } = mesh;
const clusters = Object.entries(spec.clusters).map(([name, { ingress, eastWest, ...cluster }]) => [
  name,
  {
    ...cluster,
    ...(ingress && { ingress: { ...ingress, address: undefined } }),
    ...(eastWest && { eastWest: { ...eastWest, address: undefined } }),
  },
]);

export default {
  ...rest,
  mesh: new Mesh({
    ...spec,
    // Nothing of Argo CD: the objects are applied by hand.
    repository: undefined,
    clusters: Object.fromEntries(clusters) as typeof spec.clusters,
  }),
} satisfies MeshModule;
