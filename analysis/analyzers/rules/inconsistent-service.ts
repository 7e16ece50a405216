import { addTo } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import type { Service } from '../../model/service';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** A Service that is not what most clusters have by its name. */
export const inconsistentService = rule(catalogue.IST0170, {
  reads: ['Service'],
  check(mesh, report) {
    for (const services of sharedServices(mesh)) {
      const shapes = new Map<string, Service[]>();
      for (const service of services) addTo(shapes, JSON.stringify(shapeOf(service)), service);
      if (shapes.size < 2) continue;
      const [usual, ...others] = [...shapes.values()].sort((a, b) => b.length - a.length);
      const clusters = usual!.map(({ resource }) => resource.cluster.name!);
      const expected = shapeOf(usual![0]!);
      for (const service of others.flat()) {
        const shape = shapeOf(service);
        const differences = FIELDS.filter(([key]) => shape[key] !== expected[key]).map(([key, , what]) => ({
          what,
          here: shape[key],
          there: expected[key],
        }));
        const [, field] = FIELDS.find(([key]) => shape[key] !== expected[key])!;
        report(service.resource, field, { clusters, differences });
      }
    }
  },
});

/** Services that several clusters have, and know as one. */
function* sharedServices(mesh: Mesh): Generator<readonly Service[]> {
  const found = new Map<string, Service[]>();
  for (const service of mesh.services) {
    if (service.resource.cluster.name === null || isLocal(service)) continue;
    addTo(found, `${service.namespace}/${service.name}`, service);
  }
  for (const services of found.values()) if (services.length > 1) yield services;
}

/** Whether Istio keeps it within each cluster in any case: Kubernetes itself, and istiod. */
function isLocal({ name, namespace, resource }: Service): boolean {
  if (namespace === 'default' && name === 'kubernetes') return true;
  return namespace === resource.cluster.systemNamespace && /^istiod(-|$)/.test(name);
}

const FIELDS = [
  ['type', 'spec.type', 'the type'],
  ['address', 'spec.clusterIP', 'the cluster IP'],
  ['ports', 'spec.ports', 'the ports'],
] as const;

interface Shape {
  readonly type: string;
  readonly address: 'none' | 'one';
  readonly ports: string;
}

/** What has to be equal. Node ports are not: each cluster gives its own. */
function shapeOf({ type, ports, resource }: Service): Shape {
  return {
    type,
    address: resource.spec.clusterIP === 'None' ? 'none' : 'one',
    ports:
      ports
        .map(({ name, number, transport, targetPort = number, fields }) => {
          const application = fields.appProtocol === undefined ? '' : ` (${String(fields.appProtocol)})`;
          const called = name === '' ? '' : `${name} `;
          return `${called}${number}${targetPort === number ? '' : `->${targetPort}`}/${transport}${application}`;
        })
        .sort()
        .join(', ') || 'none',
  };
}
