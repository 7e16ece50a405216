import { at, numberOf } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import type { Workload } from '../../model/workload';
import { catalogue } from '../catalogue';
import { isControlPlane } from '../exempt';
import { rule } from '../rule';

/** The user that the sidecar runs as. */
const RESERVED = 1337;
const OF_ISTIO = new Set(['istio-proxy', 'istio-operator']);

export const reservedUserId = rule(catalogue.IST0144, {
  reads: ['Deployment', 'Pod'],
  check(mesh, report) {
    for (const { resource, podSpec, podPath, containers } of lookedAt(mesh)) {
      if (isControlPlane(resource)) continue;
      const field = ['securityContext', 'runAsUser'];
      if (numberOf(at(podSpec, ...field)) === RESERVED) {
        report(resource, [...podPath, 'spec', ...field], { container: undefined });
      }
      for (const { name, fields, path, isInit } of containers) {
        if (isInit || OF_ISTIO.has(name) || numberOf(at(fields, ...field)) !== RESERVED) continue;
        report(resource, [...podPath, ...path, ...field], { container: name });
      }
    }
  },
});

/** Deployments, whether their pods are there or not, and each pod. */
function lookedAt({ workloads, clusters }: Mesh): ReadonlySet<Workload> {
  return new Set([
    ...workloads.filter(({ resource }) => resource.kind === 'Deployment'),
    ...clusters.flatMap(({ pods }) => pods),
  ]);
}
