import type { Construct } from 'constructs';
import { EnvoyFilter as EnvoyFilterObject, type EnvoyFilterSpec } from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { checkSelector } from '../../values/selector';
import { Resource, type ResourceProps } from '../resource';
import { checkEnvoyPatch, type EnvoyPatch, lowerEnvoyPatch } from './envoy-patch';
import { checkPolicyScope, lowerPolicyScope, type PolicyTarget } from './policy-scope';

export interface EnvoyFilterProps extends ResourceProps {
  /**
   * Labels of the workloads, in the same namespace; in the mesh's root namespace, in every namespace.
   * @default - all workloads of the namespace; in the mesh's root namespace, of the mesh
   */
  readonly workloadSelector?: Readonly<Record<string, string>>;
  /**
   * What the patches are for, instead of `workloadSelector`; at most 16. Waypoints need it.
   * @default - none
   */
  readonly targetRefs?: readonly PolicyTarget[];
  /** At least one; applied in this order. */
  readonly configPatches: readonly EnvoyPatch[];
  /**
   * Lower comes first, below 0 before those without; steps of 10 leave room.
   * @default 0
   */
  readonly priority?: number;
}

/**
 * Changes to the configuration that Istio generates for Envoy. They depend on what Istio generates today: nothing keeps
 * a later version from naming or ordering it another way.
 *
 * @throws UserError for patches that Istio would refuse or pass over
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export class EnvoyFilter extends Resource {
  readonly apiObject: EnvoyFilterObject;

  constructor(scope: Construct, id: string, props: EnvoyFilterProps) {
    super(scope, id, props);
    this.check('EnvoyFilter', (checks) => checkEnvoyFilter(props, this.namespace, checks));
    this.apiObject = new EnvoyFilterObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkEnvoyFilter(props: EnvoyFilterProps, namespace: string | undefined, checks: Checks): void {
  const { workloadSelector, targetRefs, configPatches, priority } = props;
  if (workloadSelector !== undefined) checkSelector(checks.at('workloadSelector'), workloadSelector);
  checkPolicyScope({ targetRefs }, namespace, checks);
  checks
    .at('targetRefs')
    .expect(
      targetRefs === undefined || workloadSelector === undefined,
      'is given beside workloadSelector: Istio allows one of them',
    );
  checks.at('configPatches').expect(configPatches.length > 0, 'is empty: the filter would change nothing');
  configPatches.forEach((patch, index) => checkEnvoyPatch(patch, checks.at('configPatches').at(index)));
  if (priority !== undefined) checkInteger(checks.at('priority'), priority, -INT32_MAX - 1, INT32_MAX);
}

function lower({ workloadSelector, targetRefs, configPatches, priority }: EnvoyFilterProps): EnvoyFilterSpec {
  return {
    workloadSelector: workloadSelector && { labels: { ...workloadSelector } },
    targetRefs: lowerPolicyScope({ targetRefs }).targetRefs,
    configPatches: configPatches.map(lowerEnvoyPatch),
    priority,
  };
}
