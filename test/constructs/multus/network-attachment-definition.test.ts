import { CniConfig, type BridgePlugin } from '../../../constructs/multus/cni-config';
import { NetworkAttachmentDefinition } from '../../../constructs/multus/network-attachment-definition';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const network = (plugin: BridgePlugin) =>
  renderOne(
    (component) => new NetworkAttachmentDefinition(component, 'edge', { config: CniConfig.bridge(plugin) }),
  );
const configOf = (plugin: BridgePlugin): unknown => {
  const { config } = network(plugin).spec as { readonly config: string };
  return JSON.parse(config);
};

test('minimal', () => {
  expect(network({})).toMatchSnapshot();
});

test('full', () => {
  expect(
    renderOne(
      (component) =>
        new NetworkAttachmentDefinition(component, 'network', {
          name: 'br-edge',
          namespace: 'edge',
          labels: { team: 'edge' },
          annotations: { 'example.org/owner': 'edge' },
          config: CniConfig.bridge({
            ipam: {
              routes: [{ dst: '10.20.0.0/16' }, { dst: '10.30.0.0/16', gw: '10.10.1.2' }],
              addresses: [{ address: '10.10.1.200/24', gateway: '10.10.1.1' }, { address: '2001:db8::1/64' }],
            },
            vlan: 100,
            promiscMode: true,
            hairpinMode: false,
            mtu: 1400,
            ipMasq: true,
            forceAddress: true,
            isDefaultGateway: true,
            isGateway: true,
            bridge: 'br-edge',
            capabilities: ['mac', 'ips'],
            name: 'edge',
            cniVersion: '0.3.1',
          }),
        }),
    ),
  ).toMatchSnapshot();
});

test('declares that pods ask for their addresses where it hands out none, at the plugin, where the library reads it', () => {
  expect(configOf({ isGateway: true, ipam: { routes: [{ dst: '10.20.0.0/16' }] } })).toEqual({
    cniVersion: '1.0.0',
    type: 'bridge',
    isGateway: true,
    capabilities: { ips: true },
    ipam: { type: 'static', routes: [{ dst: '10.20.0.0/16' }] },
  });
});

test('declares no more where it has addresses of its own, nor where there are none', () => {
  expect(configOf({ ipam: { addresses: [{ address: '10.10.1.200/24' }] } })).not.toHaveProperty(
    'capabilities',
  );
  expect(configOf({})).toEqual({ cniVersion: '1.0.0', type: 'bridge' });
});

test('the order in which settings are given changes nothing', () => {
  const one = network({ mtu: 1400, isGateway: true, capabilities: ['mac', 'ips'], ipam: {} });
  const other = network({ ipam: {}, capabilities: ['ips', 'mac'], isGateway: true, mtu: 1400 });
  expect(other).toEqual(one);
});

test('is known to pods by its name, its namespace and what they may ask for', () => {
  renderOne((component) => {
    const edge = new NetworkAttachmentDefinition(component, 'edge', {
      config: CniConfig.bridge({ ipam: {} }),
    });
    expect(edge).toMatchObject({ name: 'edge', namespace: 'demo', capabilities: ['ips'] });
  });
  expect(NetworkAttachmentDefinition.existing('edge')).toEqual({ name: 'edge' });
});

describe('refuses', () => {
  test.each<[string, BridgePlugin, string]>([
    [
      'a version that is none',
      { cniVersion: '2.0.0' as '1.0.0' },
      'config.cniVersion: "2.0.0" is not one of "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"',
    ],
    ['a name that is none', { name: '-edge' }, 'config.name: "-edge" is not a network\'s name'],
    [
      'a bridge whose name is too long',
      { bridge: 'a-very-long-bridge' },
      'config.bridge: "a-very-long-bridge" is not an interface\'s name (at most 15 characters',
    ],
    ['packets of nothing', { mtu: 0 }, 'config.mtu: 0 is not a whole number from 68'],
    ['a VLAN that is none', { vlan: 4095 }, 'config.vlan: 4095 is not a whole number from 1 to 4094'],
    [
      'two ways of hearing oneself',
      { hairpinMode: true, promiscMode: true },
      'config.promiscMode: is set with hairpinMode: the plugin refuses it',
    ],
    [
      'a capability that is misspelt',
      { capabilities: ['ip' as 'ips'] },
      'config.capabilities[0]: "ip" is not one of "ips", "mac"',
    ],
    [
      'a capability twice',
      { capabilities: ['ips', 'ips'] },
      'config.capabilities[1]: "ips" is there already',
    ],
    [
      'addresses that nobody can have',
      { capabilities: ['mac'], ipam: {} },
      'config.capabilities: leave out "ips", and ipam has no addresses: no pod would get one, and the plugin would attach none',
    ],
    [
      'a gateway without addresses',
      { isGateway: true, ipMasq: true },
      'config.isGateway: is set without ipam: there are no addresses that it could be about\n  config.ipMasq: is set without ipam',
    ],
    [
      'an address without the length of its range',
      { ipam: { addresses: [{ address: '10.10.1.200' }] } },
      'config.ipam.addresses[0].address: "10.10.1.200" is not an address with the length of its range (such as 10.10.1.200/24)',
    ],
    [
      'a gateway that is none',
      { ipam: { addresses: [{ address: '10.10.1.200/24', gateway: 'gw' }] } },
      'config.ipam.addresses[0].gateway: "gw" is not an IPv4 or IPv6 address',
    ],
    [
      'a gateway that the pod cannot reach',
      { ipam: { addresses: [{ address: '10.10.1.200/24', gateway: '10.10.2.1' }] } },
      'config.ipam.addresses[0].gateway: "10.10.2.1" is not in the range of 10.10.1.200/24: the pod could not reach it',
    ],
    [
      'a route to no range',
      { isGateway: true, ipam: { routes: [{ dst: '10.20.0.0', gw: 'gw' }] } },
      'config.ipam.routes[0].dst: "10.20.0.0" is not an address range (CIDR, such as 10.42.0.0/16)\n  config.ipam.routes[0].gw: "gw" is not an IPv4',
    ],
    [
      'a route that leads nowhere',
      { ipam: { routes: [{ dst: '10.20.0.0/16' }] } },
      "config.ipam.routes[0].gw: is missing, and nothing else names a gateway: the route would lead to the pod's own link",
    ],
    [
      'two routes to one range',
      { isGateway: true, ipam: { routes: [{ dst: '10.20.0.0/16' }, { dst: '10.20.0.0/16' }] } },
      'config.ipam.routes[1].dst: "10.20.0.0/16" is there already: the plugin fails at the second',
    ],
  ])('%s', (_, plugin, message) => {
    expect(() => network(plugin)).toThrow(UserError);
    expect(() => network(plugin)).toThrow(message);
  });

  test('a name that is none', () => {
    expect(() =>
      renderOne(
        (component) => new NetworkAttachmentDefinition(component, 'Edge', { config: CniConfig.bridge({}) }),
      ),
    ).toThrow('NetworkAttachmentDefinition demo/Edge (kube-01.app/Edge)\n  name: "Edge" is not a DNS label');
  });
});
