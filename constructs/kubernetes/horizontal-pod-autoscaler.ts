import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { Resource, type ResourceProps } from '../resource';

/** How many pods a workload has, by their use of CPU. */
export interface Autoscaling {
  /**
   * At least 1, at most `maxReplicas`.
   * @default 1
   */
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  /**
   * Use of CPU to aim at, in percent of what all containers of a pod request, the sidecar's included.
   * @default 80
   */
  readonly cpu?: number;
}

export interface HorizontalPodAutoscalerProps extends ResourceProps, Autoscaling {
  /** The workload to scale, of the same namespace: a Deployment's ApiObject. */
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

export class HorizontalPodAutoscaler extends Resource {
  readonly apiObject: k8s.KubeHorizontalPodAutoscalerV2;

  constructor(scope: Construct, id: string, props: HorizontalPodAutoscalerProps) {
    super(scope, id, props);
    this.check('HorizontalPodAutoscaler', (checks) => checkAutoscaling(props, checks));
    this.apiObject = new k8s.KubeHorizontalPodAutoscalerV2(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

export function checkAutoscaling({ minReplicas, maxReplicas, cpu }: Autoscaling, checks: Checks): void {
  const isMax = checkInteger(checks.at('maxReplicas'), maxReplicas, 1, INT32_MAX);
  if (minReplicas !== undefined && checkInteger(checks.at('minReplicas'), minReplicas, 1, INT32_MAX)) {
    checks
      .at('minReplicas')
      .expect(
        !isMax || minReplicas <= maxReplicas,
        `${minReplicas} is more than maxReplicas ${maxReplicas}: Kubernetes refuses it`,
      );
  }
  if (cpu !== undefined) checkInteger(checks.at('cpu'), cpu, 1, INT32_MAX);
}

function lower(props: HorizontalPodAutoscalerProps): k8s.HorizontalPodAutoscalerSpecV2 {
  const { target, minReplicas = 1, maxReplicas, cpu = 80 } = props;
  return {
    scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
    minReplicas,
    maxReplicas,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpu } },
      },
    ],
  };
}
