import type { Checks } from '../../values/checks';
import type { LabelSelector } from '../../values/mesh-settings';

/** A taint of nodes that a pod puts up with. */
export interface Toleration {
  /** @default - any, with operator Exists */
  readonly key?: string;
  /** @default Equal */
  readonly operator?: 'Equal' | 'Exists';
  /** @default - empty */
  readonly value?: string;
  /** @default - any */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  /**
   * For NoExecute: how long it stays.
   * @default - for ever
   */
  readonly tolerationSeconds?: number;
}

export interface NodeSelectorTerm {
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
    readonly values?: readonly string[];
  }[];
}

export interface PodAffinityTerm {
  readonly labelSelector: LabelSelector;
  /** Label of nodes by whose values places are told apart: `kubernetes.io/hostname`. */
  readonly topologyKey: string;
  /** @default - the pod's own */
  readonly namespaces?: readonly string[];
}

export interface PodAffinity {
  /** @default - none */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[];
  /** @default - none */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    /** 1-100. */
    readonly weight: number;
    readonly podAffinityTerm: PodAffinityTerm;
  }[];
}

/** Which nodes a pod is drawn to, by their labels or by the pods that they have. */
export interface Affinity {
  /** @default - none */
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: {
      readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
    };
    readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
      /** 1-100. */
      readonly weight: number;
      readonly preference: NodeSelectorTerm;
    }[];
  };
  /** @default - none */
  readonly podAffinity?: PodAffinity;
  /** @default - none */
  readonly podAntiAffinity?: PodAffinity;
}

export function checkTolerations(tolerations: readonly Toleration[], checks: Checks): void {
  tolerations.forEach(({ key, operator = 'Equal', value, effect, tolerationSeconds }, index) => {
    const at = checks.at(index);
    if (effect !== undefined) at.at('effect').oneOf(effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
    if (!at.at('operator').oneOf(operator, ['Equal', 'Exists'])) return;
    at.at('key').expect(
      key !== undefined || operator === 'Exists',
      'is missing: only operator Exists means every taint; Kubernetes refuses it',
    );
    at.at('value').expect(
      value === undefined || operator === 'Equal',
      'is given with operator Exists: Kubernetes refuses it',
    );
    at.at('tolerationSeconds').expect(
      tolerationSeconds === undefined || effect === 'NoExecute',
      'is given without effect NoExecute: Kubernetes refuses it',
    );
  });
}
