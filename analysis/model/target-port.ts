import { at, fieldsOf, numberOf, type Fields } from './fields';
import type { ServicePort } from './service';
import { portsNamed, type Workload } from './workload';

/**
 * The ports of a workload's pods, or of a machine, that a port of a Service or a ServiceEntry leads to; none where a
 * name has none.
 *
 * Source: `serviceInstanceFromWorkloadInstance` of Istio's repository: a machine may have another port than the number
 * that the Service names, under the name of the Service's port.
 */
export function targetPorts(port: ServicePort, workload: Workload): readonly number[] {
  const { number, name, targetPort } = port;
  if (workload.isMachine) {
    const ports = machinePorts(workload);
    const own = numberOf(ports[typeof targetPort === 'string' ? targetPort : name]);
    const found = own ?? (typeof targetPort === 'string' ? undefined : (targetPort ?? number));
    return found === undefined ? [] : [found];
  }
  if (typeof targetPort === 'string') return portsNamed(workload, targetPort);
  const found = targetPort ?? number;
  return found === undefined ? [] : [found];
}

/** The ports that a machine declares, by name. */
export function machinePorts({ resource: { kind, spec } }: Workload): Fields {
  return fieldsOf(at(kind === 'WorkloadGroup' ? spec.template : spec, 'ports'));
}

/** The port of a Service that a route chooses, or the only one. */
export function chosenPort(
  ports: readonly ServicePort[],
  chosen: number | undefined,
): ServicePort | undefined {
  if (chosen !== undefined) return ports.find(({ number }) => number === chosen);
  return ports.length === 1 ? ports[0] : undefined;
}
