import { at, labelsOf } from '../../model/fields';
import type { Mesh } from '../../model/mesh';
import type { Resource } from '../../model/resource';
import type { Workload } from '../../model/workload';
import { isGiven } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { podsOf } from '../selected-pods';

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const POLICIES = ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const;

export const ineffectiveSelector = rule(catalogue.IST0166, {
  reads: [...POLICIES, 'Pod', 'Deployment'],
  check(mesh, report) {
    const gatewayPods = gatewayPodsOf(mesh);
    const selected = ({ spec, namespace, cluster }: Resource): readonly Workload[] => {
      const labels = labelsOf(at(spec, 'selector', 'matchLabels'));
      return cluster.configured.flatMap((one) => {
        const pods = gatewayPods.get(`${one.name}/${namespace}`);
        if (pods === undefined) return [];
        if (Object.keys(labels).length === 0) return [...pods];
        return one.workloadIndex.matching(labels, namespace).filter((pod) => pods.has(pod));
      });
    };
    for (const resource of POLICIES.flatMap((kind) => mesh.of(kind))) {
      if (!isGiven(resource.spec.selector) || isGiven(resource.spec.targetRef)) continue;
      for (const { labels } of selected(resource)) {
        report(resource, 'spec.selector', { gateway: labels[GATEWAY_NAME]! });
      }
    }
  },
});

/** Pods that Istio runs for Gateways of the Gateway API, by cluster and namespace. */
function gatewayPodsOf(mesh: Mesh): ReadonlyMap<string, ReadonlySet<Workload>> {
  const found = new Map<string, Set<Workload>>();
  for (const pod of podsOf(mesh)) {
    if (pod.labels[GATEWAY_NAME] === undefined) continue;
    const key = `${pod.resource.cluster.name}/${pod.namespace}`;
    found.set(key, (found.get(key) ?? new Set()).add(pod));
  }
  return found;
}
