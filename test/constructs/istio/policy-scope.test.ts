import {
  checkPolicyScope,
  lowerPolicyScope,
  PolicyTarget,
  type PolicyScopeProps,
} from '../../../constructs/istio/policy-scope';
import { Checks } from '../../../values/checks';

const problemsOf = (props: PolicyScopeProps) => {
  const checks = new Checks();
  checkPolicyScope(props, 'shop', checks);
  return checks.problems.map(({ field, message }) => `${field}: ${message}`);
};

test('a target is what Istio allows as one', () => {
  expect(
    lowerPolicyScope({
      targetRefs: [
        PolicyTarget.service('cart'),
        PolicyTarget.serviceEntry('payment'),
        PolicyTarget.gateway('waypoint'),
        PolicyTarget.gatewayClass('istio-waypoint'),
      ],
    }),
  ).toEqual({
    targetRefs: [
      { group: '', kind: 'Service', name: 'cart' },
      { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'payment' },
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' },
      { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' },
    ],
  });
});

test('a target can be given as the object that it is, without its namespace in the output', () => {
  const scope = { targetRefs: [PolicyTarget.service({ name: 'cart', namespace: 'shop' })] };
  expect(problemsOf(scope)).toEqual([]);
  expect(lowerPolicyScope(scope).targetRefs).toEqual([{ group: '', kind: 'Service', name: 'cart' }]);
});

test('neither selector nor targets is the whole namespace', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('refuses', () => {
  const cart = PolicyTarget.service('cart');

  test.each<[string, PolicyScopeProps, string]>([
    [
      'a selector beside targets',
      { selector: { app: 'cart' }, targetRefs: [cart] },
      'targetRefs: is given beside selector: Istio allows one of them',
    ],
    [
      'a target in another namespace',
      { targetRefs: [PolicyTarget.service({ name: 'cart', namespace: 'other' })] },
      'targetRefs[0].namespace: "other" is not the namespace of the policy, "shop": Istio knows no target in another one',
    ],
    [
      'no targets',
      { targetRefs: [] },
      'targetRefs: is empty: the policy would apply to every workload of the namespace; leave it out if that is meant',
    ],
    [
      'a target without a name',
      { targetRefs: [PolicyTarget.gateway('')] },
      'targetRefs[0].name: is empty: Istio refuses a target without a name',
    ],
    [
      'more targets than Istio allows',
      { targetRefs: Array.from({ length: 17 }, (_, index) => PolicyTarget.service(`cart-${index}`)) },
      'targetRefs: has 17 targets: Istio allows 16',
    ],
    [
      'an empty selector',
      { selector: {} },
      'selector: is empty: it would select every workload of the namespace; leave it out if that is meant',
    ],
  ])('%s', (_, props, message) => {
    expect(problemsOf(props)).toEqual([message]);
  });
});
