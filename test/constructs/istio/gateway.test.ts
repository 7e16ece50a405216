import { Gateway, type GatewayProps } from '../../../constructs/istio/gateway';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const gateway = (props: GatewayProps) => renderOne((component) => new Gateway(component, 'entry', props));

const minimal: GatewayProps = {
  selector: { istio: 'ingressgateway' },
  servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.org'] }],
};

test('minimal', () => {
  expect(gateway(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    gateway({
      name: 'entry-gateway',
      namespace: 'gateways',
      labels: { team: 'shop' },
      annotations: { 'external-dns.alpha.kubernetes.io/target': '192.0.2.1' },
      selector: { istio: 'ingressgateway', app: 'entry' },
      servers: [
        {
          name: 'plain',
          bind: '0.0.0.0',
          port: { number: 80, name: 'http', protocol: 'HTTP' },
          hosts: ['shop.example.org'],
          tls: { httpsRedirect: true },
        },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['demo/shop.example.org'],
          tls: {
            mode: 'MUTUAL',
            credentialName: 'shop-certificate',
            caCertCredentialName: 'shop-ca',
            subjectAltNames: ['client.example.org'],
            minProtocolVersion: 'TLSV1_2',
            maxProtocolVersion: 'TLSV1_3',
            cipherSuites: ['ECDHE-ECDSA-AES256-GCM-SHA384'],
          },
        },
        {
          port: { number: 15443, name: 'tls', protocol: 'TLS' },
          hosts: ['*.local'],
          tls: { mode: 'AUTO_PASSTHROUGH' },
        },
      ],
    }),
  ).toMatchSnapshot();
});

test('is known to others by namespace and name', () => {
  renderOne((component) => {
    const entry = new Gateway(component, 'entry', { ...minimal, namespace: 'gateways' });
    expect(entry.qualifiedName).toBe('gateways/entry');
  });
});

describe('refuses', () => {
  const server = (over: Partial<GatewayProps['servers'][number]>): GatewayProps => ({
    ...minimal,
    servers: [{ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: ['*.local'], ...over }],
  });

  test.each<[string, GatewayProps, string]>([
    ['no servers', { ...minimal, servers: [] }, 'servers: is empty'],
    [
      'no selector',
      { ...minimal, selector: {} },
      'selector: is empty: the gateway would configure every proxy',
    ],
    [
      'AUTO_PASSTHROUGH on a port that is not TLS',
      server({ port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'AUTO_PASSTHROUGH' } }),
      'servers[0].tls.mode: AUTO_PASSTHROUGH on a port of protocol HTTPS: only protocol TLS is routed by SNI',
    ],
    ['TLS without settings', server({}), 'servers[0].tls: is missing: protocol TLS needs TLS settings'],
    [
      'a server certificate that nobody gives',
      server({ tls: { mode: 'SIMPLE' } }),
      'servers[0].tls: has mode SIMPLE and no certificate: give credentialName',
    ],
    [
      'a port that is none',
      server({ port: { number: 70000, name: 'tls', protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } }),
      'servers[0].port.number: 70000 is not a port (1-65535)',
    ],
    [
      'two ports of one name',
      { ...minimal, servers: [minimal.servers[0]!, minimal.servers[0]!] },
      'servers[1].port.name: "http" names two ports',
    ],
    [
      'a server without hosts',
      server({ hosts: [], tls: { mode: 'PASSTHROUGH' } }),
      'servers[0].hosts: is empty',
    ],
    [
      'a redirect of TLS',
      server({ tls: { mode: 'PASSTHROUGH', httpsRedirect: true } }),
      'servers[0].tls.httpsRedirect: is set on protocol TLS: only plain HTTP can be redirected',
    ],
  ])('%s', (_, props, message) => {
    expect(() => gateway(props)).toThrow(UserError);
    expect(() => gateway(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => gateway({ selector: {}, servers: [] })).toThrow(
      /^Gateway demo\/entry \(kube-01\.app\/entry\)\n {2}selector: .*\n {2}servers: /,
    );
  });
});
