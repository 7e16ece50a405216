import type { Service } from '../../model/service';
import { catalogue } from '../catalogue';
import { meshedDeployments } from '../meshed-deployments';
import { rule } from '../rule';

export const multipleServices = rule(catalogue.IST0116, {
  reads: ['Deployment', 'Service', 'Namespace'],
  check(mesh, report) {
    for (const { workload, services } of meshedDeployments(mesh)) {
      for (const [port, { transports, names }] of usesOfPorts(services)) {
        if (transports.size < 2) continue;
        const details = { port, transports: [...transports].sort(), services: [...names].sort() };
        report(workload.resource, 'metadata.name', details);
      }
    }
  },
});

interface Use {
  readonly transports: Set<string>;
  /** Of Services. */
  readonly names: Set<string>;
}

function usesOfPorts(services: readonly Service[]): ReadonlyMap<number, Use> {
  const found = new Map<number, Use>();
  for (const { name, ports } of services) {
    for (const { number, transport } of ports) {
      if (number === undefined) continue;
      const use = found.get(number) ?? { transports: new Set(), names: new Set() };
      found.set(number, use);
      use.transports.add(transport);
      use.names.add(name);
    }
  }
  return found;
}
