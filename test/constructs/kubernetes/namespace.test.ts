import { MeshMembership, Namespace, type NamespaceProps } from '../../../constructs/kubernetes/namespace';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const namespace = (props?: NamespaceProps, id = 'shop') =>
  renderOne((component) => new Namespace(component, id, props));

test('minimal', () => {
  expect(namespace()).toMatchSnapshot();
});

test('full', () => {
  expect(
    namespace({
      name: 'istio-system',
      labels: { team: 'platform', 'pod-security.kubernetes.io/enforce': 'privileged' },
      annotations: { 'Example.org/note': 'anything at all, *' },
      meshMembership: MeshMembership.revision('1-29-1'),
      network: 'network1',
    }),
  ).toMatchSnapshot();
});

test('is in no namespace, whatever the component says', () => {
  expect(namespace().metadata).toEqual({ name: 'shop' });
});

test.each<[string, MeshMembership, Record<string, string>]>([
  ['a revision', MeshMembership.revision('1-29-1'), { 'istio.io/rev': '1-29-1' }],
  ['the control plane without one', MeshMembership.legacy(), { 'istio-injection': 'enabled' }],
  ['nobody', MeshMembership.disabled(), { 'istio-injection': 'disabled' }],
])('takes its sidecars from %s', (_, meshMembership, labels) => {
  expect(namespace({ meshMembership }).metadata).toEqual({ name: 'shop', labels });
});

describe('refuses', () => {
  test.each<[string, NamespaceProps, string]>([
    ['a name with a dot', { name: 'shop.demo' }, 'name: "shop.demo" is not a DNS label'],
    ['a name that is too long', { name: 'a'.repeat(64) }, 'is not a DNS label'],
    [
      'a revision that is none',
      { meshMembership: MeshMembership.revision('1.29.1') },
      'meshMembership: "1.29.1" is not a DNS label',
    ],
    ['a network without a name', { network: '' }, 'network: "" is not a network\'s name'],
    [
      'a network that is no label value',
      { network: 'network 1' },
      'network: "network 1" is not a network\'s name',
    ],
    [
      'a revision beside the legacy label',
      { meshMembership: MeshMembership.revision('1-29-1'), labels: { 'istio-injection': 'enabled' } },
      'labels: has istio-injection beside istio.io/rev: Istio heeds istio-injection alone then',
    ],
    [
      'both by hand',
      { labels: { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' } },
      'labels: has istio-injection beside istio.io/rev',
    ],
    [
      'a revision twice',
      { meshMembership: MeshMembership.revision('1-29-1'), labels: { 'istio.io/rev': 'canary' } },
      'labels.istio.io/rev: is given twice, here and as meshMembership',
    ],
    [
      'a network twice',
      { network: 'network1', labels: { 'topology.istio.io/network': 'network2' } },
      'labels.topology.istio.io/network: is given twice, here and as network',
    ],
    ['a label that is none', { labels: { team: 'a b' } }, 'labels.team: "a b" is not a label\'s value'],
    [
      'an annotation without a key',
      { annotations: { 'a b': 'x' } },
      'annotations.a b: "a b" is not an annotation\'s key',
    ],
  ])('%s', (_, props, message) => {
    expect(() => namespace(props)).toThrow(UserError);
    expect(() => namespace(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => namespace({ network: '' }, 'Shop')).toThrow(
      /^Namespace Shop \(kube-01\.app\/Shop\)\n {2}name: .*\n {2}network: /,
    );
  });
});
