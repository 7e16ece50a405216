import { at, fieldsOf, numberOf, recordsOf, textOf, type Fields } from '../../model/fields';
import { formatLabels, hasLabels } from '../../model/label-index';
import type { Service, ServicePort } from '../../model/service';
import { targetPorts } from '../../model/target-port';
import type { Subset } from '../../model/virtual-service';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** How a DestinationRule makes clients call a port, and how the pods behind it want to be called. */
export const destinationTls = rule(meshCatalogue.MW1304, {
  reads: ['DestinationRule', 'PeerAuthentication', 'Service', 'Deployment', 'WorkloadEntry'],
  check(mesh, report) {
    const decided = new Map<Service, Map<string, Conflict | undefined>>();
    for (const rule of mesh.destinationRules) {
      const general = fieldsOf(rule.resource.spec.trafficPolicy);
      if (![general, ...rule.subsets.map(({ fields }) => fields.trafficPolicy)].some(saysTls)) continue;
      for (const { service } of mesh.hosts.known(rule.host, rule.resource)) {
        for (const port of service?.ports ?? []) {
          for (const subset of [undefined, ...rule.subsets]) {
            const chosen = tlsFor(general, port, subset);
            if (chosen === undefined || (subset !== undefined && !saysTls(subset.fields.trafficPolicy)))
              continue;
            // Rules of other clusters say the same of the same pods.
            const key = `${chosen.mode} ${port.number} ${formatLabels(subset?.labels ?? {})}`;
            const known = decided.get(service!) ?? new Map<string, Conflict | undefined>();
            decided.set(service!, known);
            if (!known.has(key)) {
              const workloads = service!.workloads.filter(({ labels }) =>
                hasLabels(labels, subset?.labels ?? {}),
              );
              known.set(key, conflict(workloads, port, chosen.mode));
            }
            const found = known.get(key);
            if (found === undefined) continue;
            report(rule.resource, chosen.path, { mode: chosen.mode, port: port.number ?? 0, ...found });
          }
        }
      }
    }
  },
});

interface Conflict {
  readonly workload: string;
  readonly wants: string;
  readonly policy: string;
}

interface Chosen {
  readonly mode: string;
  readonly path: string;
}

function saysTls(policy: unknown): boolean {
  return [policy, ...recordsOf(at(policy, 'portLevelSettings'))].some((one) => at(one, 'tls') !== undefined);
}

/**
 * What is in force for a port. Settings of a port leave nothing of those around them; a subset's go before the rule's.
 *
 * Source: `MergeSubsetTrafficPolicy` in pilot/pkg/networking/util of Istio's repository.
 */
function tlsFor(general: Fields, port: ServicePort, subset: Subset | undefined): Chosen | undefined {
  if (subset !== undefined) {
    const own = levelOf(fieldsOf(subset.fields.trafficPolicy), port, `${subset.path}.trafficPolicy`);
    if (own.isPort || own.chosen !== undefined) return own.chosen;
  }
  return levelOf(general, port, 'spec.trafficPolicy').chosen;
}

function levelOf(policy: Fields, port: ServicePort, path: string): { isPort: boolean; chosen?: Chosen } {
  const settings = recordsOf(policy.portLevelSettings);
  const index = settings.findIndex((one) => numberOf(at(one, 'port', 'number')) === port.number);
  const [level, where] =
    index < 0 ? [policy, path] : [settings[index]!, `${path}.portLevelSettings[${index}]`];
  const mode = level.tls === undefined ? undefined : (textOf(at(level.tls, 'mode')) ?? 'DISABLE');
  return { isPort: index >= 0, chosen: mode === undefined ? undefined : { mode, path: `${where}.tls` } };
}

/** The first workload that does not take what clients send. */
function conflict(workloads: readonly Workload[], port: ServicePort, mode: string): Conflict | undefined {
  for (const workload of workloads) {
    const tls = workload.resource.cluster.peerAuthentications.of(workload);
    for (const number of targetPorts(port, workload)) {
      const wants = tls.modeOf(number);
      const isPlain = mode === 'DISABLE' || mode === 'SIMPLE';
      const isRefused = isPlain ? wants === 'STRICT' : wants === 'DISABLE' || wants === 'NONE';
      if (!isRefused || mode === 'MUTUAL') continue;
      const policy = tls.policyOf(number)?.qualifiedName ?? '';
      return { workload: workload.resource.qualifiedName, wants, policy };
    }
  }
  return undefined;
}
