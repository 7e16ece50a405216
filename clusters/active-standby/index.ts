import type { MeshModule } from '../../fleet/application';
import { appAbc, tierOne } from './app-abc';
import { host, meshOf } from './mesh';
import { switches as committed, type Switches } from './switches';

/** The mesh for any setting of its switches. */
export function activeStandby(switches: Switches): MeshModule {
  const mesh = meshOf(switches);
  return {
    mesh,
    applications: [appAbc(mesh, switches), tierOne(mesh, switches)],
    // app-a hands the request on to app-b, and that to app-c.
    trials: [{ host, path: '/proxy/app-b.ns-b/proxy/app-c.ns-c', headers: { 'X-B3-Sampled': '1' } }],
    variants: () =>
      (['http', 'https', 'mtls'] as const).flatMap((one) =>
        (['http', 'https'] as const).map((two) => activeStandby({ ...switches, tierOne: one, tierTwo: two })),
      ),
  };
}

export default activeStandby(committed);
