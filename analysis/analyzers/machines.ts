import { fieldsOf, textOf, type Fields } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { ServicePort } from '../model/service';
import type { Workload } from '../model/workload';

/** A WorkloadEntry, or what a WorkloadGroup says of those that it makes. */
export interface Machine {
  readonly workload: Workload;
  /** The WorkloadEntry's fields. */
  readonly entry: Fields;
  /** Where they are: `spec` or `spec.template`. */
  readonly path: string;
  readonly network: string | undefined;
  /** Of Services and ServiceEntries that select it; those of its own cluster alone can. */
  readonly ports: readonly (ServicePort & { readonly of: string })[];
  readonly isSelected: boolean;
}

export function machinesOf(mesh: Mesh): readonly Machine[] {
  return mesh.clusters.flatMap((cluster) => {
    const machines = cluster.workloads.filter(({ isMachine }) => isMachine);
    if (machines.length === 0) return [];
    const entries = cluster.serviceEntries.filter(({ selector }) => selector !== undefined);
    const selected = new Map(machines.map((one) => [one, [] as (typeof entries)[number][]]));
    for (const entry of entries) for (const one of entry.workloads) selected.get(one)?.push(entry);
    return machines.map((workload): Machine => {
      const { spec, kind } = workload.resource;
      const isGroup = kind === 'WorkloadGroup';
      const entry = isGroup ? fieldsOf(spec.template) : spec;
      const selecting = [...cluster.servicesOf(workload), ...(selected.get(workload) ?? [])];
      return {
        workload,
        entry,
        path: isGroup ? 'spec.template' : 'spec',
        network: textOf(entry.network) || undefined,
        ports: selecting.flatMap(({ ports, resource }) =>
          ports.map((port) => ({ ...port, of: `${resource.kind} ${resource.nameFrom(workload.namespace)}` })),
        ),
        isSelected: selecting.length > 0,
      };
    });
  });
}

/** Networks that have a gateway, by a Service's label or by what control planes are told. */
export function networksWithGateway(mesh: Mesh): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { labels } of mesh.of('Service')) {
    const network = labels['topology.istio.io/network'];
    if (network !== undefined) found.add(network);
  }
  for (const { labels } of mesh.of('KubernetesGateway')) {
    const network = labels['topology.istio.io/network'];
    if (network !== undefined) found.add(network);
  }
  for (const { meshNetworks } of mesh.clusters) {
    for (const { networks } of meshNetworks) {
      for (const [name, one] of Object.entries(networks)) {
        const { gateways } = fieldsOf(one);
        if (Array.isArray(gateways) && gateways.length > 0) found.add(name);
      }
    }
  }
  return found;
}
