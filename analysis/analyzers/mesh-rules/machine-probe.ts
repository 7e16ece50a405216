import { at, fieldsOf, numberOf } from '../../model/fields';
import { machinePorts, targetPorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { machinesOf } from '../machines';
import { rule } from '../rule';

/** Probes of machines at a port that neither the machine declares nor a Service leads to. */
export const machineProbe = rule(meshCatalogue.MW1405, {
  reads: ['WorkloadGroup', 'Service', 'ServiceEntry'],
  check(mesh, report) {
    for (const { workload, ports } of machinesOf(mesh)) {
      const { resource } = workload;
      const probe = fieldsOf(resource.spec.probe);
      const declared = [
        ...Object.values(machinePorts(workload)).map(numberOf),
        ...ports.flatMap((one) => targetPorts(one, workload)),
      ].filter((one) => one !== undefined);
      if (declared.length === 0) continue;
      for (const kind of ['httpGet', 'tcpSocket']) {
        const port = numberOf(at(probe, kind, 'port'));
        if (port === undefined || declared.includes(port) || at(probe, kind, 'host') !== undefined) continue;
        report(resource, `spec.probe.${kind}.port`, { port, declared: [...new Set(declared)] });
      }
    }
  },
});
