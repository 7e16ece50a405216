import type { MeshModule } from '../../fleet/application';
import { Mesh } from '../../fleet/mesh';

/**
 * How long a workload's certificate lives in this run: a proxy renews it in the middle of its life, and each step of a
 * rotation waits for a whole one.
 */
export const WORKLOAD_TTL = '1m';

/**
 * A mesh whose proxies ask for certificates of that life.
 *
 * Its own trust domain is an alias too. istiod 1.29.1 may read the pods of another cluster before it has that
 * cluster's mesh configuration, whenever it starts or gets a remote Secret, and then expects `spiffe:///ns/…` of them,
 * which nobody is. With the alias it expects them with this trust domain besides.
 */
export function forRotation({ mesh, ...rest }: MeshModule): MeshModule {
  const { istio } = mesh.spec;
  if (istio === undefined) throw new Error(`${mesh.name} has no Istio`);
  const { meshConfig } = istio;
  const { defaultConfig, trustDomainAliases = [] } = meshConfig ?? {};
  return {
    ...rest,
    mesh: new Mesh({
      ...mesh.spec,
      istio: {
        ...istio,
        meshConfig: {
          ...meshConfig,
          trustDomainAliases: [...trustDomainAliases, mesh.trustDomain],
          defaultConfig: {
            ...defaultConfig,
            proxyMetadata: { ...defaultConfig?.proxyMetadata, SECRET_TTL: WORKLOAD_TTL },
          },
        },
      },
    }),
  };
}
