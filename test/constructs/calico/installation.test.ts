import { Installation, type InstallationProps } from '../../../constructs/calico/installation';
import { type IpPool } from '../../../constructs/calico/ip-pool';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const installation = (props: InstallationProps) =>
  renderOne((component) => new Installation(component, 'calico', props));
const pools = (...ipPools: IpPool[]): InstallationProps => ({ calicoNetwork: { ipPools } });

test('minimal', () => {
  expect(installation({})).toMatchSnapshot();
});

test('full', () => {
  expect(
    installation({
      labels: { team: 'network' },
      annotations: { 'example.org/owner': 'network' },
      registry: 'registry.example.org/',
      imagePath: 'calico',
      imagePullSecrets: ['pull'],
      cni: { type: 'Calico', ipam: 'Calico' },
      calicoNetwork: {
        bgp: false,
        linuxDataplane: 'Iptables',
        mtu: 1400,
        containerIpForwarding: true,
        hostPorts: false,
        ipPools: [
          {
            name: 'pods',
            cidr: '10.42.0.0/16',
            blockSize: 26,
            encapsulation: 'VXLANCrossSubnet',
            natOutgoing: true,
            nodeSelector: 'all()',
            disableBgpExport: true,
          },
          { cidr: 'fd00:42::/48', blockSize: 122, encapsulation: 'VXLAN', natOutgoing: false },
        ],
      },
    }),
  ).toMatchSnapshot();
});

test.each<[string, InstallationProps]>([
  ['a block as large as its pool', pools({ cidr: '10.42.0.0/26', blockSize: 26 })],
  ['blocks of one address', pools({ cidr: '10.42.0.0/16', blockSize: 32 })],
  ['no wrapping, with BGP', pools({ cidr: '10.42.0.0/16', encapsulation: 'None' })],
  ['pools of both families', pools({ cidr: '10.42.0.0/16' }, { cidr: 'fd00:42::/48' })],
  [
    'a network of another plugin, unwrapped by default',
    { cni: { type: 'AmazonVPC' }, ...pools({ cidr: '10.42.0.0/16' }) },
  ],
])('takes %s', (_, props) => {
  expect(installation(props)).toMatchObject({ metadata: { name: 'default' } });
});

