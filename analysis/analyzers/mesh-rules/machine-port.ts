import { numberOf } from '../../model/fields';
import { machinePorts, targetPorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf } from '../machines';
import { rule } from '../rule';

/** Ports of Services that lead to none that a machine declares. */
export const machinePort = rule(meshCatalogue.MW1404, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    for (const { workload, path, ports } of machinesOf(mesh)) {
      const declared = machinePorts(workload);
      const numbers = Object.values(declared).map(numberOf);
      for (const port of ports) {
        if (port.transport !== 'TCP') continue;
        const [target] = targetPorts(port, workload);
        const isNamed = typeof port.targetPort === 'string';
        if (target === undefined && isNamed) {
          const wanted = port.targetPort as string;
          report(workload.resource, `${path}.ports`, {
            of: port.of,
            wanted,
            target: undefined,
            declared: Object.keys(declared),
          });
        } else if (target !== undefined && numbers.length > 0 && !numbers.includes(target)) {
          report(workload.resource, `${path}.ports`, {
            of: port.of,
            wanted: port.name,
            target,
            declared: Object.keys(declared),
          });
        }
      }
    }
  },
});
