import type { MeshModule } from '../../fleet/application';
import type { RepositorySpec } from '../../fleet/delivery-spec';
import type { IstioSpec } from '../../fleet/istio-spec';
import { Mesh } from '../../fleet/mesh';

/** What the lab has in place of what a mesh's data says. */
export interface LabFacts {
  readonly repository: RepositorySpec;
  /** API servers by the name of their cluster. */
  readonly servers: Readonly<Record<string, string>>;
  /**
   * What a run changes of the Istio besides.
   * @default - nothing
   */
  readonly istio?: Partial<IstioSpec>;
}

/** A mesh that is read from the lab's repository, and is otherwise as it is. */
export function readFrom(repository: RepositorySpec, { mesh, ...rest }: MeshModule): MeshModule {
  return { ...rest, mesh: new Mesh({ ...mesh.spec, repository }) };
}

/**
 * The flagship as the lab can run it. What is otherwise:
 * - API servers and repository are the lab's;
 * - no CNI plugin, whose image the lab does not have;
 * - upstream's Envoy: without the filters that only Istio's own has;
 * - fixed numbers of gateways, for nothing measures what autoscaling goes by.
 */
export function onLab(
  { repository, servers, istio: over }: LabFacts,
  { mesh, ...rest }: MeshModule,
): MeshModule {
  const { spec } = mesh;
  const istio = spec.istio!;
  const clusters = Object.entries(spec.clusters).map(([name, { ingress, eastWest, ...cluster }]) => [
    name,
    {
      ...cluster,
      server: servers[name] ?? cluster.server,
      ...(ingress && { ingress: { ...ingress, replicas: 1 } }),
      ...(eastWest && { eastWest: { ...eastWest, replicas: 1 } }),
    },
  ]);
  return {
    ...rest,
    mesh: new Mesh({
      ...spec,
      repository,
      clusters: Object.fromEntries(clusters) as typeof spec.clusters,
      istio: {
        ...istio,
        ...over,
        cni: undefined,
        metrics: false,
        meshConfig: { ...istio.meshConfig, enablePrometheusMerge: false, defaultProviders: {} },
        pilot: {
          ...istio.pilot,
          env: {
            ...istio.pilot?.env,
            PILOT_ENABLE_METADATA_EXCHANGE: 'false',
            PILOT_ENABLE_ALPN_FILTER: 'false',
          },
        },
      },
    }),
  };
}

/** What a report says of the overlay. */
export const leftOut = [
  'istio-cni: the lab has no image of it',
  "metrics, metadata exchange and ALPN: filters of Istio's own Envoy",
  'autoscaling: nothing measures in the lab',
];
