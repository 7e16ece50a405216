import type { MeshModule } from '../../fleet/application';
import { Mesh } from '../../fleet/mesh';

/**
 * How long a workload's certificate lives in this run: a proxy renews it in the middle of its life, and each step of a
 * rotation waits for a whole one.
 */
export const WORKLOAD_TTL = '1m';

/** A mesh whose proxies ask for certificates of that life. */
export function forRotation({ mesh, ...rest }: MeshModule): MeshModule {
  const { istio } = mesh.spec;
  if (istio === undefined) throw new Error(`${mesh.name} has no Istio`);
  const { meshConfig } = istio;
  const { defaultConfig } = meshConfig ?? {};
  return {
    ...rest,
    mesh: new Mesh({
      ...mesh.spec,
      istio: {
        ...istio,
        meshConfig: {
          ...meshConfig,
          defaultConfig: {
            ...defaultConfig,
            proxyMetadata: { ...defaultConfig?.proxyMetadata, SECRET_TTL: WORKLOAD_TTL },
          },
        },
      },
    }),
  };
}
