import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { isLabelKey, isLabelValue } from '../../values/label';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
/** What a taint does to pods that do not bear it. */
export type TaintEffect = (typeof taintEffects)[number];

/** Taints of nodes that a pod bears. */
export interface Toleration {
  /** The taint's key. */
  readonly key: string;
  /**
   * The taint's value.
   * @default - any
   */
  readonly value?: string;
  /** @default - all */
  readonly effect?: TaintEffect;
  /**
   * Seconds that the pod stays after a taint NoExecute has come to its node.
   * @default - forever
   */
  readonly tolerationSeconds?: number;
}

export function checkTolerations(tolerations: readonly Toleration[], checks: Checks): void {
  tolerations.forEach(({ key, value, effect, tolerationSeconds }, index) => {
    const at = checks.at(index);
    at.at('key').expect(isLabelKey(key), `${show(key)} is not a taint's key: Kubernetes refuses it`);
    if (value !== undefined) {
      at.at('value').expect(isLabelValue(value), `${show(value)} is not a taint's value: Kubernetes refuses it`);
    }
    if (effect !== undefined) at.at('effect').oneOf(effect, taintEffects);
    if (tolerationSeconds === undefined) return;
    checkInteger(at.at('tolerationSeconds'), tolerationSeconds, 0, Number.MAX_SAFE_INTEGER);
    at.at('tolerationSeconds').expect(
      effect === 'NoExecute',
      `is given with effect ${show(effect)}: only NoExecute takes it, Kubernetes refuses it`,
    );
  });
}

export function lowerToleration({ key, value, effect, tolerationSeconds }: Toleration): k8s.Toleration {
  return { key, operator: value === undefined ? 'Exists' : 'Equal', value, effect, tolerationSeconds };
}
