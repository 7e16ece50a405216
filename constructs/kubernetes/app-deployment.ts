import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkAutoscaling, HorizontalPodAutoscaler, type Autoscaling } from './horizontal-pod-autoscaler';
import { checkDisruptionBudget, PodDisruptionBudget, type DisruptionBudget } from './pod-disruption-budget';
import type { ResourceRequirements } from './resources';
import { Workload, type WorkloadProps } from './workload';

export const deploymentStrategies = ['RollingUpdate', 'Recreate'] as const;
/** How new pods take the place of old ones; Recreate ends the old before it starts the new. */
export type DeploymentStrategy = (typeof deploymentStrategies)[number];

/** The workload of an application in one namespace. */
export interface AppDeploymentProps extends WorkloadProps {
  /**
   * Lets the use of CPU decide how many pods there are. Every container must request CPU, and `replicas` is not given.
   * @default - none
   */
  readonly autoscaling?: Autoscaling;
  /** @default - none */
  readonly disruptionBudget?: DisruptionBudget;
  /** @default RollingUpdate */
  readonly strategy?: DeploymentStrategy;
}

/**
 * An application's workload: a Deployment with its ServiceAccount and its Service, and where asked for a
 * HorizontalPodAutoscaler and a PodDisruptionBudget, all in one namespace.
 *
 * Two versions of one service are two of these and one Service:
 *
 *     const service = new Service(component, 'shop', { selector: { app: 'shop' }, ports: [{ port: 80, protocol: 'http' }] });
 *     new AppDeployment(component, 'shop-v1', { app: 'shop', version: 'v1', service, image: 'shop:1' });
 *     new AppDeployment(component, 'shop-v2', { app: 'shop', version: 'v2', service, image: 'shop:2' });
 *
 * The output holds what the props say and nothing else: cdk8s-plus' own Deployment would add a hashed selector label,
 * probes, requests and a security context, so this one stands on the API objects below it.
 *
 * @throws UserError for all that Kubernetes would refuse or Istio would treat as something else
 */
export class AppDeployment extends Workload {
  readonly apiObject: k8s.KubeDeployment;

  constructor(scope: Construct, id: string, props: AppDeploymentProps) {
    super('AppDeployment', scope, id, props, (checks) => checkAppDeployment(props, checks));
    const { replicas, strategy, autoscaling, disruptionBudget } = props;
    this.apiObject = new k8s.KubeDeployment(this, 'Resource', {
      metadata: this.metadata,
      spec: {
        replicas,
        strategy: strategy && { type: strategy },
        selector: { matchLabels: { ...this.labels } },
        template: this.template,
      },
    });
    this.serve(props);
    if (autoscaling !== undefined) {
      new HorizontalPodAutoscaler(this, 'HorizontalPodAutoscaler', {
        ...autoscaling,
        ...this.common,
        name: this.name,
        target: this.apiObject,
      });
    }
    if (disruptionBudget !== undefined) {
      new PodDisruptionBudget(this, 'PodDisruptionBudget', {
        ...disruptionBudget,
        ...this.common,
        name: this.name,
        selector: this.labels,
      });
    }
  }
}

function checkAppDeployment(props: AppDeploymentProps, checks: Checks): void {
  const { replicas, autoscaling, disruptionBudget, resources, strategy, otherContainers = [] } = props;
  if (strategy !== undefined) checks.at('strategy').oneOf(strategy, deploymentStrategies);
  if (disruptionBudget !== undefined) checkDisruptionBudget(disruptionBudget, checks.at('disruptionBudget'));
  if (autoscaling === undefined) return;
  checkAutoscaling(autoscaling, checks.at('autoscaling'));
  checks
    .at('replicas')
    .expect(
      replicas === undefined,
      `${replicas} is given with autoscaling: each sync of the Deployment would undo what the autoscaler did`,
    );
  checkCpuRequest(resources, checks);
  otherContainers.forEach((container, index) =>
    checkCpuRequest(container.resources, checks.at('otherContainers').at(index)),
  );
}

function checkCpuRequest(resources: ResourceRequirements | undefined, checks: Checks): void {
  checks
    .at('resources')
    .at('requests')
    .at('cpu')
    .expect(
      resources?.requests?.cpu !== undefined || resources?.limits?.cpu !== undefined,
      'is missing: autoscaling takes the use of CPU in percent of it, and would do nothing without',
    );
}
