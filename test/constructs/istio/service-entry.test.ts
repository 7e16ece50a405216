import { ServiceEntry, type ServiceEntryProps } from '../../../constructs/istio/service-entry';
import type { ServiceEntryEndpoint } from '../../../constructs/istio/service-entry-endpoint';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const serviceEntry = (props: ServiceEntryProps) =>
  renderOne((component) => new ServiceEntry(component, 'api', props));

const https = { number: 443, name: 'https', protocol: 'HTTPS' } as const;
const tcp = { number: 5432, name: 'postgres', protocol: 'TCP' } as const;
const minimal: ServiceEntryProps = { hosts: ['api.example.org'], ports: [https], resolution: 'DNS' };
const fixed: ServiceEntryProps = { hosts: ['db.example.org'], ports: [tcp], resolution: 'STATIC' };
const dynamic: ServiceEntryProps = {
  hosts: ['*.example.org'],
  ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  resolution: 'DYNAMIC_DNS',
};

test('minimal', () => {
  expect(serviceEntry(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      new ServiceEntry(component, 'db', {
        hosts: ['db.example.org'],
        addresses: ['192.0.2.1', '198.51.100.0/24'],
        ports: [tcp, { number: 8080, name: 'http', protocol: 'HTTP', targetPort: 80 }],
        location: 'MESH_INTERNAL',
        resolution: 'STATIC',
        endpoints: [
          {
            address: '192.0.2.11',
            ports: { postgres: 15432 },
            labels: { app: 'db' },
            network: 'vm-network',
            locality: 'milky-way/solar-system/earth',
            weight: 3,
            serviceAccount: 'db',
          },
          { network: 'network2' },
        ],
        exportTo: ['.', 'shop'],
        subjectAltNames: ['spiffe://cluster.local/ns/demo/sa/db'],
      });
      new ServiceEntry(component, 'selected', { ...fixed, workloadSelector: { app: 'db' }, exportTo: ['~'] });
      new ServiceEntry(component, 'socket', { ...fixed, endpoints: [{ address: 'unix:///run/db.sock' }] });
      new ServiceEntry(component, 'by-name', {
        ...minimal,
        hosts: ['*.example.org'],
        resolution: 'DNS_ROUND_ROBIN',
        endpoints: [{ address: 'eu.example.org', ports: { https: 8443 } }],
      });
      new ServiceEntry(component, 'dynamic', dynamic);
    }),
  ).toMatchSnapshot();
});

test('is addressed by its first host', () => {
  renderOne((component) => {
    const entry = new ServiceEntry(component, 'api', {
      ...minimal,
      hosts: ['a.example.org', 'b.example.org'],
    });
    expect(entry.host).toBe('a.example.org');
    return entry;
  });
});

test('leaves out empty endpoints, which the schema counts as endpoints', () => {
  const { spec } = serviceEntry({ ...minimal, resolution: 'NONE', endpoints: [] });
  expect(spec).toEqual({ hosts: ['api.example.org'], ports: [https], resolution: 'NONE' });
});

