import type { Construct } from 'constructs';
import { syncWaveAnnotation } from '../constructs/argo/sync-options';
import { ValidatingAdmissionPolicy } from '../constructs/kubernetes/validating-admission-policy';

/**
 * Refuses pods that should have Istio's proxy and do not: those that come before istiod's webhook is there.
 *
 * Nothing would ever put that right. An application without its sidecar runs, outside of the mesh; a gateway waits
 * for an image called `auto`. Refused, it is tried again until istiod has had its say. The first wave of the component
 * that brings Istio's kinds and namespace: who needs one of these comes later than the guard.
 */
export function injectionGuard(scope: Construct): void {
  new ValidatingAdmissionPolicy(scope, 'injection-guard', {
    name: 'istio-injection-guard',
    annotations: { [syncWaveAnnotation]: '-1' },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    // A node's own pods must never wait for istiod.
    namespaceSelector: {
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }],
    },
    variables: [
      { name: 'inject', expression: label('object', 'sidecar.istio.io/inject') },
      { name: 'revision', expression: label('namespaceObject', 'istio.io/rev') },
      { name: 'injection', expression: label('namespaceObject', 'istio-injection') },
      {
        name: 'annotation',
        expression: `object.metadata.?annotations[?"sidecar.istio.io/inject"].orValue("")`,
      },
      {
        name: 'asked',
        expression:
          'variables.inject != "false" && variables.annotation != "false" && variables.injection != "disabled" && ' +
          '(variables.inject == "true" || variables.injection == "enabled" || variables.revision != "") && ' +
          // Istio leaves the pods of the node's network alone.
          '!object.spec.?hostNetwork.orValue(false)',
      },
      {
        name: 'proxies',
        expression:
          '(object.spec.containers + object.spec.?initContainers.orValue([])).filter(c, c.name == "istio-proxy")',
      },
    ],
    validations: [
      {
        expression: '!variables.asked || variables.proxies.exists(c, c.?image.orValue("auto") != "auto")',
        message: 'the pod has no istio-proxy yet: istiod is not there to inject it; it is tried again',
      },
    ],
  });
}

function label(of: 'object' | 'namespaceObject', key: string): string {
  return `${of}.metadata.?labels[?"${key}"].orValue("")`;
}
