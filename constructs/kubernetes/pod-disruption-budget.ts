import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { intOrString } from './int-or-string';

/** A number of pods, or a share of them: `2`, `50%`. */
export type PodCount = number | string;

/** How many pods a drain or an upgrade of nodes may take away at once: one of the two. */
export type DisruptionBudget = ExactlyOne<{
  /** Pods that must stay. */
  readonly minAvailable: PodCount;
  /** Pods that may be missing. */
  readonly maxUnavailable: PodCount;
}>;

export type PodDisruptionBudgetProps = ResourceProps &
  DisruptionBudget & {
    /** Labels of the pods that it protects. */
    readonly selector: Readonly<Record<string, string>>;
  };

export class PodDisruptionBudget extends Resource {
  readonly apiObject: k8s.KubePodDisruptionBudget;

  constructor(scope: Construct, id: string, props: PodDisruptionBudgetProps) {
    super(scope, id, props);
    this.check('PodDisruptionBudget', (checks) => {
      checkDisruptionBudget(props, checks);
      const at = checks.at('selector');
      at.expect(
        Object.keys(props.selector).length > 0,
        'is empty: it would take all pods of the namespace for one workload',
      );
      checkLabels(props.selector, at);
    });
    this.apiObject = new k8s.KubePodDisruptionBudget(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

export function checkDisruptionBudget(budget: DisruptionBudget, checks: Checks): void {
  checkExactlyOne(checks, budget, ['minAvailable', 'maxUnavailable']);
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const count = budget[field];
    if (count === undefined) continue;
    checks
      .at(field)
      .expect(
        typeof count === 'number' ? Number.isInteger(count) && count >= 0 : /^(\d{1,2}|100)%$/.test(count),
        `${show(count)} is not a number of pods, nor a share such as "50%"`,
      );
  }
}

function lower({
  minAvailable,
  maxUnavailable,
  selector,
}: PodDisruptionBudgetProps): k8s.PodDisruptionBudgetSpec {
  return {
    minAvailable: minAvailable === undefined ? undefined : intOrString(minAvailable),
    maxUnavailable: maxUnavailable === undefined ? undefined : intOrString(maxUnavailable),
    selector: { matchLabels: { ...selector } },
  };
}
