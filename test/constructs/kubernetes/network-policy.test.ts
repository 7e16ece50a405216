import {
  NetworkPolicy,
  type NetworkPolicyPort,
  type NetworkPolicyProps,
} from '../../../constructs/kubernetes/network-policy';
import { Peer } from '../../../constructs/kubernetes/network-policy-peer';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const policy = (props: NetworkPolicyProps) =>
  renderOne((component) => new NetworkPolicy(component, 'cart', props));

const from = (...peers: Peer[]): NetworkPolicyProps => ({ ingress: [{ from: peers }] });
const ports = (...given: NetworkPolicyPort[]): NetworkPolicyProps => ({
  ingress: [{ from: [Peer.anywhere()], ports: given }],
});
const ingressOf = (props: NetworkPolicyProps) => (policy(props).spec as { ingress: unknown[] }).ingress[0];

test('minimal', () => {
  expect(policy({ ingress: [] })).toMatchSnapshot();
});

test('full', () => {
  expect(
    policy({
      name: 'cart-traffic',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { note: 'web and batch call the cart' },
      podSelector: {
        matchLabels: { app: 'cart' },
        matchExpressions: [{ key: 'version', operator: 'NotIn', values: ['test'] }],
      },
      policyTypes: ['Egress', 'Ingress'],
      ingress: [
        {
          from: [
            Peer.pods({ matchLabels: { app: 'web' } }),
            Peer.namespaces({ matchLabels: { team: 'shop' } }),
            Peer.namespace('batch'),
            Peer.podsIn({ namespaces: {}, pods: { matchLabels: { app: 'prober' } } }),
            Peer.cidr('192.0.2.0/24', ['192.0.2.128/25', '192.0.2.9/32']),
          ],
          ports: [{ port: 8080 }, { port: 'metrics' }, { port: 9000, endPort: 9010, protocol: 'SCTP' }],
        },
        { from: [Peer.anywhere()], ports: [{ protocol: 'UDP' }] },
      ],
      egress: [
        { to: [Peer.namespace({ name: 'kube-system' })], ports: [{ port: 53, protocol: 'UDP' }] },
        { to: [Peer.cidr('2001:db8::/32')] },
      ],
    }),
  ).toMatchSnapshot();
});

describe('closes', () => {
  test.each<[string, NetworkPolicyProps, string[]]>([
    ['the directions that it has rules for', from(Peer.anywhere()), ['Ingress']],
    ['egress alone where only that has rules', { egress: [{ to: [Peer.anywhere()] }] }, ['Egress']],
    ['a direction with no rule at all', { ingress: [], egress: [] }, ['Ingress', 'Egress']],
    ['what it is told to', { policyTypes: ['Egress'] }, ['Egress']],
  ])('%s', (_, props, policyTypes) => {
    expect(policy(props).spec).toMatchObject({ policyTypes });
  });
});

test('opens to anywhere by naming nobody', () => {
  expect(ingressOf(from(Peer.anywhere()))).toEqual({});
});

test('tells all pods of the namespace from all namespaces', () => {
  expect(ingressOf(from(Peer.pods({})))).toEqual({ from: [{ podSelector: {} }] });
  expect(ingressOf(from(Peer.namespaces({})))).toEqual({ from: [{ namespaceSelector: {} }] });
});

test('a range may end where it begins', () => {
  expect(ingressOf(ports({ port: 80, endPort: 80 }))).toEqual({ ports: [{ port: 80, endPort: 80 }] });
});

