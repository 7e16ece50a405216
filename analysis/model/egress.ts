import { hostsOverlap } from '../../values/host';
import type { Cluster } from './cluster';
import { addTo, recordsOf, textsOf } from './fields';
import type { Host } from './hosts';
import { hasLabels } from './label-index';
import type { Resource } from './resource';
import { selectionOf } from './selection';
import { isVisible } from './visibility';
import type { Workload } from './workload';

/** What a workload's proxy is told of, by the Sidecar that applies to it. */
export interface Egress {
  /** Undefined where no Sidecar applies, and the proxy is told of all that is exported to it. */
  readonly sidecar: Resource | undefined;
  reaches(host: Host): boolean;
}

/**
 * The Sidecars of a cluster: of those that apply, one with a selector goes before one without, and the namespace's
 * before that of the root namespace.
 */
export class Egresses {
  private readonly byNamespace = new Map<string, Resource[]>();

  constructor(private readonly cluster: Cluster) {
    for (const sidecar of cluster.of('Sidecar')) addTo(this.byNamespace, sidecar.namespace, sidecar);
  }

  of({ namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): Egress {
    const own = this.byNamespace.get(namespace) ?? [];
    const root = this.byNamespace.get(this.cluster.meshConfig.rootNamespace) ?? [];
    const isForAll = (sidecar: Resource) => selectionOf(sidecar).labels === undefined;
    const sidecar =
      own.find((one) => !isForAll(one) && hasLabels(labels, selectionOf(one).labels!)) ??
      own.find(isForAll) ??
      root.find(isForAll);
    return {
      sidecar,
      reaches: (host) => isVisible(host.visibility, namespace) && allows(sidecar, host, namespace),
    };
  }
}

function allows(sidecar: Resource | undefined, host: Host, namespace: string): boolean {
  if (sidecar === undefined) return true;
  const listeners = recordsOf(sidecar.spec.egress);
  // Without egress, everything is reached.
  if (listeners.length === 0) return true;
  return listeners.some(({ hosts }) =>
    textsOf(hosts).some((given) => {
      const slash = given.indexOf('/');
      const scope = given.slice(0, slash);
      if (scope === '~') return false;
      if (scope !== '*' && host.namespace !== (scope === '.' ? namespace : scope)) return false;
      return hostsOverlap(given.slice(slash + 1), host.name);
    }),
  );
}
