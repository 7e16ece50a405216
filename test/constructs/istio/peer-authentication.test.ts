import {
  PeerAuthentication,
  type PeerAuthenticationProps,
} from '../../../constructs/istio/peer-authentication';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const policy = (props?: PeerAuthenticationProps) =>
  renderOne((component) => new PeerAuthentication(component, 'default', props));

test('minimal', () => {
  expect(policy()).toMatchSnapshot();
});

test('full', () => {
  expect(
    policy({
      name: 'cart',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { note: 'metrics stay plain' },
      selector: { app: 'cart' },
      mtls: 'STRICT',
      portLevelMtls: { 9090: 'DISABLE', 8080: 'PERMISSIVE' },
    }),
  ).toMatchSnapshot();
});

test('demands mutual TLS of a whole namespace', () => {
  expect(policy({ mtls: 'STRICT' }).spec).toEqual({ mtls: { mode: 'STRICT' } });
});

describe('refuses', () => {
  test.each<[string, PeerAuthenticationProps, string]>([
    [
      'ports without a selector',
      { portLevelMtls: { 8080: 'DISABLE' } },
      'portLevelMtls: is given without selector: Istio refuses ports in a policy of a whole namespace',
    ],
    [
      'an empty selector',
      { selector: {}, mtls: 'STRICT' },
      'selector: is empty: it would select every workload of the namespace',
    ],
    [
      'a wildcard in a selector',
      { selector: { app: 'cart*' } },
      'selector.app: "cart*" is not a label\'s value',
    ],
    [
      'no ports',
      { selector: { app: 'cart' }, portLevelMtls: {} },
      'portLevelMtls: is empty: Istio refuses it',
    ],
    [
      'port 0',
      { selector: { app: 'cart' }, portLevelMtls: { 0: 'STRICT' } },
      'portLevelMtls.0: 0 is not a port (1-65535)',
    ],
    [
      'a port that is none',
      { selector: { app: 'cart' }, portLevelMtls: { 70000: 'STRICT' } },
      'portLevelMtls.70000: 70000 is not a port (1-65535)',
    ],
    [
      'the name of a port',
      { selector: { app: 'cart' }, portLevelMtls: { http: 'STRICT' } as never },
      'portLevelMtls.http: "http" is not a port (1-65535)',
    ],
    [
      'an unknown mode',
      { mtls: 'strict' as never },
      'mtls: "strict" is not one of "UNSET", "DISABLE", "PERMISSIVE", "STRICT"',
    ],
    [
      'an unknown mode of a port',
      { selector: { app: 'cart' }, portLevelMtls: { 8080: 'PLAIN' as never } },
      'portLevelMtls.8080: "PLAIN" is not one of',
    ],
  ])('%s', (_, props, message) => {
    expect(() => policy(props)).toThrow(UserError);
    expect(() => policy(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => policy({ selector: {}, mtls: 'on' as never })).toThrow(
      /^PeerAuthentication demo\/default \(kube-01\.app\/default\)\n {2}selector: .*\n {2}mtls: /,
    );
  });
});
