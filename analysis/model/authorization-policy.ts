import { parseGoBool } from '../../values/go-bool';
import type { Cluster } from './cluster';
import { addTo, fieldsOf, recordsOf, textOf, textsOf, type Fields, type Labels } from './fields';
import { hasLabels } from './label-index';
import { isLike } from './pattern';
import { requestVerdict, type Requests } from './request';
import type { Resource } from './resource';
import { selectionOf } from './selection';
import { allOf, anyOf, not, toVerdict, type Verdict } from './verdict';
import type { Workload } from './workload';

/** Who calls, by its certificate. */
export interface Identity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

export interface Call {
  /** Undefined where the caller shows no certificate of the mesh. */
  readonly caller: Identity | undefined;
  /** Of the called pods; undefined where it is not known. */
  readonly port: number | undefined;
  /**
   * What is known of the requests.
   * @default - nothing: paths, methods and hosts may be anything
   */
  readonly requests?: Requests;
}

/** What denies a call for sure: a DENY that matches it, or ALLOWs none of which does. */
export interface Denial {
  readonly action: 'ALLOW' | 'DENY';
  readonly policies: readonly Resource[];
}

/** The policies for a workload, and those of them that do what. */
interface Selecting {
  readonly all: readonly Resource[];
  readonly denying: readonly Resource[];
  readonly allowing: readonly Resource[];
}

export function identityOf({ namespace, serviceAccount, resource: { cluster } }: Workload): Identity {
  return { trustDomain: cluster.meshConfig.trustDomain, namespace, serviceAccount };
}