test.each<[string, InstallationProps, string]>([
  [
    'an address where a range is meant',
    pools({ cidr: '10.42.0.1' }),
    'calicoNetwork.ipPools[0].cidr: "10.42.0.1" is not an address range',
  ],
  [
    'a block that is too large',
    pools({ cidr: '10.42.0.0/16', blockSize: 19 }),
    "calicoNetwork.ipPools[0].blockSize: 19 is not a block's prefix length (20-32 for IPv4)",
  ],
  [
    'a block that is too small',
    pools({ cidr: '10.42.0.0/16', blockSize: 33 }),
    "calicoNetwork.ipPools[0].blockSize: 33 is not a block's prefix length (20-32 for IPv4)",
  ],
  [
    'a block of the other family',
    pools({ cidr: 'fd00:42::/48', blockSize: 26 }),
    "calicoNetwork.ipPools[0].blockSize: 26 is not a block's prefix length (116-128 for IPv6)",
  ],
  [
    'a block larger than its pool',
    pools({ cidr: '10.42.0.0/24', blockSize: 23 }),
    'calicoNetwork.ipPools[0].blockSize: 23 is a block larger than the pool 10.42.0.0/24: no node could take one (24-32 here)',
  ],
  [
    'a pool smaller than the block that it has by default',
    pools({ cidr: '10.42.0.0/28' }),
    'calicoNetwork.ipPools[0].blockSize: 26, the default, is a block larger than the pool 10.42.0.0/28',
  ],
  [
    'pools that overlap',
    pools({ cidr: '10.42.0.0/16' }, { cidr: '10.42.128.0/17' }),
    'calicoNetwork.ipPools[1].cidr: 10.42.128.0/17 overlaps calicoNetwork.ipPools[0], 10.42.0.0/16',
  ],
  [
    'two pools of one name',
    pools({ name: 'pods', cidr: '10.42.0.0/16' }, { name: 'pods', cidr: '10.43.0.0/16' }),
    'calicoNetwork.ipPools[1].name: "pods" names two pools: the operator refuses it',
  ],
  [
    'a name of a pool that is none',
    pools({ name: 'Pods', cidr: '10.42.0.0/16' }),
    'calicoNetwork.ipPools[0].name: "Pods" is not a DNS name',
  ],
  [
    'an encapsulation that is none',
    pools({ cidr: '10.42.0.0/16', encapsulation: 'GRE' as 'None' }),
    'calicoNetwork.ipPools[0].encapsulation: "GRE" is not one of "IPIP"',
  ],
  [
    'IPIP of IPv6',
    pools({ cidr: 'fd00:42::/48', encapsulation: 'IPIPCrossSubnet' }),
    'calicoNetwork.ipPools[0].encapsulation: IPIPCrossSubnet is given for an IPv6 range',
  ],
  [
    'routes over BGP without BGP',
    { calicoNetwork: { bgp: false, ipPools: [{ cidr: '10.42.0.0/16', encapsulation: 'None' }] } },
    'calicoNetwork.ipPools[0].encapsulation: None needs bgp, which is false: its routes come over BGP alone',
  ],
  [
    'the default, which needs BGP, without BGP',
    { calicoNetwork: { bgp: false, ipPools: [{ cidr: '10.42.0.0/16' }] } },
    'calicoNetwork.ipPools[0].encapsulation: IPIP, the default, needs bgp, which is false',
  ],
  [
    'VXLAN with addresses of the node',
    {
      cni: { type: 'Calico', ipam: 'HostLocal' },
      ...pools({ cidr: '10.42.0.0/16', encapsulation: 'VXLAN' }),
    },
    'calicoNetwork.ipPools[0].encapsulation: VXLAN does not go with the IPAM HostLocal: the operator refuses it',
  ],
  [
    'another plugin that is to be wrapped',
    { cni: { type: 'GKE' }, ...pools({ cidr: '10.42.0.0/16', encapsulation: 'VXLAN' }) },
    'calicoNetwork.ipPools[0].encapsulation: VXLAN does not go with the CNI GKE, only None does',
  ],
  [
    'a selection of nodes with another plugin',
    { cni: { type: 'GKE' }, ...pools({ cidr: '10.42.0.0/16', nodeSelector: 'has(gpu)' }) },
    'calicoNetwork.ipPools[0].nodeSelector: "has(gpu)" is not all(): the operator refuses anything else with the CNI GKE',
  ],
  [
    'a selection of nothing that means everything',
    pools({ cidr: '10.42.0.0/16', nodeSelector: '' }),
    'calicoNetwork.ipPools[0].nodeSelector: is empty, which the operator reads as all()',
  ],
  [
    'a plugin that is none',
    { cni: { type: 'Flannel' as 'Calico' } },
    'cni.type: "Flannel" is not one of "Calico", "GKE", "AmazonVPC", "AzureVNET"',
  ],
  [
    'an IPAM of another plugin',
    { cni: { type: 'Calico', ipam: 'AmazonVPC' } },
    'cni.ipam: "AmazonVPC" does not go with the CNI Calico (Calico, HostLocal): the operator refuses it',
  ],
  [
    'BGP with another plugin',
    { cni: { type: 'AmazonVPC' }, calicoNetwork: { bgp: true } },
    "calicoNetwork.bgp: is given with the CNI AmazonVPC: the operator refuses it, only Calico's has it",
  ],
  [
    'a registry that would run into the path',
    { registry: 'registry.example.org' },
    'registry: "registry.example.org" does not end with "/": the operator refuses it',
  ],
  [
    'a data plane that is none',
    { calicoNetwork: { linuxDataplane: 'eBPF' as 'BPF' } },
    'calicoNetwork.linuxDataplane: "eBPF" is not one of "Iptables", "BPF", "VPP", "Nftables"',
  ],
  [
    'a packet that is too small',
    { calicoNetwork: { mtu: 100 } },
    'calicoNetwork.mtu: 100 is not a whole number from 576 to 65535',
  ],
])('refuses %s', (_, props, message) => {
  expect(() => installation(props)).toThrow(UserError);
  expect(() => installation(props)).toThrow(message);
});
