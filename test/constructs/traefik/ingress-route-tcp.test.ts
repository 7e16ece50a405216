import { Service } from '../../../constructs/kubernetes/service';
import { IngressRouteTCP, type IngressRouteTcpProps } from '../../../constructs/traefik/ingress-route-tcp';
import { TcpRule } from '../../../constructs/traefik/tcp-rule';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const route = (props: IngressRouteTcpProps) =>
  renderOne((component) => new IngressRouteTCP(component, 'api', props));

const api = { service: { name: 'api' }, port: 443 } as const;
const minimal: IngressRouteTcpProps = { routes: [{ match: TcpRule.anyHost(), services: [api] }] };
const withSni: IngressRouteTcpProps = {
  routes: [{ match: TcpRule.hostSni('api.example.org'), services: [api] }],
  tls: { passthrough: true },
};

test('minimal', () => {
  expect(route(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      const service = new Service(component, 'web', {
        selector: { app: 'web' },
        ports: [{ port: 443, protocol: 'https' }],
      });
      new IngressRouteTCP(component, 'route', {
        name: 'tenant-1',
        namespace: 'tenants',
        labels: { team: 'shop' },
        annotations: { 'example.org/owner': 'platform' },
        entryPoints: ['websecure'],
        ingressClassName: 'traefik-internal',
        routes: [
          {
            match: TcpRule.hostSni('a.example.org', 'b.example.org').and(TcpRule.clientIp('192.0.2.0/24')),
            services: [
              { service: { name: 'a' }, port: 443, weight: 3, proxyProtocol: 2, nativeLB: true },
              { service, port: 'https', weight: 0 },
            ],
            priority: 100,
            middlewares: ['limit'],
          },
          {
            match: TcpRule.hostSniRegexp('^[a-z]+\\.example\\.org$'),
            services: [{ service: { name: 'a', namespace: 'tenants' }, port: 443 }],
          },
        ],
        tls: { secretName: 'tenant-1', certResolver: 'main' },
      });
    }),
  ).toMatchSnapshot();
});

test('passes TLS through to a service with a certificate of its own', () => {
  expect(route({ ...withSni, entryPoints: ['websecure'] }).spec).toEqual({
    entryPoints: ['websecure'],
    routes: [{ match: 'HostSNI(`api.example.org`)', services: [{ name: 'api', port: 443 }] }],
    tls: { passthrough: true },
  });
});

test.each<[TcpRule, string]>([
  [TcpRule.hostSni('a.org', 'b.org'), 'HostSNI(`a.org`) || HostSNI(`b.org`)'],
  [TcpRule.anyHost().or(TcpRule.clientIp('::1')), 'HostSNI(`*`) || ClientIP(`::1`)'],
  [
    TcpRule.clientIp('192.0.2.1').and(TcpRule.hostSni('a.org', 'b.org')),
    'ClientIP(`192.0.2.1`) && (HostSNI(`a.org`) || HostSNI(`b.org`))',
  ],
  [
    TcpRule.hostSni('a.org').or(TcpRule.hostSni('b.org')).and(TcpRule.clientIp('192.0.2.1')),
    '(HostSNI(`a.org`) || HostSNI(`b.org`)) && ClientIP(`192.0.2.1`)',
  ],
  [
    TcpRule.hostSni('a.org').and(TcpRule.clientIp('192.0.2.1')).and(TcpRule.clientIp('192.0.2.2')),
    'HostSNI(`a.org`) && ClientIP(`192.0.2.1`) && ClientIP(`192.0.2.2`)',
  ],
])('writes rules in the language of Traefik 3', (rule, text) => {
  expect(rule.text).toBe(text);
});

test('a rule of addresses alone needs no TLS', () => {
  expect(route({ routes: [{ match: TcpRule.clientIp('192.0.2.1'), services: [api] }] })).toHaveProperty(
    'spec.routes[0].match',
    'ClientIP(`192.0.2.1`)',
  );
});

