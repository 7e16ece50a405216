import { ServiceEntry } from '../../../constructs/istio/service-entry';
import { Sidecar, type SidecarProps } from '../../../constructs/istio/sidecar';
import { EgressHost, type SidecarEgress } from '../../../constructs/istio/sidecar-egress';
import type { SidecarIngress } from '../../../constructs/istio/sidecar-ingress';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const sidecar = (props: SidecarProps) => renderOne((component) => new Sidecar(component, 'default', props));

const minimal: SidecarProps = { egress: [{ hosts: [EgressHost.ownNamespace()] }] };
const port = { number: 8443, protocol: 'HTTPS' } as const;

test('minimal', () => {
  expect(sidecar(minimal)).toMatchSnapshot();
});

test('full', () => {
  const objects = render((component) => {
    const api = new ServiceEntry(component, 'api', {
      hosts: ['api.example.org'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    });
    new Sidecar(component, 'web', {
      workloadSelector: { app: 'web' },
      ingress: [
        {
          port: { number: 8443, protocol: 'HTTPS', name: 'https' },
          bind: '127.0.0.1',
          captureMode: 'NONE',
          defaultEndpoint: 'unix:///run/web.sock',
          tls: {
            mode: 'MUTUAL',
            serverCertificate: '/etc/certs/tls.crt',
            privateKey: '/etc/certs/tls.key',
            caCertificates: '/etc/certs/ca.crt',
            caCrl: '/etc/certs/ca.crl',
            minProtocolVersion: 'TLSV1_3',
          },
        },
        {
          port: { number: 8080, protocol: 'HTTP' },
          defaultEndpoint: '[::1]:8081',
          connectionPool: { http: { http1MaxPendingRequests: 10 }, tcp: { maxConnections: 100 } },
        },
      ],
      egress: [
        {
          port: { number: 3306, protocol: 'MYSQL', name: 'db' },
          bind: '127.0.0.1',
          captureMode: 'NONE',
          hosts: [EgressHost.namespace('db')],
        },
        {
          port: { number: 0, protocol: 'HTTP' },
          bind: 'unix:///run/out.sock',
          hosts: [EgressHost.host('*.example.com')],
        },
        {
          hosts: [
            EgressHost.host(api),
            EgressHost.host('mail.example.org', 'mail'),
            EgressHost.namespace('istio-system'),
          ],
        },
      ],
      outboundTrafficPolicy: {
        mode: 'ALLOW_ANY',
        egressProxy: { destination: { host: 'proxy.egress.svc.cluster.local', subset: 'v1' }, port: 15443 },
      },
      inboundConnectionPool: { tcp: { maxConnections: 1000, idleTimeout: '10m' } },
    });
    new Sidecar(component, 'mute', { egress: [{ hosts: [EgressHost.none()] }] });
    new Sidecar(component, 'open', {
      egress: [{ hosts: [EgressHost.all()] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });
  expect(objects.slice(1)).toMatchSnapshot();
});

test("takes an object's host with its namespace, or with any where it has none", () => {
  expect(EgressHost.host({ host: 'a.example.org', namespace: 'shop' })).toEqual({
    namespace: 'shop',
    host: 'a.example.org',
  });
  expect(EgressHost.host({ host: 'a.example.org' })).toEqual({ namespace: '*', host: 'a.example.org' });
});

test.each(['127.0.0.1:1', '[::1]:65535', '0.0.0.0:80', '[::]:80', ':80', 'unix:///run/a', 'unix://@a'])(
  'accepts the endpoint %s',
  (defaultEndpoint) => {
    expect(() => sidecar({ ingress: [{ port, defaultEndpoint }] })).not.toThrow();
  },
);

describe('refuses', () => {
  const ingress = (over: Partial<SidecarIngress>): SidecarProps => ({ ingress: [{ port, ...over }] });
  const egress = (...listeners: Partial<SidecarEgress>[]): SidecarProps => ({
    egress: listeners.map((one) => ({ hosts: [EgressHost.ownNamespace()], ...one })),
  });
  const hosts = (...all: EgressHost[]): SidecarProps => egress({ hosts: all });
  const files = { serverCertificate: '/a.crt', privateKey: '/a.key' };
  const proxy = (
    destination: string,
    over: object = { port: 80 },
    mode: 'ALLOW_ANY' | 'REGISTRY_ONLY' = 'ALLOW_ANY',
  ) => ({ outboundTrafficPolicy: { mode, egressProxy: { destination, ...over } } }) satisfies SidecarProps;

  test.each<[string, SidecarProps, string]>([
    ['nothing', { workloadSelector: { app: 'a' } }, 'has none of ingress, egress'],
    ['an empty selector', { ...minimal, workloadSelector: {} }, 'workloadSelector: is empty'],
    [
      'a selector with a wildcard',
      { ...minimal, workloadSelector: { app: '*' } },
      'workloadSelector.app: "*" is not a label',
    ],
    ['a port that is none', ingress({ port: { number: 0 } }), 'ingress[0].port.number: 0 is not a port'],
    [
      'a protocol that is none',
      ingress({ port: { number: 1, protocol: 'QUIC' as 'HTTP' } }),
      'ingress[0].port.protocol: "QUIC" is not one of',
    ],
    [
      'a name that is none',
      ingress({ port: { number: 1, name: 'a_b' } }),
      'ingress[0].port.name: "a_b" is not a DNS label',
    ],
    [
      'a port twice',
      { ingress: [{ port }, { port }] },
      'ingress[1].port.number: 8443 is that of an earlier listener',
    ],
    [
      'an address that is none',
      ingress({ bind: 'localhost' }),
      'ingress[0].bind: "localhost" is not an IPv4 or IPv6 address',
    ],
    [
      'a socket for ingress',
      ingress({ bind: 'unix:///run/a' }),
      'ingress[0].bind: "unix:///run/a" is not an IPv4',
    ],
    [
      'a capture mode that is none',
      ingress({ captureMode: 'ALL' as 'NONE' }),
      'ingress[0].captureMode: "ALL" is not one of',
    ],
    [
      'an endpoint elsewhere',
      ingress({ defaultEndpoint: '10.0.0.1:80' }),
      'ingress[0].defaultEndpoint: "10.0.0.1:80" is none of',
    ],
    [
      'an endpoint without a port',
      ingress({ defaultEndpoint: '127.0.0.1' }),
      'ingress[0].defaultEndpoint: "127.0.0.1" is none of',
    ],
    [
      'an endpoint of port 0',
      ingress({ defaultEndpoint: ':0' }),
      'ingress[0].defaultEndpoint: ":0" is none of',
    ],
    [
      'a relative endpoint',
      ingress({ defaultEndpoint: 'unix://a' }),
      'ingress[0].defaultEndpoint: "unix://a" is not unix://',
    ],
    [
      'TLS of plain HTTP',
      ingress({ port: { number: 80, protocol: 'HTTP' }, tls: { mode: 'SIMPLE', ...files } }),
      'ingress[0].tls: stands at a port of protocol HTTP',
    ],
    [
      'a TLS mode of gateways',
      ingress({ tls: { mode: 'ISTIO_MUTUAL' as 'SIMPLE', ...files } }),
      'ingress[0].tls.mode: "ISTIO_MUTUAL" is not one of',
    ],
    [
      'TLS without a key',
      ingress({ tls: { mode: 'SIMPLE', serverCertificate: '/a' } }),
      'ingress[0].tls.privateKey: is missing',
    ],
    [
      'TLS without a certificate',
      ingress({ tls: { mode: 'SIMPLE', privateKey: '/a' } }),
      'ingress[0].tls.serverCertificate: is missing',
    ],
    [
      'mutual TLS without a CA',
      ingress({ tls: { mode: 'MUTUAL', ...files } }),
      'ingress[0].tls.caCertificates: is missing',
    ],
    [
      'revocations of no client',
      ingress({ tls: { mode: 'SIMPLE', ...files, caCrl: '/a' } }),
      'ingress[0].tls.caCrl: stands beside mode SIMPLE',
    ],
    ['an empty connection pool', ingress({ connectionPool: {} }), 'ingress[0].connectionPool: is empty'],
    [
      'limits of HTTP on TLS',
      ingress({ connectionPool: { http: { maxRetries: 1 } } }),
      'ingress[0].connectionPool.http: stands at a port of protocol HTTPS',
    ],
    ['an empty connection pool of all', { inboundConnectionPool: {} }, 'inboundConnectionPool: is empty'],
    ['no hosts', hosts(), 'egress[0].hosts: is empty'],
    [
      'a namespace that is none',
      hosts(EgressHost.namespace('a.b')),
      'egress[0].hosts[0].namespace: "a.b" is neither a namespace',
    ],
    [
      'a short name',
      hosts(EgressHost.host('reviews', 'demo')),
      'egress[0].hosts[0].host: "reviews" is not a full host name',
    ],
    [
      'part of a wildcard',
      hosts(EgressHost.host('*a.example.org')),
      'egress[0].hosts[0].host: "*a.example.org" is not a full host name',
    ],
    [
      'an address',
      hosts(EgressHost.host('10.0.0.1')),
      'egress[0].hosts[0].host: "10.0.0.1" is not a full host name',
    ],
    [
      'a host twice',
      hosts(EgressHost.host('a.org', 'b'), EgressHost.host('a.org', 'b')),
      'egress[0].hosts[1]: b/a.org is in b/a.org already',
    ],
    [
      'a host of a namespace that is there',
      hosts(EgressHost.host('a.org', 'demo'), EgressHost.ownNamespace()),
      'egress[0].hosts[0]: demo/a.org is in ./* already',
    ],
    [
      'all hosts and one',
      hosts(EgressHost.namespace('a'), EgressHost.all()),
      'egress[0].hosts[0]: a/* is in */* already',
    ],
    [
      'a listener for the rest that is not last',
      egress({}, { port: { number: 80 } }),
      'egress[0]: has no port and is not the last',
    ],
    [
      'a port of egress twice',
      egress({ port: { number: 80 } }, { port: { number: 80 } }),
      'egress[1].port: is that of an earlier listener (80)',
    ],
    [
      'a socket twice',
      egress(...[0, 0].map((number) => ({ port: { number }, bind: 'unix:///run/a' }))),
      'egress[1].port: is that of an earlier listener (unix:///run/a)',
    ],
    ['port 0 without a socket', egress({ port: { number: 0 } }), 'egress[0].port.number: 0 is not a port'],
    [
      'a socket of a port',
      egress({ port: { number: 80 }, bind: 'unix:///run/a' }),
      'egress[0].port: is not of number 0',
    ],
    [
      'a socket that is none',
      egress({ port: { number: 0 }, bind: 'unix://a/' }),
      'egress[0].bind: "unix://a/" is not unix://',
    ],
    [
      'a redirected socket',
      egress({ port: { number: 0 }, bind: 'unix:///run/a', captureMode: 'IPTABLES' }),
      'egress[0].captureMode: is IPTABLES, which redirects no socket',
    ],
    [
      'an address of egress that is none',
      egress({ port: { number: 80 }, bind: 'a' }),
      'egress[0].bind: "a" is not an IPv4',
    ],
    [
      'a proxy of REGISTRY_ONLY',
      proxy('a.org', { port: 80 }, 'REGISTRY_ONLY'),
      'outboundTrafficPolicy.egressProxy: stands beside mode REGISTRY_ONLY',
    ],
    ['a proxy without a port', proxy('a.org', {}), 'outboundTrafficPolicy.egressProxy.port: is missing'],
    [
      'a proxy of any host',
      proxy('*.a.org'),
      'outboundTrafficPolicy.egressProxy.destination: "*.a.org" is not a full host name',
    ],
    [
      'a proxy of a short name',
      proxy('proxy'),
      'outboundTrafficPolicy.egressProxy.destination: "proxy" is not a full host name',
    ],
    [
      'an outbound mode that is none',
      { outboundTrafficPolicy: { mode: 'ALL' as 'ALLOW_ANY' } },
      'outboundTrafficPolicy.mode: "ALL" is not one of',
    ],
  ])('%s', (_, props, message) => {
    expect(() => sidecar(props)).toThrow(UserError);
    expect(() => sidecar(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => sidecar({ ingress: [{ port: { number: 0 } }], egress: [{ hosts: [] }] })).toThrow(
      /^Sidecar demo\/default \(kube-01\.app\/default\)\n {2}ingress\[0\]\.port\.number: .*\n {2}egress\[0\]\.hosts: /,
    );
  });
});
