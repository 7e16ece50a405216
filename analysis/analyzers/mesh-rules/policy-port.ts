import { at, numberOf, recordsOf, textsOf } from '../../model/fields';
import { selectionOf } from '../../model/selection';
import { targetPorts } from '../../model/target-port';
import type { Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Ports of AuthorizationPolicies that are a Service's, where the pods have another. */
export const policyPort = rule(meshCatalogue.MW1307, {
  reads: ['AuthorizationPolicy', 'Service', 'Deployment'],
  check(mesh, report) {
    for (const resource of mesh.of('AuthorizationPolicy')) {
      const named = recordsOf(resource.spec.rules).flatMap((one, rule) =>
        recordsOf(one.to).flatMap(({ operation }, to) =>
          ['ports', 'notPorts'].flatMap((list) =>
            textsOf(at(operation, list)).map((port, index) => ({
              port: Number(port),
              field: `spec.rules[${rule}].to[${to}].operation.${list}[${index}]`,
            })),
          ),
        ),
      );
      const { labels, hasTargets, workloads } = selectionOf(resource);
      if (named.length === 0 || labels === undefined || hasTargets) continue;
      const ports = workloads.flatMap(portsOf);
      for (const { port, field } of named) {
        if (ports.some(({ targets }) => targets.includes(port))) continue;
        const meant = ports.find(({ number }) => number === port);
        if (meant === undefined) continue;
        report(resource, field, { port, service: meant.service, targets: meant.targets });
      }
    }
  },
});

interface Port {
  readonly number: number | undefined;
  readonly targets: readonly number[];
  readonly service: string;
}

function portsOf(workload: Workload): readonly Port[] {
  const own = workload.containers
    .flatMap(({ fields }) => recordsOf(fields.ports))
    .map(({ containerPort }) => numberOf(containerPort))
    .filter((port) => port !== undefined);
  return [
    { number: undefined, targets: own, service: '' },
    ...workload.resource.cluster.servicesOf(workload).flatMap(({ ports, resource }) =>
      ports.map((port) => ({
        number: port.number,
        targets: targetPorts(port, workload),
        service: resource.nameFrom(workload.namespace),
      })),
    ),
  ].filter(({ targets }) => targets.length > 0);
}
