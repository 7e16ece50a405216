import type { Cluster } from './cluster';
import { addTo, at, fieldsOf, textOf, type Fields } from './fields';
import { enrolmentOf } from './injection';
import { hasLabels } from './label-index';
import type { Resource } from './resource';
import { selectionOf } from './selection';
import type { Workload } from './workload';

/**
 * What a port of a workload's pods takes: mutual TLS alone, both, or plain text. `NONE` where no proxy is on the way.
 */
export type PeerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'NONE';

export interface PeerTls {
  /** Of a port of the pods, not of a Service. */
  modeOf(port: number): PeerMode;
  /** The policy that decides on a port; undefined where none does. */
  policyOf(port: number): Resource | undefined;
}

/**
 * The PeerAuthentications of a cluster. That of a workload goes before that of its namespace, and that before the
 * mesh's; of several at one level the oldest counts.
 *
 * Source: `ComposePeerAuthentication` in pilot/pkg/security/authn of Istio's repository.
 */
export class PeerAuthentications {
  private readonly byNamespace = new Map<string, Resource[]>();
  private readonly known = new Map<Workload, PeerTls>();
  private readonly rootNamespace: string;

  constructor(cluster: Cluster) {
    this.rootNamespace = cluster.meshConfig.rootNamespace;
    for (const one of cluster.configuring) {
      for (const policy of one.of('PeerAuthentication')) addTo(this.byNamespace, policy.namespace, policy);
    }
    for (const policies of this.byNamespace.values()) policies.sort(byAge);
  }

  of(workload: Workload): PeerTls {
    const known = this.known.get(workload) ?? this.read(workload);
    this.known.set(workload, known);
    return known;
  }

  private read(workload: Workload): PeerTls {
    const enrolment = enrolmentOf(workload);
    if (enrolment === 'none') return { modeOf: () => 'NONE', policyOf: () => undefined };
    const own = this.byNamespace.get(workload.namespace) ?? [];
    const root = this.byNamespace.get(this.rootNamespace) ?? [];
    const isForAll = (policy: Resource) => selectionOf(policy).labels === undefined;
    const isRoot = workload.namespace === this.rootNamespace;
    const mine = isRoot
      ? undefined
      : own.find((one) => !isForAll(one) && hasLabels(workload.labels, selectionOf(one).labels!));
    const levels = [mine, isRoot ? undefined : own.find(isForAll), root.find(isForAll)];
    const deciding = levels.find((one) => one !== undefined && isSet(one.spec.mtls));
    const general = deciding === undefined ? 'PERMISSIVE' : modeIn(deciding.spec.mtls);
    const ports = fieldsOf(mine?.spec.portLevelMtls);
    const isExcluded = excludedPorts(workload);
    const isOwn = (port: number) => isSet(ports[String(port)]);
    return {
      modeOf: (port) => {
        if (enrolment === 'sidecar' && isExcluded(port)) return 'NONE';
        return isOwn(port) ? modeIn(ports[String(port)]) : general;
      },
      policyOf: (port) => (isOwn(port) ? mine : deciding),
    };
  }
}

function isSet(mtls: unknown): boolean {
  const mode = textOf(at(mtls, 'mode')) ?? 'UNSET';
  return mode !== 'UNSET';
}

function modeIn(mtls: unknown): PeerMode {
  const mode = at(mtls, 'mode');
  return mode === 'STRICT' || mode === 'DISABLE' ? mode : 'PERMISSIVE';
}

function byAge(a: Resource, b: Resource): number {
  const age = ({ object }: Resource) => textOf(at(object, 'metadata', 'creationTimestamp')) ?? '';
  return age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : a.name < b.name ? -1 : 1;
}

/** Ports below 15100 that the proxy keeps for itself. */
const OF_THE_PROXY: ReadonlySet<number> = new Set([
  15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090,
]);

/** Ports of a pod that do not go through its sidecar. */
function excludedPorts({ annotations }: { readonly annotations: Fields }): (port: number) => boolean {
  const listed = (name: string) =>
    textOf(annotations[`traffic.sidecar.istio.io/${name}`])
      ?.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
  const excluded = listed('excludeInboundPorts') ?? [];
  const included = listed('includeInboundPorts');
  return (port) =>
    OF_THE_PROXY.has(port) ||
    excluded.includes(String(port)) ||
    (included !== undefined && !included.includes('*') && !included.includes(String(port)));
}
