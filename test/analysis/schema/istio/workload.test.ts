import { problemsOf } from './support';

const entry = (fields: unknown) => problemsOf('WorkloadEntry', fields);

test.each<[string, unknown]>([
  ['an address', { address: '10.0.0.1', ports: { http: 8080 }, labels: { app: 'web' }, weight: 0 }],
  ['an address of IPv6', { address: '2001:db8::1' }],
  ['a name', { address: 'web.example.com' }],
  ['a socket', { address: 'unix:///run/web' }],
  ['an abstract socket', { address: 'unix://@web' }],
  ['another network', { network: 'east' }],
])('%s is as the webhook takes it', (_, fields) => {
  expect(entry(fields)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['no address', { address: '', network: '' }, ['address: required field "address" is missing']],
  [
    'a wildcard',
    { address: '*.example.com' },
    [
      'address: "*.example.com" is not an IP address, a host name or the path of a socket (unix:///path/to/socket)',
    ],
  ],
  [
    'a range',
    { address: '10.0.0.0/8' },
    [
      'address: "10.0.0.0/8" is not an IP address, a host name or the path of a socket (unix:///path/to/socket)',
    ],
  ],
  [
    'labels that no pod has',
    { address: '10.0.0.1', labels: { 'a b': 'c', d: '-e' } },
    ['labels["a b"]: "a b" is not a label\'s key', 'labels.d: "-e" is not a label\'s value'],
  ],
])('the webhook refuses %s', (_, fields, expected) => {
  expect(entry(fields)).toEqual(expected);
});

const group = (fields: object) => problemsOf('WorkloadGroup', { template: {}, ...fields });

test.each<[string, object]>([
  ['a template', { template: { serviceAccount: 'web' } }],
  ['labels', { metadata: { labels: { app: 'web' } } }],
  ['a probe of HTTP', { probe: { httpGet: { port: 80, scheme: 'HTTPS', httpHeaders: [{ name: 'X-A' }] } } }],
  ['a probe of TCP', { probe: { tcpSocket: { port: 80 }, periodSeconds: 0 } }],
  ['a probe of a command', { probe: { exec: { command: ['true'] } } }],
])('a group with %s is as the webhook takes it', (_, fields) => {
  expect(group(fields)).toEqual([]);
});

test.each<[string, object, string[]]>([
  [
    'labels that no pod has',
    { metadata: { labels: { 'a b': 'c' } } },
    [`metadata.labels["a b"]: "a b" is not a label's key`],
  ],
  [
    'a probe of nothing',
    { probe: { periodSeconds: 5 } },
    ['probe: has none of httpGet, tcpSocket, exec: one is needed'],
  ],
  ['a probe of gRPC', { probe: { grpc: { port: 80 } } }, ['probe.grpc: the webhook knows no probe of gRPC']],
  ['a command that is none', { probe: { exec: { command: [] } } }, ['probe.exec.command: is empty']],
  [
    'headers that are none',
    { probe: { httpGet: { port: 80, httpHeaders: [{ name: 'x_a' }, {}] } } },
    [
      'probe.httpGet.httpHeaders[0].name: "x_a" is not the name of a header (letters, digits and "-")',
      'probe.httpGet.httpHeaders[1].name: "" is not the name of a header (letters, digits and "-")',
    ],
  ],
])('the webhook refuses a group with %s', (_, fields, expected) => {
  expect(group(fields)).toEqual(expected);
});
