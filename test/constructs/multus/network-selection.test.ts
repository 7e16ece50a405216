import { Pod } from '../../../constructs/kubernetes/pod';
import { CniConfig } from '../../../constructs/multus/cni-config';
import { NetworkAttachmentDefinition } from '../../../constructs/multus/network-attachment-definition';
import { networkSelection, type NetworkSelection } from '../../../constructs/multus/network-selection';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

const network = NetworkAttachmentDefinition.existing('edge');

test('minimal', () => {
  expect(networkSelection({ network })).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      const edge = new NetworkAttachmentDefinition(component, 'edge', {
        config: CniConfig.bridge({ isGateway: true, capabilities: ['ips', 'mac'], ipam: {} }),
      });
      new Pod(component, 'tunnel-a', {
        annotations: networkSelection(
          {
            network: edge,
            ips: ['10.10.1.200/24', '2001:db8::1/64'],
            mac: '02:00:00:00:00:01',
            interface: 'edge0',
            defaultRoute: ['10.10.1.1'],
          },
          { network: NetworkAttachmentDefinition.existing('other', 'networks') },
        ),
        containers: [{ name: 'main', image: 'tools:1' }],
      });
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  const withoutIps = { ...network, capabilities: [] };

  test.each<[string, readonly NetworkSelection[], string]>([
    ['no network', [], 'has no network: leave the annotation out'],
    [
      'an address without the length of its range',
      [{ network, ips: ['10.10.1.200/24', '10.10.1.201'] }],
      '[0].ips[1]: "10.10.1.201" is not an address with the length of its range',
    ],
    [
      'an address of a network that would not be told',
      [{ network: withoutIps, ips: ['10.10.1.200/24'] }],
      '[0].ips: is given, and network edge has no capability "ips": Multus would drop it without a word',
    ],
    [
      'a hardware address of a network that would not be told',
      [{ network: withoutIps, mac: '02:00:00:00:00:01' }],
      '[0].mac: is given, and network edge has no capability "mac"',
    ],
    ['a hardware address that is none', [{ network, mac: '02:00' }], '[0].mac: "02:00" is not a MAC address'],
    [
      'an interface that the pod has',
      [{ network, interface: 'eth0' }],
      '[0].interface: "eth0" is the pod\'s already: Multus would not attach it',
    ],
    [
      'an interface whose name is none',
      [{ network, interface: 'a/b' }],
      '[0].interface: "a/b" is not an interface\'s name',
    ],
    [
      'an interface twice',
      [
        { network, interface: 'a' },
        { network, interface: 'a' },
      ],
      '[1].interface: "a" is the interface of another network of the pod',
    ],
    [
      'a next hop that is none',
      [{ network, defaultRoute: ['10.10.1.0/24'] }],
      '[0].defaultRoute[0]: "10.10.1.0/24" is not an IPv4 or IPv6 address',
    ],
    [
      'a network whose names are none',
      [{ network: NetworkAttachmentDefinition.existing('A', 'b.c') }],
      '[0].network.name: "A" is not a DNS label (lower-case letters, digits and "-", at most 63, first and last a letter or digit)\n  [0].network.namespace: "b.c" is not a DNS label',
    ],
  ])('%s', (_, selections, message) => {
    expect(() => networkSelection(...selections)).toThrow(UserError);
    expect(() => networkSelection(...selections)).toThrow(message);
  });
});
