import type { MeshModule } from '../fleet/application';
import type { RepositorySpec } from '../fleet/delivery-spec';
import type { IstioSpec } from '../fleet/istio-spec';
import { Mesh } from '../fleet/mesh';

/** What the lab has in place of what a mesh's data says. */
export interface LabFacts {
  /** @default - the mesh's own */
  readonly repository?: RepositorySpec;
  /** API servers by the name of their cluster. */
  readonly servers: Readonly<Record<string, string>>;
  /**
   * Addresses that load balancers gave to gateways, by cluster.
   * @default - the mesh's own
   */
  readonly gateways?: Readonly<Record<string, GatewayAddresses>>;
  /**
   * Addresses of machines.
   * @default - the mesh's own
   */
  readonly machines?: Readonly<Record<string, string>>;
  /**
   * What a run changes of the Istio besides.
   * @default - nothing
   */
  readonly istio?: Partial<IstioSpec>;
}

export interface GatewayAddresses {
  readonly ingress?: string;
  readonly eastWest?: string;
}

/** A mesh that is read from the lab's repository, and is otherwise as it is. */
export function readFrom(repository: RepositorySpec, { mesh, ...rest }: MeshModule): MeshModule {
  return { ...rest, mesh: new Mesh({ ...mesh.spec, repository }) };
}

/**
 * A mesh as the lab can run it. What is otherwise:
 * - API servers and repository are the lab's, and addresses where they are given;
 * - no CNI plugin, whose image the lab does not have;
 * - upstream's Envoy: without the filters that only Istio's own has;
 * - fixed numbers of gateways, for nothing measures what autoscaling goes by.
 */
export function onLab(facts: LabFacts, { mesh, ...rest }: MeshModule): MeshModule {
  const { spec } = mesh;
  const { repository = spec.repository, servers, gateways, machines: addresses } = facts;
  const clusters = Object.entries(spec.clusters).map(([name, { ingress, eastWest, ...cluster }]) => [
    name,
    {
      ...cluster,
      server: servers[name] ?? cluster.server,
      ...(ingress && {
        ingress: { ...ingress, replicas: 1, address: gateways?.[name]?.ingress ?? ingress.address },
      }),
      ...(eastWest && {
        eastWest: { ...eastWest, replicas: 1, address: gateways?.[name]?.eastWest ?? eastWest.address },
      }),
    },
  ]);
  const machines = Object.entries(spec.machines ?? {}).map(([name, machine]) => [
    name,
    { ...machine, address: addresses?.[name] ?? machine.address },
  ]);
  return {
    ...rest,
    mesh: new Mesh({
      ...spec,
      repository,
      clusters: Object.fromEntries(clusters) as typeof spec.clusters,
      machines: Object.fromEntries(machines) as typeof spec.machines,
      istio: spec.istio && istioOnLab(spec.istio, facts),
    }),
  };
}

function istioOnLab(istio: IstioSpec, { istio: over }: LabFacts): IstioSpec {
  return {
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
  };
}

/** What a report says of the overlay. */
export const leftOut = [
  'istio-cni: the lab has no image of it',
  "metrics, metadata exchange and ALPN: filters of Istio's own Envoy",
  'autoscaling: nothing measures in the lab',
];
