import { BlockList, isIP } from 'node:net';
import type { Cluster } from './cluster';
import {
  addTo,
  at,
  fieldsOf,
  labelsOf,
  numberOf,
  recordsOf,
  textOf,
  textsOf,
  type Fields,
  type Labels,
} from './fields';
import { selects } from './label-index';
import type { Resource } from './resource';
import { allOf, anyOf, toVerdict, type Verdict } from './verdict';
import { portsNamed, type Workload } from './workload';

/** One end of a connection: pods, or what is outside of the cluster's pods. */
export type End = Pods | Outside;

export interface Pods {
  readonly namespace: string;
  readonly labels: Labels;
  /** Undefined for pods that the manifests do not show, and whose labels may be more. */
  readonly workload: Workload | undefined;
}

/** Machines, load balancers, nodes, the API server, other clusters. */
export interface Outside {
  readonly namespace: undefined;
  /** Undefined where it is not known. */
  readonly address: string | undefined;
}

export const OUTSIDE: Outside = { namespace: undefined, address: undefined };

export function podsOf(workload: Workload): End {
  const { namespace, labels, isMachine, resource } = workload;
  if (isMachine) return { namespace: undefined, address: textOf(resource.spec.address) };
  return { namespace, labels, workload };
}

export type Direction = 'Ingress' | 'Egress';
export type Transport = 'TCP' | 'UDP' | 'SCTP';

/** A way that is closed, and the policies that close it by opening something else alone. */
export interface Closed {
  readonly direction: Direction;
  readonly policies: readonly Resource[];
}

/** Kinds that can open what a NetworkPolicy does not, and which nothing here evaluates. */
const OTHERS: readonly RegExp[] = [
  /^cilium\.io\/Cilium(Clusterwide)?NetworkPolicy$/,
  /^(crd\.)?projectcalico\.org\/(Global)?NetworkPolicy$/,
  /^policy\.networking\.k8s\.io\//,
];

/**
 * The NetworkPolicies of a cluster, as Kubernetes reads them: pods that no policy selects for a direction are open; for
 * others, all rules of all policies that select them are added up. Ports are those of pods: a Service's are translated
 * before.
 *
 * Pods on the network of their node are open: policies are not defined for them.
 */
export class NetworkPolicies {
  private readonly byNamespace = new Map<string, Resource[]>();
  private readonly known = new Map<Workload, readonly Resource[]>();
  private readonly hasOthers: boolean;

  constructor(private readonly cluster: Cluster) {
    for (const one of cluster.of('NetworkPolicy')) addTo(this.byNamespace, one.namespace, one);
    this.hasOthers =
      this.byNamespace.size > 0 &&
      cluster.resources.some(({ group, kind }) => OTHERS.some((one) => one.test(`${group}/${kind}`)));
  }

  get isEmpty(): boolean {
    return this.byNamespace.size === 0;
  }

  /** The policies that decide on a direction of a workload's pods; none where everything is open. */
  isolating(workload: Workload, direction: Direction): readonly Resource[] {
    if (workload.isMachine || workload.podSpec.hostNetwork === true) return [];
    let selecting = this.known.get(workload);
    if (selecting === undefined) {
      selecting = (this.byNamespace.get(workload.namespace) ?? []).filter(({ spec }) =>
        selects(spec.podSelector, workload.labels),
      );
      this.known.set(workload, selecting);
    }
    return selecting.filter(({ spec }) => directionsOf(spec).includes(direction));
  }

  /** Whether a workload's pods take connections on one of their ports. */
  ingress(to: Workload, from: End, port: number, transport: Transport = 'TCP'): Verdict {
    return this.decide(to, 'Ingress', from, (ports) => opened(ports, port, transport, to));
  }

  /** Whether a workload's pods may connect to a port; of pods their own, of others that which they call. */
  egress(from: Workload, to: End, port: number, transport: Transport = 'TCP'): Verdict {
    const target = to.namespace === undefined ? 'outside' : to.workload;
    return this.decide(from, 'Egress', to, (ports) => opened(ports, port, transport, target));
  }

  /** Whether any rule opens one of a workload's ports, for whomever. */
  opensFor(to: Workload, port: number): boolean {
    const policies = this.isolating(to, 'Ingress');
    return (
      policies.length === 0 ||
      this.hasOthers ||
      policies.some(({ spec }) =>
        recordsOf(spec.ingress).some(({ ports }) => opened(recordsOf(ports), port, 'TCP', to) !== 'no'),
      )
    );
  }

  /** What closes the way for sure, the caller's side first; both ends are of this cluster or outside of it. */
  closing(from: End, to: End, port: number, transport: Transport = 'TCP'): Closed | undefined {
    const caller = from.namespace === undefined ? undefined : from.workload;
    if (caller !== undefined && this.egress(caller, to, port, transport) === 'no')
      return { direction: 'Egress', policies: this.isolating(caller, 'Egress') };
    const called = to.namespace === undefined ? undefined : to.workload;
    if (called !== undefined && this.ingress(called, from, port, transport) === 'no')
      return { direction: 'Ingress', policies: this.isolating(called, 'Ingress') };
    return undefined;
  }