describe('refuses', () => {
  const matching = (match: TcpRule): IngressRouteTcpProps => ({
    ...withSni,
    routes: [{ match, services: [api] }],
  });

  test.each<[string, IngressRouteTcpProps, string]>([
    ['no routes', { routes: [] }, 'routes: is empty: Traefik would route nothing'],
    ['no entry points', { ...minimal, entryPoints: [] }, 'entryPoints: is empty: leave it out'],
    [
      'a host without TLS',
      { ...withSni, tls: undefined },
      'routes[0].match: "HostSNI(`api.example.org`)" names a host, and there is no tls: only a TLS handshake names one',
    ],
    [
      'a host within a longer rule without TLS',
      { routes: [{ match: TcpRule.anyHost().or(TcpRule.hostSni('a.org')), services: [api] }] },
      'names a host, and there is no tls',
    ],
    [
      'a wildcard',
      matching(TcpRule.hostSni('*.example.org')),
      'routes[0].match.hostSni[0]: "*.example.org" is not a host\'s name in lower case; TcpRule.hostSniRegexp() takes many, anyHost() all',
    ],
    [
      'a host in capitals',
      matching(TcpRule.hostSni('a.org', 'API.example.org')),
      'routes[0].match.hostSni[1]: "API.example.org" is not a host\'s name in lower case',
    ],
    ['no host', matching(TcpRule.hostSni()), 'routes[0].match.hostSni: has no host: TcpRule.anyHost()'],
    [
      'an expression that is none',
      matching(TcpRule.hostSniRegexp('(')),
      'routes[0].match.hostSniRegexp: "(" is not a regular expression of Go',
    ],
    [
      'an expression that ends the rule',
      matching(TcpRule.hostSniRegexp('a`) || HostSNI(`*')),
      'is not a regular expression of Go, in ASCII and without "`"',
    ],
    [
      'an address that is none',
      matching(TcpRule.hostSni('a.org').and(TcpRule.clientIp('192.0.2'))),
      'routes[0].match.clientIp: "192.0.2" is neither an address nor a range',
    ],
    [
      'a rule twice',
      { ...withSni, routes: [withSni.routes[0]!, withSni.routes[0]!] },
      'routes[1].match: "HostSNI(`api.example.org`)" is there already: Traefik would keep one of the two',
    ],
    [
      'connections that go nowhere',
      { routes: [{ match: TcpRule.anyHost(), services: [] }] },
      'routes[0].services: is empty: the connections would go nowhere',
    ],
    [
      'a port that is none',
      { routes: [{ match: TcpRule.anyHost(), services: [{ ...api, port: 0 }] }] },
      'routes[0].services[0].port: 0 is not a port (1-65535)',
    ],
    [
      'a service that cannot be called so',
      { routes: [{ match: TcpRule.anyHost(), services: [{ ...api, service: { name: 'a.b' } }] }] },
      'routes[0].services[0].service.name: "a.b" is not a DNS label',
    ],
    [
      'a weight of less than nothing',
      { routes: [{ match: TcpRule.anyHost(), services: [{ ...api, weight: -1 }] }] },
      'routes[0].services[0].weight: -1 is not a whole number from 0',
    ],
    [
      'a priority of nothing, which is none',
      { routes: [{ ...minimal.routes[0]!, priority: 0 }] },
      'routes[0].priority: 0 is not a whole number from 1',
    ],
    [
      'a certificate that nobody sees',
      { ...withSni, tls: { passthrough: true, secretName: 'api', certResolver: 'main' } },
      'tls.secretName: "api" is given with passthrough: Traefik shows no certificate then, the service does\n  tls.certResolver: "main" is given with passthrough',
    ],
    [
      'a Secret that is none',
      { ...withSni, tls: { secretName: 'A' } },
      'tls.secretName: "A" is not a DNS name',
    ],
  ])('%s', (_, props, message) => {
    expect(() => route(props)).toThrow(UserError);
    expect(() => route(props)).toThrow(message);
  });

  test('a port that the service has not got', () => {
    const build = () =>
      render((component) => {
        const service = new Service(component, 'web', {
          selector: { app: 'web' },
          ports: [{ port: 443, protocol: 'https' }],
        });
        new IngressRouteTCP(component, 'route', {
          routes: [{ match: TcpRule.anyHost(), services: [{ service, port: 8443 }] }],
        });
      });
    expect(build).toThrow('routes[0].services[0].port: 8443 is no port of the service demo/web (443 https)');
  });
});
