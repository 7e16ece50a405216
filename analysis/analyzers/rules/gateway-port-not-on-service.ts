import type { Gateway } from '../../model/gateway';
import { formatLabels } from '../../model/label-index';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

export const gatewayPortNotOnService = rule(catalogue.IST0162, {
  reads: ['Gateway', 'Service', 'Pod', 'Deployment'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const known = new Map<string, Exposed>();
      for (const gateway of cluster.gateways) {
        const key = formatLabels(gateway.selector);
        const exposed = known.get(key) ?? exposedFor(gateway);
        known.set(key, exposed);
        if (exposed.isUnknown) continue;
        for (const { port, path } of gateway.servers) {
          if (port === undefined || exposed.ports.has(port)) continue;
          report(gateway.resource, `${path}.port.number`, { port, services: [...exposed.services].sort() });
        }
      }
    }
  },
});

interface Exposed {
  /** No workload is selected, which is another finding. */
  readonly isUnknown: boolean;
  readonly ports: ReadonlySet<number>;
  readonly services: ReadonlySet<string>;
}

/** Ports, and ports of pods, of the Services that select a Gateway's workloads. */
function exposedFor({ workloads, namespace }: Gateway): Exposed {
  const ports = new Set<number>();
  const services = new Set<string>();
  for (const workload of workloads) {
    for (const service of workload.resource.cluster.servicesOf(workload)) {
      services.add(service.resource.nameFrom(namespace));
      for (const { number, targetPort, transport } of service.ports) {
        if (transport !== 'TCP') continue;
        if (number !== undefined) ports.add(number);
        if (typeof targetPort === 'number') ports.add(targetPort);
      }
    }
  }
  return { isUnknown: workloads.length === 0, ports, services };
}
