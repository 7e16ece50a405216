import { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { parseQuantity } from '../../values/quantity';
import { show } from '../../values/user-error';

/** Amounts of what a container uses, as Kubernetes quantities: cpu `100m` or `2`, memory `128Mi`. */
export interface ResourceAmounts {
  /** @default - none */
  readonly cpu?: string;
  /** @default - none */
  readonly memory?: string;
}

/** What a container is given. */
export interface ResourceRequirements {
  /**
   * What the scheduler sets aside.
   * @default - the limits; without them none, or the LimitRange's of the namespace
   */
  readonly requests?: ResourceAmounts;
  /**
   * What the container may not exceed.
   * @default - none, or the LimitRange's of the namespace
   */
  readonly limits?: ResourceAmounts;
}

export function checkResources({ requests, limits }: ResourceRequirements, checks: Checks): void {
  for (const resource of ['cpu', 'memory'] as const) {
    const request = checkQuantity(requests?.[resource], checks.at('requests').at(resource));
    const limit = checkQuantity(limits?.[resource], checks.at('limits').at(resource));
    if (request === undefined || limit === undefined) continue;
    checks
      .at('requests')
      .at(resource)
      .expect(
        request <= limit,
        `${show(requests?.[resource])} is more than the limit ${show(limits?.[resource])}: Kubernetes refuses it`,
      );
  }
}

export function lowerResources({ requests, limits }: ResourceRequirements): k8s.ResourceRequirements {
  return { requests: requests && lowerAmounts(requests), limits: limits && lowerAmounts(limits) };
}

/** Records what is no quantity; answers the size of what is one. */
export function checkQuantity(value: string | undefined, checks: Checks): number | undefined {
  if (value === undefined) return undefined;
  const size = parseQuantity(value);
  checks.expect(size !== undefined, `${show(value)} is not a quantity (such as 100m, 2, 128Mi or 1.5Gi)`);
  return size;
}

function lowerAmounts({ cpu, memory }: ResourceAmounts): Record<string, k8s.Quantity> {
  return {
    ...(cpu !== undefined && { cpu: k8s.Quantity.fromString(cpu) }),
    ...(memory !== undefined && { memory: k8s.Quantity.fromString(memory) }),
  };
}