export function formatIdentity({ trustDomain, namespace, serviceAccount }: Identity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/**
 * The AuthorizationPolicies of a cluster, by what is known of a call: who calls, which port, and what requests. Headers,
 * tokens and addresses may be anything.
 */
export class AuthorizationPolicies {
  private readonly byNamespace = new Map<string, { policy: Resource; selector: Labels }[]>();
  private readonly selecting = new Map<object, Selecting>();
  private readonly reading = new Map<object, boolean>();
  private readonly known = new Map<object, Map<string, Denial | undefined>>();
  private readonly trustDomains: readonly string[];
  private readonly rootNamespace: string;

  constructor(cluster: Cluster) {
    const { fields, trustDomain, rootNamespace } = cluster.meshConfig;
    this.rootNamespace = rootNamespace;
    this.trustDomains = [trustDomain, ...textsOf(fields.trustDomainAliases)];
    for (const one of cluster.configuring) {
      for (const policy of one.of('AuthorizationPolicy')) {
        const { hasTargets, labels: selector = {} } = selectionOf(policy);
        const isDryRun = parseGoBool(policy.annotations['istio.io/dry-run'] ?? '') === true;
        if (!hasTargets && !isDryRun) addTo(this.byNamespace, policy.namespace, { policy, selector });
      }
    }
  }

  /** Those that select a workload. Those of a waypoint or of a Gateway that they name are not among them. */
  private of(workload: Pick<Workload, 'namespace' | 'labels'>): Selecting {
    const known = this.selecting.get(workload);
    if (known !== undefined) return known;
    const { namespace, labels } = workload;
    const all = [...new Set([namespace, this.rootNamespace])]
      .flatMap((one) => this.byNamespace.get(one) ?? [])
      .filter(({ selector }) => hasLabels(labels, selector))
      .map(({ policy }) => policy);
    const acting = (action: string) => all.filter(({ spec }) => (textOf(spec.action) ?? 'ALLOW') === action);
    const found = { all, denying: acting('DENY'), allowing: acting('ALLOW') };
    this.selecting.set(workload, found);
    return found;
  }

  denialOf(workload: Pick<Workload, 'namespace' | 'labels'>, call: Call): Denial | undefined {
    const known = this.known.get(workload) ?? new Map<string, Denial | undefined>();
    this.known.set(workload, known);
    const { port, caller, requests } = call;
    const key = JSON.stringify([port, caller && formatIdentity(caller), requests]);
    if (!known.has(key)) known.set(key, this.decide(this.of(workload), call));
    return known.get(key);
  }

  /** Whether any of those for a workload goes by the path, the method or the host of a request. */
  readsRequests(workload: Pick<Workload, 'namespace' | 'labels'>): boolean {
    const known = this.reading.get(workload) ?? this.of(workload).all.some(readsRequests);
    this.reading.set(workload, known);
    return known;
  }

  private decide({ denying, allowing }: Selecting, call: Call): Denial | undefined {
    const isMatched = ({ spec, namespace }: Resource) =>
      anyOf(recordsOf(spec.rules).map((one) => this.matches(one, call, namespace)));
    const denied = denying.find((one) => isMatched(one) === 'yes');
    if (denied !== undefined) return { action: 'DENY', policies: [denied] };
    if (allowing.length === 0 || allowing.some((one) => isMatched(one) !== 'no')) return undefined;
    return { action: 'ALLOW', policies: allowing };
  }

  /** @param within - the policy's namespace */
  private matches(rule: Fields, call: Call, within: string): Verdict {
    const from = recordsOf(rule.from);
    const to = recordsOf(rule.to);
    return allOf([
      from.length === 0
        ? 'yes'
        : anyOf(from.map((one) => this.isSource(fieldsOf(one.source), call.caller, within))),
      to.length === 0 ? 'yes' : anyOf(to.map((one) => isOperation(fieldsOf(one.operation), call))),
      ...recordsOf(rule.when).map((one) => this.isCondition(one, call, within)),
    ]);
  }

  private isSource(source: Fields, caller: Identity | undefined, within: string): Verdict {
    const principal = (one: string) => caller !== undefined && this.isPrincipal(one, caller);
    const namespace = (one: string) => caller !== undefined && isLike(one, caller.namespace);
    const account = (one: string) => caller !== undefined && isAccount(one, caller, within);
    return allOf(
      Object.entries(source).map(([field, given]): Verdict => {
        const values = textsOf(given);
        if (values.length === 0) return 'yes';
        switch (field) {
          case 'principals':
            return toVerdict(values.some(principal));
          case 'notPrincipals':
            return toVerdict(!values.some(principal));
          case 'namespaces':
            return toVerdict(values.some(namespace));
          case 'notNamespaces':
            return toVerdict(!values.some(namespace));
          case 'serviceAccounts':
            return toVerdict(values.some(account));
          case 'notServiceAccounts':
            return toVerdict(!values.some(account));
          default:
            return 'maybe';
        }
      }),
    );
  }

  /** A trust domain of the mesh, or `cluster.local`, stands for all trust domains of the mesh. */
  private isPrincipal(given: string, caller: Identity): boolean {
    const parts = given.split('/');
    const [trustDomain] = parts;
    const isOfMesh = trustDomain === 'cluster.local' || this.trustDomains.includes(trustDomain!);
    const full = formatIdentity(caller);
    if (parts.length !== 5 || !isOfMesh) return isLike(given, full);
    return [caller.trustDomain, ...this.trustDomains].some((one) =>
      isLike([one, ...parts.slice(1)].join('/'), full),
    );
  }

  private isCondition(condition: Fields, call: Call, within: string): Verdict {
    const field = CONDITIONS[textOf(condition.key) ?? ''];
    if (field === undefined) return 'maybe';
    const values = textsOf(condition.values);
    const refused = textsOf(condition.notValues);
    const matched = (given: readonly string[]) =>
      field === 'ports'
        ? isOperation({ ports: given }, call)
        : this.isSource({ [field]: given }, call.caller, within);
    return allOf([
      values.length === 0 ? 'yes' : matched(values),
      refused.length === 0 ? 'yes' : not(matched(refused)),
    ]);
  }
}

function readsRequests({ spec }: Resource): boolean {
  return recordsOf(spec.rules)
    .flatMap(({ to }) => recordsOf(to))
    .some(({ operation }) => Object.keys(fieldsOf(operation)).some((field) => !/orts$/.test(field)));
}

const CONDITIONS: Readonly<Record<string, string>> = {
  'source.namespace': 'namespaces',
  'source.principal': 'principals',
  'destination.port': 'ports',
};

function isOperation(operation: Fields, { port, requests }: Call): Verdict {
  return allOf(
    Object.entries(operation).map(([field, given]): Verdict => {
      const values = textsOf(given);
      if (values.length === 0) return 'yes';
      if (field !== 'ports' && field !== 'notPorts')
        return (requests && requestVerdict(field, values, requests)) ?? 'maybe';
      if (port === undefined) return 'maybe';
      return toVerdict(values.includes(String(port)) === (field === 'ports'));
    }),
  );
}

/** `name` of the policy's namespace, or `namespace/name`. */
function isAccount(given: string, { namespace, serviceAccount }: Identity, within: string): boolean {
  const slash = given.indexOf('/');
  const of = slash < 0 ? within : given.slice(0, slash);
  return of === namespace && given.slice(slash + 1) === serviceAccount;
}
