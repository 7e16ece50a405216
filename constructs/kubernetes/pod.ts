import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { Resource, type ResourceProps } from '../resource';
import { merged, podMarks, type PodMarks } from './pod-marks';
import {
  checkPodTemplate,
  lowerPodSpec,
  type NamedContainer,
  type PodSettings,
  type PodTemplate,
} from './pod-template';
import { checkServiceAccount, type ServiceAccountReference } from './service-account';

export const restartPolicies = ['Always', 'OnFailure', 'Never'] as const;
/** When the kubelet starts an ended container again. */
export type RestartPolicy = (typeof restartPolicies)[number];

/** A pod's own labels and annotations are its `labels` and `annotations`. */
export interface PodProps extends ResourceProps, Omit<PodSettings, 'podLabels' | 'podAnnotations'> {
  /** At least one. */
  readonly containers: readonly NamedContainer[];
  /**
   * The account that the pod runs as.
   * @default - the namespace's account `default`
   */
  readonly serviceAccount?: ServiceAccountReference;
  /** @default Always */
  readonly restartPolicy?: RestartPolicy;
}

/**
 * A pod that no controller keeps: it dies with its node. Kubernetes lets next to nothing of it be changed, so that a new
 * version has to replace the old one; an AppDeployment or a StatefulSet does that by itself.
 *
 * @throws UserError for all that Kubernetes would refuse or Istio's sidecar would break
 */
export class Pod extends Resource {
  readonly apiObject: k8s.KubePod;

  constructor(scope: Construct, id: string, props: PodProps) {
    super(scope, id, props);
    const template = podTemplate(props);
    this.check('Pod', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkPod(props, this.namespace, template, checks);
    });
    const { marks } = template;
    this.apiObject = new k8s.KubePod(this, 'Resource', {
      metadata: {
        ...this.metadata,
        labels: merged(marks.labels),
        annotations: merged(marks.annotations),
      },
      spec: {
        ...lowerPodSpec(template, props.serviceAccount?.name),
        restartPolicy: props.restartPolicy,
      },
    });
  }
}

function podTemplate(props: PodProps): PodTemplate {
  const { labels = {}, annotations = {}, containers } = props;
  const { labels: fromLabels, annotations: fromAnnotations } = podMarks({}, props);
  const marks: PodMarks = {
    labels: [...fromLabels, ['labels', labels]],
    annotations: [...fromAnnotations, ['annotations', annotations]],
  };
  return { settings: props, marks, containers, prop: 'containers' };
}

function checkPod(
  { containers, labels, serviceAccount, restartPolicy }: PodProps,
  namespace: string | undefined,
  template: PodTemplate,
  checks: Checks,
): void {
  checks.at('containers').expect(containers.length > 0, 'is empty: Kubernetes refuses a pod without one');
  if (labels !== undefined) checkLabels(labels, checks.at('labels'));
  if (serviceAccount !== undefined) {
    checkServiceAccount(serviceAccount, namespace, checks.at('serviceAccount'));
  }
  if (restartPolicy !== undefined) checks.at('restartPolicy').oneOf(restartPolicy, restartPolicies);
  checkPodTemplate(template, namespace, checks);
}
