import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkQuantity } from './resources';

export const limitTypes = ['Container', 'Pod', 'PersistentVolumeClaim'] as const;
/** What a limit is for: each container, the containers of a pod together, or each claim. */
export type LimitType = (typeof limitTypes)[number];

export const limitedResources = ['cpu', 'memory', 'ephemeral-storage', 'storage'] as const;
export type LimitedResource = (typeof limitedResources)[number];

/** Amounts by resource, as Kubernetes quantities; `storage` is a claim's. */
export type LimitAmounts = Readonly<Partial<Record<LimitedResource, string>>>;

/** What objects of one type may ask for, and what they get that ask for nothing. */
export interface Limit {
  readonly type: LimitType;
  /** @default - none */
  readonly min?: LimitAmounts;
  /** @default - none */
  readonly max?: LimitAmounts;
  /**
   * Limits of containers that say none. For the type Container.
   * @default - `max`
   */
  readonly default?: LimitAmounts;
  /**
   * Requests of containers that say none. For the type Container.
   * @default - `default`
   */
  readonly defaultRequest?: LimitAmounts;
  /**
   * How many times a request the limit may be at most.
   * @default - any
   */
  readonly maxLimitRequestRatio?: LimitAmounts;
}

export interface LimitRangeProps extends ResourceProps {
  /** At least one, of different types. */
  readonly limits: readonly Limit[];
}

/**
 * Bounds and defaults of what a namespace's containers, pods and claims ask for, sidecars and gateways among them. A
 * ResourceQuota on limits refuses every container without limits, so the two go together.
 *
 * @throws UserError for what Kubernetes would refuse
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export class LimitRange extends Resource {
  readonly apiObject: k8s.KubeLimitRange;

  constructor(scope: Construct, id: string, props: LimitRangeProps) {
    super(scope, id, props);
    this.check('LimitRange', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkLimits(props.limits, checks.at('limits'));
    });
    this.apiObject = new k8s.KubeLimitRange(this, 'Resource', {
      metadata: this.metadata,
      spec: { limits: props.limits.map(lowerLimit) },
    });
  }
}

/** In the order of their size: each may be at most the next that is given. */
const ascending = ['min', 'defaultRequest', 'default', 'max'] as const;

function checkLimits(limits: readonly Limit[], checks: Checks): void {
  checks.expect(limits.length > 0, 'is empty: the LimitRange would limit nothing');
  const types = new Set<LimitType>();
  limits.forEach((limit, index) => {
    const at = checks.at(index);
    if (!at.at('type').oneOf(limit.type, limitTypes)) return;
    at.at('type').expect(!types.has(limit.type), `${limit.type} is there already: Kubernetes refuses it`);
    types.add(limit.type);
    checkLimit(limit, at);
  });
}

function checkLimit(limit: Limit, checks: Checks): void {
  const isClaim = limit.type === 'PersistentVolumeClaim';
  checks.expect(
    [...ascending, 'maxLimitRequestRatio' as const].some(
      (bound) => Object.keys(limit[bound] ?? {}).length > 0,
    ),
    'bounds nothing: give min, max, default, defaultRequest or maxLimitRequestRatio',
  );
  checks.expect(
    !isClaim || limit.min?.storage !== undefined || limit.max?.storage !== undefined,
    'has neither min nor max of storage: Kubernetes refuses it for claims',
  );
  for (const field of ['default', 'defaultRequest'] as const) {
    checks
      .at(field)
      .expect(
        limit.type === 'Container' || limit[field] === undefined,
        `is given with type ${limit.type}: only containers have defaults`,
      );
  }
  for (const field of [...ascending, 'maxLimitRequestRatio'] as const) {
    for (const resource of Object.keys(limit[field] ?? {}) as LimitedResource[]) {
      const at = checks.at(field).at(resource);
      if (!at.oneOf(resource, limitedResources)) continue;
      at.expect(
        isClaim === (resource === 'storage'),
        isClaim ? 'is not what a claim asks for: only storage is' : 'is what claims ask for, not containers',
      );
    }
  }
  for (const resource of limitedResources) checkOrder(limit, resource, checks);
}

function checkOrder(limit: Limit, resource: LimitedResource, checks: Checks): void {
  checkQuantity(limit.maxLimitRequestRatio?.[resource], checks.at('maxLimitRequestRatio').at(resource));
  let lower: { readonly field: string; readonly size: number } | undefined;
  for (const field of ascending) {
    const value = limit[field]?.[resource];
    const size = checkQuantity(value, checks.at(field).at(resource));
    if (size === undefined) continue;
    checks
      .at(field)
      .at(resource)
      .expect(
        lower === undefined || lower.size <= size,
        `${show(value)} is less than ${lower?.field}: Kubernetes refuses it (${ascending.join(' <= ')})`,
      );
    lower = { field, size };
  }
}

function lowerLimit(limit: Limit): k8s.LimitRangeItem {
  return {
    type: limit.type,
    min: lowerAmounts(limit.min),
    max: lowerAmounts(limit.max),
    default: lowerAmounts(limit.default),
    defaultRequest: lowerAmounts(limit.defaultRequest),
    maxLimitRequestRatio: lowerAmounts(limit.maxLimitRequestRatio),
  };
}

function lowerAmounts(amounts: LimitAmounts | undefined): Record<string, k8s.Quantity> | undefined {
  return (
    amounts &&
    Object.fromEntries(
      Object.entries(amounts).flatMap(([resource, value]) =>
        value === undefined ? [] : [[resource, k8s.Quantity.fromString(value)]],
      ),
    )
  );
}
