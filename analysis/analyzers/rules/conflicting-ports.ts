import type { Service } from '../../model/service';
import { catalogue } from '../catalogue';
import { meshedDeployments } from '../meshed-deployments';
import { rule } from '../rule';

export const conflictingPorts = rule(catalogue.IST0137, {
  reads: ['Deployment', 'Service', 'Namespace'],
  check(mesh, report) {
    for (const { workload, services } of meshedDeployments(mesh)) {
      for (const [targetPort, { ports, names }] of usesOfTargets(services)) {
        if (ports.size < 2) continue;
        report(workload.resource, 'metadata.name', {
          targetPort,
          ports: [...ports].sort((a, b) => a - b),
          services: [...names].sort(),
        });
      }
    }
  },
});

interface Use {
  /** Of Services. */
  readonly ports: Set<number>;
  readonly names: Set<string>;
}

/** By target port as written: a name and its number are two. */
function usesOfTargets(services: readonly Service[]): ReadonlyMap<string, Use> {
  const found = new Map<string, Use>();
  for (const { name, ports } of services) {
    for (const { number, targetPort } of ports) {
      if (number === undefined) continue;
      const key = String(targetPort ?? number);
      const use = found.get(key) ?? { ports: new Set(), names: new Set() };
      found.set(key, use);
      use.ports.add(number);
      use.names.add(name);
    }
  }
  return found;
}