  private decide(
    of: Workload,
    direction: Direction,
    other: End,
    isOpened: (ports: readonly Fields[]) => Verdict,
  ): Verdict {
    const policies = this.isolating(of, direction);
    if (policies.length === 0) return 'yes';
    const [rules, peers] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
    let best: Verdict = this.hasOthers ? 'maybe' : 'no';
    for (const { spec, namespace } of policies) {
      for (const rule of recordsOf(spec[rules!])) {
        const port = isOpened(recordsOf(rule.ports));
        if (port === 'no') continue;
        const given = recordsOf(rule[peers!]);
        const admitted =
          given.length === 0 ? 'yes' : anyOf(given.map((peer) => this.admits(peer, other, namespace)));
        const found = allOf([port, admitted]);
        if (found === 'yes') return 'yes';
        if (found === 'maybe') best = 'maybe';
      }
    }
    return best;
  }

  /** Whether a peer of a policy is an end. Whether a range has a pod is known only by the pod's address. */
  private admits(peer: Fields, end: End, namespace: string): Verdict {
    if (peer.ipBlock !== undefined) return inBlock(fieldsOf(peer.ipBlock), addressOf(end));
    if (end.namespace === undefined) return 'no';
    if (end.workload?.podSpec.hostNetwork === true) return 'maybe';
    const { podSelector, namespaceSelector } = peer;
    const pods =
      podSelector === undefined ? 'yes' : chosen(podSelector, end.labels, end.workload !== undefined);
    if (namespaceSelector === undefined) return allOf([toVerdict(end.namespace === namespace), pods]);
    const { labels, resource } = this.cluster.namespace(end.namespace);
    const all = { ...labels, 'kubernetes.io/metadata.name': end.namespace };
    return allOf([pods, chosen(namespaceSelector, all, resource !== undefined)]);
  }
}

/** What a policy is about, where it does not say so. */
function directionsOf(spec: Fields): readonly string[] {
  const given = textsOf(spec.policyTypes);
  if (given.length > 0) return given;
  return recordsOf(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** @param isAll - whether there are no other labels */
function chosen(selector: unknown, labels: Labels, isAll: boolean): Verdict {
  if (isAll) return toVerdict(selects(selector, labels));
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  return allOf([
    ...Object.entries(labelsOf(matchLabels)).map(([key, value]): Verdict =>
      key in labels ? toVerdict(labels[key] === value) : 'maybe',
    ),
    ...recordsOf(matchExpressions).map((one): Verdict => {
      const key = textOf(one.key) ?? '';
      return key in labels ? toVerdict(selects({ matchExpressions: [one] }, labels)) : 'maybe';
    }),
  ]);
}

/** @param target - whose containers name the ports; undefined for pods that are not known */
function opened(
  ports: readonly Fields[],
  port: number,
  transport: Transport,
  target: Workload | 'outside' | undefined,
): Verdict {
  if (ports.length === 0) return 'yes';
  return anyOf(
    ports.map((one): Verdict => {
      if ((textOf(one.protocol) ?? 'TCP') !== transport) return 'no';
      const name = textOf(one.port);
      if (name !== undefined) {
        if (target === undefined) return 'maybe';
        return toVerdict(target !== 'outside' && portsNamed(target, name).includes(port));
      }
      const first = numberOf(one.port);
      if (first === undefined) return 'yes';
      return toVerdict(first <= port && port <= (numberOf(one.endPort) ?? first));
    }),
  );
}

function addressOf(end: End): string | undefined {
  if (end.namespace === undefined) return end.address;
  return textOf(at(end.workload?.resource.object, 'status', 'podIP'));
}

function inBlock({ cidr, except }: Fields, address: string | undefined): Verdict {
  const excepted = textsOf(except);
  const range = textOf(cidr) ?? '';
  if (address === undefined || isIP(address) === 0)
    return /\/0$/.test(range) && excepted.length === 0 ? 'yes' : 'maybe';
  return toVerdict(contains(range, address) && !excepted.some((one) => contains(one, address)));
}

/** Whether a range as `10.0.0.0/8` has an address. */
export function contains(range: string, address: string): boolean {
  const [base = '', prefix = ''] = range.split('/');
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
  const bits = Number(prefix);
  if (isIP(base) === 0 || !/^\d+$/.test(prefix) || bits > (family === 'ipv6' ? 128 : 32)) return false;
  if (isIP(address) !== isIP(base)) return false;
  const list = new BlockList();
  list.addSubnet(base, bits, family);
  return list.check(address, family);
}
