import type { Cluster } from '../../model/cluster';
import { addTo, at, recordsOf, textOf, textsOf } from '../../model/fields';
import { enrolmentOf } from '../../model/injection';
import type { Mesh } from '../../model/mesh';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Identities in AuthorizationPolicies that no caller has. */
export const unknownPrincipal = rule(meshCatalogue.MW1305, {
  reads: ['AuthorizationPolicy', 'ServiceAccount', 'Namespace', 'Deployment', 'IstioOperator'],
  check(mesh, report) {
    const known = knownIn(mesh);
    for (const resource of mesh.of('AuthorizationPolicy')) {
      recordsOf(resource.spec.rules).forEach((one, rule) => {
        const path = `spec.rules[${rule}]`;
        const say = (given: string, field: string, isAccount: boolean) => {
          const reason = isAccount ? ofAccount(given, resource.namespace, known) : ofPrincipal(given, known);
          if (reason !== undefined) report(resource, field, { given, reason });
        };
        recordsOf(one.from).forEach(({ source }, index) => {
          for (const list of ['principals', 'notPrincipals', 'serviceAccounts', 'notServiceAccounts']) {
            const isAccount = /erviceAccounts$/.test(list);
            textsOf(at(source, list)).forEach((given, item) =>
              say(given, `${path}.from[${index}].source.${list}[${item}]`, isAccount),
            );
          }
        });
        recordsOf(one.when).forEach((condition, index) => {
          if (textOf(condition.key) !== 'source.principal') return;
          for (const list of ['values', 'notValues']) {
            textsOf(condition[list]).forEach((given, item) =>
              say(given, `${path}.when[${index}].${list}[${item}]`, false),
            );
          }
        });
      });
    }
  },
});

interface Known {
  /** Undefined where no control plane is seen, and nobody knows what it is configured with. */
  readonly trustDomains: ReadonlySet<string> | undefined;
  readonly namespaces: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  /** By service account. */
  readonly workloads: ReadonlyMap<string, readonly Workload[]>;
  /** Namespaces of which workloads or service accounts are seen. */
  readonly seen: ReadonlySet<string>;
}

function knownIn(mesh: Mesh): Known {
  const accounts = new Set<string>();
  const seen = new Set<string>();
  const workloads = new Map<string, Workload[]>();
  for (const { namespace, qualifiedName } of mesh.of('ServiceAccount')) {
    accounts.add(qualifiedName);
    seen.add(namespace);
  }
  for (const workload of mesh.workloads) {
    if (workload.resource.origin === undefined) seen.add(workload.namespace);
    const account = `${workload.namespace}/${workload.serviceAccount}`;
    accounts.add(account);
    addTo(workloads, account, workload);
    // The chart of a gateway calls its account by its own name, where istioctl adds words to it.
    if (workload.resource.origin !== undefined) accounts.add(`${workload.namespace}/${workload.name}`);
  }
  const isSeen = (one: Cluster) =>
    one.revisions.size > 0 || one.of('ConfigMap').some(({ name }) => /^istio(-|$)/.test(name));
  return {
    trustDomains: mesh.clusters.every(isSeen)
      ? new Set(
          mesh.clusters.flatMap(({ meshConfig: { trustDomain, fields } }) => [
            'cluster.local',
            trustDomain,
            ...textsOf(fields.trustDomainAliases),
          ]),
        )
      : undefined,
    namespaces: new Set(mesh.clusters.flatMap(({ namespaces }) => [...namespaces.keys()])),
    accounts,
    workloads,
    seen,
  };
}

function ofPrincipal(given: string, known: Known): string | undefined {
  if (given.startsWith('spiffe://')) return 'begins with spiffe://, which Istio adds by itself';
  const [trustDomain = '', ns, namespace = '', sa, account = '', ...rest] = given.split('/');
  if (given.startsWith('*') || given.endsWith('*')) return undefined;
  if (ns !== 'ns' || sa !== 'sa' || rest.length > 0 || account === '')
    return 'is not of the form trust-domain/ns/namespace/sa/service-account';
  if (known.trustDomains !== undefined && !known.trustDomains.has(trustDomain))
    return `has the trust domain ${trustDomain}, and the mesh has ${[...known.trustDomains].filter((one) => one !== 'cluster.local' || known.trustDomains!.size === 1).join(', ')}`;
  return ofAccount(`${namespace}/${account}`, namespace, known);
}

function ofAccount(given: string, within: string, known: Known): string | undefined {
  const slash = given.indexOf('/');
  const namespace = slash < 0 ? within : given.slice(0, slash);
  const name = given.slice(slash + 1);
  const account = `${namespace}/${name}`;
  if (!known.namespaces.has(namespace)) return `is of namespace ${namespace}, which no cluster has`;
  if (!known.seen.has(namespace)) return undefined;
  if (!known.accounts.has(account) && name !== 'default')
    return `is of service account ${name}, which namespace ${namespace} has in no cluster`;
  const users = known.workloads.get(account) ?? [];
  if (users.length > 0 && users.every((one) => enrolmentOf(one) === 'none'))
    return `is of ${users[0]!.resource.kind} ${users[0]!.resource.qualifiedName}, which is not in the mesh and shows no certificate`;
  return undefined;
}