describe('refuses', () => {
  test.each<[string, NetworkPolicyProps, string]>([
    [
      'to close nothing',
      {},
      'policyTypes: is missing or empty, and so are ingress and egress: say in which direction',
    ],
    ['no directions', { policyTypes: [] }, 'policyTypes: is missing or empty'],
    [
      'an unknown direction',
      { policyTypes: ['ingress' as never] },
      'policyTypes[0]: "ingress" is not one of "Ingress", "Egress"',
    ],
    [
      'a direction twice',
      { policyTypes: ['Ingress', 'Ingress'] },
      'policyTypes[1]: "Ingress" is there already',
    ],
    [
      'rules for a direction that is left out',
      { policyTypes: ['Ingress'], egress: [{ to: [Peer.anywhere()] }] },
      'egress: is given, and policyTypes leaves Egress out: Kubernetes would ignore it',
    ],
    [
      'an empty list for a direction that is left out',
      { policyTypes: ['Egress'], ingress: [] },
      'ingress: is given, and policyTypes leaves Ingress out: Kubernetes would ignore it',
    ],
    [
      'nobody to come in',
      from(),
      'ingress[0].from: is empty: Kubernetes takes it for anywhere; give [Peer.anywhere()] if that is meant',
    ],
    ['nobody to go to', { egress: [{ to: [] }] }, 'egress[0].to: is empty: Kubernetes takes it for anywhere'],
    [
      'anywhere beside others',
      from(Peer.anywhere(), Peer.pods({})),
      'ingress[0].from: has Peer.anywhere() beside others, which it includes',
    ],
    [
      'a selector of pods by no labels',
      { podSelector: { matchLabels: {} }, ingress: [] },
      'podSelector.matchLabels: is empty: it would select everything',
    ],
    [
      'a peer of a label that is none',
      from(
        Peer.podsIn({ namespaces: { matchLabels: { team: 'a b' } }, pods: { matchLabels: { app: '*' } } }),
      ),
      'ingress[0].from[0].pods.matchLabels.app: "*" is not a label\'s value',
    ],
    [
      'a namespace that is none',
      from(Peer.namespace('a b')),
      'ingress[0].from[0].namespaces.matchLabels.kubernetes.io/metadata.name: "a b" is not a label\'s value',
    ],
    [
      'an address without a prefix',
      from(Peer.cidr('192.0.2.1')),
      'ingress[0].from[0].cidr: "192.0.2.1" is not an address range',
    ],
    [
      'an exception that is no range',
      from(Peer.cidr('192.0.2.0/24', ['192.0.2.1'])),
      'ingress[0].from[0].except[0]: "192.0.2.1" is not an address range',
    ],
    [
      'an exception elsewhere',
      from(Peer.cidr('192.0.2.0/24', ['198.51.100.0/25'])),
      'ingress[0].from[0].except[0]: "198.51.100.0/25" is not within 192.0.2.0/24, or all of it',
    ],
    [
      'an exception of all',
      from(Peer.cidr('192.0.2.0/24', ['192.0.2.0/24'])),
      'ingress[0].from[0].except[0]: "192.0.2.0/24" is not within 192.0.2.0/24, or all of it',
    ],
    [
      'an exception around it',
      { egress: [{ to: [Peer.cidr('192.0.2.0/24', ['192.0.0.0/16'])] }] },
      'egress[0].to[0].except[0]: "192.0.0.0/16" is not within 192.0.2.0/24',
    ],
    [
      'an exception of the other family',
      from(Peer.cidr('0.0.0.0/0', ['2001:db8::/32'])),
      'ingress[0].from[0].except[0]: "2001:db8::/32" is not within 0.0.0.0/0',
    ],
    ['no ports', ports(), 'ingress[0].ports: is empty: Kubernetes takes it for all ports'],
    [
      'a port of nothing',
      ports({}),
      'ingress[0].ports[0]: has neither port nor protocol: Kubernetes takes it for all TCP ports',
    ],
    ['port 0', ports({ port: 0 }), 'ingress[0].ports[0].port: 0 is not a port (1-65535)'],
    [
      'a number as a name',
      ports({ port: '80' }),
      'ingress[0].ports[0].port: "80" is not the name of a container\'s port',
    ],
    [
      'a name that is too long',
      { egress: [{ to: [Peer.anywhere()], ports: [{ port: 'a'.repeat(16) }] }] },
      'egress[0].ports[0].port: "aaaaaaaaaaaaaaaa" is not the name of a container\'s port',
    ],
    [
      'an unknown protocol',
      ports({ protocol: 'ICMP' as never }),
      'ingress[0].ports[0].protocol: "ICMP" is not one of "TCP", "UDP", "SCTP"',
    ],
    [
      'a range that ends before it begins',
      ports({ port: 80, endPort: 79 }),
      'ingress[0].ports[0].endPort: 79 ends no range that begins with 80',
    ],
    [
      'a range that begins with a name',
      ports({ port: 'http', endPort: 90 }),
      'ingress[0].ports[0].endPort: 90 ends no range that begins with "http"',
    ],
    [
      'a range without a beginning',
      ports({ protocol: 'TCP', endPort: 90 }),
      'ingress[0].ports[0].endPort: 90 ends no range that begins with undefined',
    ],
    [
      'a range beyond all ports',
      ports({ port: 80, endPort: 65536 }),
      'ingress[0].ports[0].endPort: 65536 is not a port (1-65535)',
    ],
  ])('%s', (_, props, message) => {
    expect(() => policy(props)).toThrow(UserError);
    expect(() => policy(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => policy({ ingress: [{ from: [], ports: [] }] })).toThrow(
      /^NetworkPolicy demo\/cart \(kube-01\.app\/cart\)\n {2}ingress\[0\]\.from: .*\n {2}ingress\[0\]\.ports: /,
    );
  });
});
