import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { Service } from './service';
import { Workload, type WorkloadProps } from './workload';

export const podManagementPolicies = ['OrderedReady', 'Parallel'] as const;
/** Whether a pod waits for the one before it to be ready. */
export type PodManagementPolicy = (typeof podManagementPolicies)[number];

export const statefulSetStrategies = ['RollingUpdate', 'OnDelete'] as const;
/** Who takes an old pod away when its template has changed: the controller, or you. */
export type StatefulSetStrategy = (typeof statefulSetStrategies)[number];

export interface StatefulSetProps extends WorkloadProps {
  /** @default OrderedReady */
  readonly podManagementPolicy?: PodManagementPolicy;
  /** @default RollingUpdate */
  readonly updateStrategy?: StatefulSetStrategy;
}

/**
 * Pods with names that stay: `<name>-0`, `<name>-1`. With a ServiceAccount, and where there are ports a headless
 * Service, by which each pod has a host name of its own: `<name>-0.<app>.<namespace>.svc.cluster.local`. Without ports
 * and without a service that is shared, the pods have none.
 *
 * @throws UserError for all that Kubernetes would refuse or Istio would treat as something else
 */
export class StatefulSet extends Workload {
  readonly apiObject: k8s.KubeStatefulSet;

  constructor(scope: Construct, id: string, props: StatefulSetProps) {
    super('StatefulSet', scope, id, props, (checks) => checkStatefulSet(props, checks));
    const { replicas, service, podManagementPolicy, updateStrategy } = props;
    this.apiObject = new k8s.KubeStatefulSet(this, 'Resource', {
      metadata: this.metadata,
      spec: {
        replicas,
        serviceName: service instanceof Service ? service.name : this.app,
        podManagementPolicy,
        updateStrategy: updateStrategy && { type: updateStrategy },
        selector: { matchLabels: { ...this.labels } },
        template: this.template,
      },
    });
    this.serve(props, { headless: true });
  }
}

function checkStatefulSet({ podManagementPolicy, updateStrategy }: StatefulSetProps, checks: Checks): void {
  if (podManagementPolicy !== undefined) {
    checks.at('podManagementPolicy').oneOf(podManagementPolicy, podManagementPolicies);
  }
  if (updateStrategy !== undefined) checks.at('updateStrategy').oneOf(updateStrategy, statefulSetStrategies);
}