describe('refuses', () => {
  const endpoint = (one: ServiceEntryEndpoint, over: Partial<ServiceEntryProps> = {}): ServiceEntryProps => ({
    ...fixed,
    endpoints: [one],
    ...over,
  });

  test.each<[string, ServiceEntryProps, string]>([
    ['no hosts', { ...minimal, hosts: [] }, 'hosts: is empty'],
    ['all hosts', { ...minimal, hosts: ['*'] }, 'hosts[0]: "*" would stand for every host'],
    ['a host that is none', { ...minimal, hosts: ['a_b'] }, 'hosts[0]: "a_b" is not a host'],
    ['an address for a host', { ...minimal, hosts: ['192.0.2.1'] }, 'hosts[0]: "192.0.2.1" is not a host'],
    [
      'a wildcard to look up',
      { ...minimal, hosts: ['*.example.org'] },
      'hosts[0]: "*.example.org" cannot be looked up: resolution DNS needs a name without "*"',
    ],
    [
      'two hosts that TCP cannot tell apart',
      { ...endpoint({ address: '192.0.2.1' }), hosts: ['a.example.org', 'b.example.org'] },
      'hosts: has 2 hosts, which port "postgres" of protocol TCP cannot tell apart',
    ],
    [
      'two hosts that an unknown protocol cannot tell apart',
      { ...minimal, hosts: ['a.example.org', 'b.example.org'], ports: [{ number: 1, name: 'a' }] },
      'hosts: has 2 hosts, which port "a" of protocol unknown',
    ],
    ['no ports', { ...minimal, ports: [] }, 'ports: is empty'],
    [
      'a port that is none',
      { ...minimal, ports: [{ ...https, number: 0 }] },
      'ports[0].number: 0 is not a port',
    ],
    [
      'a target port that is none',
      { ...minimal, ports: [{ ...https, targetPort: 70000 }] },
      'ports[0].targetPort: 70000 is not a port',
    ],
    [
      'a port twice',
      { ...minimal, ports: [https, { ...https, name: 'again' }] },
      'ports[1].number: 443 is there already',
    ],
    [
      'two ports of one name',
      { ...minimal, ports: [https, { ...https, number: 8443 }] },
      'ports[1].name: "https" names two ports',
    ],
    [
      'a name that is none',
      { ...minimal, ports: [{ ...https, name: 'a_b' }] },
      'ports[0].name: "a_b" is not a DNS label',
    ],
    [
      'a protocol that is none',
      { ...minimal, ports: [{ ...https, protocol: 'QUIC' as 'HTTP' }] },
      'ports[0].protocol: "QUIC" is not one of "HTTP"',
    ],
    ['an address that is none', { ...minimal, addresses: ['a'] }, 'addresses[0]: "a" is neither an address'],
    [
      'a range to look up',
      { ...minimal, addresses: ['192.0.2.0/24'] },
      'addresses[0]: "192.0.2.0/24" is a range: Istio takes those with the resolutions NONE and STATIC alone',
    ],
    [
      'a location that is none',
      { ...minimal, location: 'HERE' as 'MESH_INTERNAL' },
      'location: "HERE" is not one of',
    ],
    [
      'a resolution that is none',
      { ...minimal, resolution: 'MAGIC' as 'DNS' },
      'resolution: "MAGIC" is not one of',
    ],
    [
      'endpoints of resolution NONE',
      endpoint({ address: '192.0.2.1' }, { resolution: 'NONE' }),
      'resolution: is NONE, which knows no endpoints',
    ],
    ['nowhere to send to', fixed, 'resolution: is STATIC without endpoints or workloadSelector'],
    [
      'a round of two endpoints',
      { ...minimal, resolution: 'DNS_ROUND_ROBIN', endpoints: [{ address: 'a.org' }, { address: 'b.org' }] },
      'resolution: is DNS_ROUND_ROBIN with 2 endpoints',
    ],
    [
      'a selector beside endpoints',
      endpoint({ address: '192.0.2.1' }, { workloadSelector: { app: 'a' } }),
      'workloadSelector: stands beside endpoints',
    ],
    [
      'a selector of resolution NONE',
      { ...minimal, resolution: 'NONE', workloadSelector: { app: 'a' } },
      'workloadSelector: stands beside resolution NONE',
    ],
    ['an empty selector', { ...fixed, workloadSelector: {} }, 'workloadSelector: is empty'],
    [
      'a selector with a wildcard',
      { ...fixed, workloadSelector: { app: '*' } },
      'workloadSelector.app: "*" is not a label',
    ],
    [
      'a plain host of DYNAMIC_DNS',
      { ...dynamic, hosts: ['api.example.org'] },
      'hosts[0]: "api.example.org" has no wildcard',
    ],
    [
      'a protocol of DYNAMIC_DNS',
      { ...dynamic, ports: [https] },
      'ports[0].protocol: is HTTPS: resolution DYNAMIC_DNS takes HTTP and TLS alone',
    ],
    [
      'addresses of DYNAMIC_DNS',
      { ...dynamic, addresses: ['192.0.2.1'] },
      'resolution: is DYNAMIC_DNS, which asks for what the client named',
    ],
    [
      'a location of DYNAMIC_DNS',
      { ...dynamic, location: 'MESH_INTERNAL' },
      'resolution: is DYNAMIC_DNS, which is for location MESH_EXTERNAL alone',
    ],
    ['an endpoint without an address', endpoint({}), 'endpoints[0].address: is missing'],
    [
      'an endpoint by DNS without an address',
      { ...minimal, endpoints: [{ network: 'network2' }] },
      'endpoints[0].address: is missing',
    ],
    [
      'a name as a fixed address',
      endpoint({ address: 'a.example.org' }),
      'endpoints[0].address: "a.example.org" is not an address, which resolution STATIC needs',
    ],
    [
      'a socket by DNS',
      { ...minimal, endpoints: [{ address: 'unix:///run/a' }] },
      'endpoints[0].address: "unix:///run/a" is neither an address nor a host name',
    ],
    [
      'a relative socket',
      endpoint({ address: 'unix://run/a' }),
      'endpoints[0].address: "run/a" is not the absolute path',
    ],
    [
      'ports of a socket',
      endpoint({ address: 'unix:///run/a', ports: { postgres: 1 } }),
      'endpoints[0].ports: stands beside the path of a socket',
    ],
    [
      'a socket of two ports',
      endpoint({ address: 'unix:///run/a' }, { ports: [tcp, https] }),
      'endpoints[0].address: is a socket, but the entry has 2 ports',
    ],
    [
      'a port of an endpoint that the entry lacks',
      endpoint({ address: '192.0.2.1', ports: { http: 80 } }),
      `endpoints[0].ports: "http" is none of the entry's ports (postgres)`,
    ],
    [
      "an endpoint's port that is none",
      endpoint({ address: '192.0.2.1', ports: { postgres: 0 } }),
      'endpoints[0].ports.postgres: 0 is not a port',
    ],
    [
      'a label that is none',
      endpoint({ address: '192.0.2.1', labels: { 'a b': 'c' } }),
      'endpoints[0].labels: "a b" is not a label',
    ],
    [
      'a locality that is none',
      endpoint({ address: '192.0.2.1', locality: 'a//b' }),
      'endpoints[0].locality: "a//b" is not a locality',
    ],
    [
      'a negative weight',
      endpoint({ address: '192.0.2.1', weight: -1 }),
      'endpoints[0].weight: -1 is not a whole number from 0',
    ],
    [
      'a service account that is none',
      endpoint({ address: '192.0.2.1', serviceAccount: 'A' }),
      'endpoints[0].serviceAccount: "A" is not a DNS name',
    ],
    ['no namespace and one', { ...minimal, exportTo: ['~', 'a'] }, 'exportTo: has "~" beside others'],
  ])('%s', (_, props, message) => {
    expect(() => serviceEntry(props)).toThrow(UserError);
    expect(() => serviceEntry(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => serviceEntry({ hosts: [], ports: [] })).toThrow(
      /^ServiceEntry demo\/api \(kube-01\.app\/api\)\n {2}hosts: .*\n {2}ports: /,
    );
  });
});
