import type { Cluster, Mesh } from '../fleet/mesh';
import type { Application, MeshModule } from '../fleet/application';

/** What a picture of a mesh shows: boxes in boxes, and arrows between them. */
export interface Picture {
  readonly title: string;
  readonly networks: readonly NetworkBox[];
  readonly arrows: readonly Arrow[];
}

export interface NetworkBox {
  /** Empty for what is on no network of the mesh. */
  readonly name: string;
  readonly note?: string;
  readonly places: readonly PlaceBox[];
}

/** A cluster or a machine. */
export interface PlaceBox {
  readonly name: string;
  readonly note: string;
  readonly parts: readonly PartBox[];
}

export interface PartBox {
  /** Unique in the picture: `<place>/<part>`. */
  readonly id: string;
  readonly label: string;
  readonly kind: 'control' | 'gateway' | 'application' | 'machine' | 'delivery';
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly style: 'traffic' | 'control';
  /** Whether traffic runs both ways. @default false */
  readonly both?: boolean;
}

/** Addresses outside of its mesh network that a cluster's gateways lead to: endpoints of its ServiceEntries. */
export interface Onward {
  readonly cluster: string;
  readonly addresses: readonly string[];
}

/** Composes the picture of a mesh from its data, its applications and where its gateways lead on to. */
export function pictureOf(
  { mesh, applications, links = [] }: MeshModule,
  onward: readonly Onward[],
): Picture {
  const places = [
    ...mesh.clusters.map((cluster) => ({
      network: cluster.network ?? '',
      box: clusterBox(cluster, applications),
    })),
    ...mesh.machines.map(({ name, spec }) => ({
      network: spec.network,
      box: {
        name,
        note: spec.address,
        parts: [
          part(name, spec.workloadGroup.name, 'machine', spec.service === undefined ? [] : ['systemd unit']),
        ],
      },
    })),
  ];
  const names = [...new Set(places.map(({ network }) => network))].sort();
  return {
    title: mesh.name,
    networks: names.map((name) => ({
      name,
      note: mesh.spec.networks?.[name]?.directlyReachable ? 'directly reachable' : undefined,
      places: places.filter(({ network }) => network === name).map(({ box }) => box),
    })),
    arrows: [
      ...deliveries(mesh, applications),
      ...crossings(mesh),
      ...sharedNetworks(mesh),
      ...tiers(mesh, onward),
      ...registrations(mesh),
      ...links.map((link) => ({ ...link, style: 'traffic', both: true }) as const),
    ],
  };
}

function part(place: string, name: string, kind: PartBox['kind'], lines: readonly string[] = []): PartBox {
  return { id: `${place}/${name}`, label: [name, ...lines].join('\n'), kind };
}

function clusterBox(cluster: Cluster, applications: readonly Application[]): PlaceBox {
  const { name, mesh, ingress, eastWest } = cluster;
  const revision = mesh.istio?.revision;
  const address = (at: string | undefined) => (at === undefined ? [] : [at]);
  return {
    name,
    note: cluster.roles.join(', '),
    parts: [
      ...(cluster.is('hub') ? [part(name, 'Argo CD', 'delivery')] : []),
      ...(cluster.is('primary')
        ? [
            part(name, 'istiod', 'control', [
              revision === undefined ? (mesh.istio?.version ?? '') : `revision ${revision}`,
            ]),
          ]
        : []),
      ...(ingress === undefined ? [] : [part(name, ingress.name, 'gateway', address(ingress.address))]),
      ...(eastWest === undefined ? [] : [part(name, eastWest.name, 'gateway', address(eastWest.address))]),
      ...applications
        .filter(({ clusters }) => clusters.includes(name))
        .map((application) => part(name, application.name, 'application')),
    ],
  };
}

/** From the hub to every other cluster that something is rendered for. */
function deliveries(mesh: Mesh, applications: readonly Application[]): readonly Arrow[] {
  const { hub } = mesh;
  if (hub === undefined) return [];
  return mesh.clusters
    .filter((one) => one !== hub)
    .flatMap((one) => {
      const [first] = clusterBox(one, applications).parts;
      if (first === undefined) return [];
      return [{ from: `${hub.name}/Argo CD`, to: first.id, label: 'syncs', style: 'control' } as const];
    });
}

/** Between the east-west gateways of each two networks. */
function crossings(mesh: Mesh): readonly Arrow[] {
  const gateways = mesh.clusters.flatMap(({ name, network, eastWest }) =>
    eastWest === undefined ? [] : [{ id: `${name}/${eastWest.name}`, network, port: eastWest.port }],
  );
  return gateways.flatMap((one, index) =>
    gateways
      .slice(index + 1)
      .filter((other) => other.network !== one.network)
      .map(
        (other) =>
          ({
            from: one.id,
            to: other.id,
            label: `mTLS ${other.port}`,
            style: 'traffic',
            both: true,
          }) as const,
      ),
  );
}

/** Between the primaries of one network, whose pods reach each other without a gateway. */
function sharedNetworks({ primaries }: Mesh): readonly Arrow[] {
  return primaries.flatMap((one, index) =>
    primaries
      .slice(index + 1)
      .filter(({ network }) => network === one.network)
      .map(
        (other) =>
          ({
            from: `${one.name}/istiod`,
            to: `${other.name}/istiod`,
            label: 'pods reach each other',
            style: 'traffic',
            both: true,
          }) as const,
      ),
  );
}

/** From an ingress gateway to those of other clusters that it hands requests on to. */
function tiers(mesh: Mesh, onward: readonly Onward[]): readonly Arrow[] {
  const gateways = mesh.clusters.flatMap(({ name, ingress }) =>
    ingress === undefined ? [] : [{ cluster: name, ...ingress }],
  );
  return onward.flatMap(({ cluster, addresses }) => {
    const from = gateways.find((one) => one.cluster === cluster);
    if (from === undefined) return [];
    return gateways
      .filter(
        ({ address, cluster: other }) =>
          other !== cluster && address !== undefined && addresses.includes(address),
      )
      .map(
        (to) =>
          ({
            from: `${cluster}/${from.name}`,
            to: `${to.cluster}/${to.name}`,
            label: 'requests',
            style: 'traffic',
          }) as const,
      );
  });
}

/** From each machine to the control plane that onboards it. */
function registrations(mesh: Mesh): readonly Arrow[] {
  return mesh.machines.map(({ name, spec, cluster }) => ({
    from: `${name}/${spec.workloadGroup.name}`,
    to: `${cluster.name}/${cluster.istiodHost === undefined ? 'istiod' : (cluster.eastWest?.name ?? 'istiod')}`,
    label: 'registers',
    style: 'control',
  }));
}
