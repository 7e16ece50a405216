import type { Checks } from '../../values/checks';
import { checkSelector } from '../../values/selector';
import { show } from '../../values/user-error';

/** Something that stands in a cluster under a name: a construct of this vocabulary, or the name alone. */
export type Named = string | { readonly name: string; readonly namespace?: string };

/** The kinds that a policy can have as a target, and their API groups. */
const groups = {
  Service: '',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
} as const;

/** An object that a policy names as its target. Made by the functions of the same name. */
export interface PolicyTarget {
  readonly kind: keyof typeof groups;
  readonly name: string;
  /** Undefined where the target was given by name, and for a class, which has none. */
  readonly namespace?: string;
}

export const PolicyTarget = {
  /** A service behind a waypoint, in the policy's namespace. */
  service: (service: Named): PolicyTarget => ({ kind: 'Service', ...named(service) }),

  /** A service entry behind a waypoint, in the policy's namespace. */
  serviceEntry: (entry: Named): PolicyTarget => ({ kind: 'ServiceEntry', ...named(entry) }),

  /** A Gateway of the Kubernetes Gateway API, a waypoint included, in the policy's namespace. Istio's own is no target. */
  gateway: (gateway: Named): PolicyTarget => ({ kind: 'Gateway', ...named(gateway) }),

  /** All gateways of a class. Istio heeds it in a policy of the mesh's root namespace only. */
  gatewayClass: (name: string): PolicyTarget => ({ kind: 'GatewayClass', name }),
} as const;

/** To whom a policy applies. */
export interface PolicyScopeProps {
  /**
   * Labels of the workloads, in the namespace of the policy; in the mesh's root namespace, in every namespace.
   * @default - all workloads of the namespace; in the mesh's root namespace, of the mesh
   */
  readonly selector?: Readonly<Record<string, string>>;
  /**
   * What the policy is for, instead of `selector`; at most 16. Waypoints and gateways of the Gateway API heed it,
   * sidecars do not.
   * @default - none
   */
  readonly targetRefs?: readonly PolicyTarget[];
}

/** Records what Istio or its custom resource definition refuses of a scope. */
export function checkPolicyScope(
  { selector, targetRefs }: PolicyScopeProps,
  namespace: string | undefined,
  checks: Checks,
): void {
  if (selector !== undefined) checkSelector(checks.at('selector'), selector);
  if (targetRefs === undefined) return;
  const at = checks.at('targetRefs');
  at.expect(
    targetRefs.length > 0,
    'is empty: the policy would apply to every workload of the namespace; leave it out if that is meant',
  );
  at.expect(targetRefs.length <= 16, `has ${targetRefs.length} targets: Istio allows 16`);
  at.expect(selector === undefined, 'is given beside selector: Istio allows one of them');
  targetRefs.forEach((target, index) => {
    at.at(index)
      .at('name')
      .expect(target.name !== '', 'is empty: Istio refuses a target without a name');
    at.at(index)
      .at('namespace')
      .expect(
        target.namespace === undefined || target.namespace === namespace,
        `${show(target.namespace)} is not the namespace of the policy, ${show(namespace)}: Istio knows no target in another one`,
      );
  });
}

export interface PolicyScopeSpec {
  readonly selector?: { readonly matchLabels: Record<string, string> };
  readonly targetRefs?: { readonly group: string; readonly kind: string; readonly name: string }[];
}

export function lowerPolicyScope({ selector, targetRefs }: PolicyScopeProps): PolicyScopeSpec {
  return {
    selector: selector && { matchLabels: { ...selector } },
    targetRefs: targetRefs?.map(({ kind, name }) => ({ group: groups[kind], kind, name })),
  };
}

function named(object: Named): { readonly name: string; readonly namespace?: string } {
  return typeof object === 'string' ? { name: object } : { name: object.name, namespace: object.namespace };
}
