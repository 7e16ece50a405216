import { WorkloadEntry, type WorkloadEntryProps } from '../../../constructs/istio/workload-entry';
import { WorkloadGroup, type WorkloadGroupProps } from '../../../constructs/istio/workload-group';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const entry = (props: WorkloadEntryProps) =>
  renderOne((component) => new WorkloadEntry(component, 'virt-01', props));

/** The entry alone, beside the group that it belongs to. */
const member = (group: WorkloadGroupProps, props: WorkloadEntryProps) =>
  render((component) => {
    const created = new WorkloadGroup(component, 'httpbin', group);
    new WorkloadEntry(component, 'virt-01', { group: created, ...props });
  })[1];

const address = '192.168.64.5';
const group: WorkloadGroupProps = {
  namespace: 'shop',
  metadata: { labels: { app: 'httpbin' }, annotations: { 'example.org/owner': 'shop' } },
  template: {
    ports: { http: 8080 },
    labels: { app: 'legacy', tier: 'web' },
    network: 'vm-network',
    locality: 'milky-way/solar-system/virt-01',
    weight: 2,
    serviceAccount: 'httpbin',
  },
};

test('minimal', () => {
  expect(entry({ address })).toMatchSnapshot();
});

test('full', () => {
  expect(
    entry({
      name: 'httpbin-virt-01',
      namespace: 'shop',
      annotations: { 'example.org/owner': 'shop' },
      labels: { app: 'httpbin', version: 'v1' },
      address,
      ports: { http: 8080 },
      network: 'vm-network',
      locality: 'milky-way/solar-system/virt-01',
      weight: 1,
      serviceAccount: 'httpbin',
    }),
  ).toMatchSnapshot();
});

test('of a group, all that it does not say itself is the group’s', () => {
  expect(member(group, { address })).toMatchSnapshot();
});

test('of a group, what it says itself counts, and labels and annotations are added', () => {
  expect(
    member(group, {
      address,
      labels: { app: 'mine', version: 'v2' },
      annotations: { 'example.org/reviewed': 'yes' },
      ports: { http: 80 },
      network: 'network1',
      locality: 'other',
      weight: 5,
      serviceAccount: 'mine',
    }),
  ).toMatchObject({
    metadata: {
      name: 'virt-01',
      namespace: 'shop',
      labels: { app: 'mine', tier: 'web', version: 'v2' },
      annotations: { 'example.org/owner': 'shop', 'example.org/reviewed': 'yes' },
    },
    spec: {
      address,
      labels: { app: 'mine', tier: 'web', version: 'v2' },
      ports: { http: 80 },
      network: 'network1',
      locality: 'other',
      weight: 5,
      serviceAccount: 'mine',
    },
  });
});

test.each<[string, WorkloadEntryProps]>([
  ['an IPv6 address', { address: '2001:db8::1' }],
  ['a host name', { address: 'virt-01.example.org' }],
  ['a socket', { address: 'unix:///var/run/httpbin.sock' }],
  ['an abstract socket', { address: 'unix://@httpbin' }],
  ['a network without an address', { network: 'vm-network' }],
])('takes %s', (_, props) => {
  expect(() => entry(props)).not.toThrow();
});

describe('refuses', () => {
  test.each<[string, WorkloadEntryProps, string]>([
    [
      'neither address nor network',
      {},
      'address: is missing: only a workload of a given network can do without',
    ],
    [
      'an address that is none',
      { address: '192.168.64.500' },
      'address: "192.168.64.500" is neither an IP address, a full host name nor unix:///path',
    ],
    ['an empty address', { address: '', network: 'vm-network' }, 'address: "" is neither an IP address'],
    ['a wildcard', { address: '*.example.org' }, 'address: "*.example.org" is neither an IP address'],
    [
      'a socket without a path',
      { address: 'unix://sock' },
      'address: "unix://sock" is not a socket (unix:///path',
    ],
    ['a folder of sockets', { address: 'unix:///var/run/' }, 'address: "unix:///var/run/" is not a socket'],
    [
      'ports of a socket',
      { address: 'unix:///a', ports: { http: 80 } },
      'address: "unix:///a" is a socket, which has no ports: Istio refuses it',
    ],
    ['a port that is none', { address, ports: { http: 0 } }, 'ports.http: 0 is not a port (1-65535)'],
    [
      'a label that Kubernetes refuses',
      { address, labels: { app: 'a b' } },
      `labels.app: "a b" is not a label's value`,
    ],
  ])('%s', (_, props, message) => {
    expect(() => entry(props)).toThrow(UserError);
    expect(() => entry(props)).toThrow(message);
  });

  test('another namespace than its group’s', () => {
    expect(() => member(group, { address, namespace: 'demo' })).toThrow(
      /^WorkloadEntry demo\/virt-01 .*\n {2}namespace: "demo" is not the group's \("shop"\): a group is of one namespace$/,
    );
  });
});
