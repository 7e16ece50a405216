import { PeerAuthentications } from '../../../analysis/model/peer-authentication';
import { meshOf } from './support';

const BASE = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`;
const pod = (name: string, of = 'shop', annotations = '', labels = '') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${of}, labels: { app: ${name}${labels} }, annotations: { ${annotations} } }
spec: { containers: [{ name: app, image: app }] }
`;
const policy = (namespace: string, name: string, spec: string, created = '') => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: ${name}, namespace: ${namespace}, creationTimestamp: "${created}" }
spec: { ${spec} }
`;
const mode = (of: string) => `mtls: { mode: ${of} }`;
const forWeb = 'selector: { matchLabels: { app: web } }, ';

function tls(text: string, name = 'web') {
  const mesh = meshOf({ a: BASE + pod('web') + pod('cart') + text });
  const workload = mesh.workloads.find((one) => one.name === name)!;
  return new PeerAuthentications(workload.resource.cluster).of(workload);
}

test('without any policy, both are taken', () => {
  expect(tls('').modeOf(8080)).toBe('PERMISSIVE');
  expect(tls('').policyOf(8080)).toBeUndefined();
});

test('the workload goes before the namespace, and the namespace before the mesh', () => {
  const root = policy('istio-system', 'default', mode('STRICT'));
  const own = policy('shop', 'default', mode('DISABLE'));
  const web = policy('shop', 'web', forWeb + mode('PERMISSIVE'));
  expect(tls(root).modeOf(80)).toBe('STRICT');
  expect(tls(root + own).modeOf(80)).toBe('DISABLE');
  expect(tls(root + own + web).modeOf(80)).toBe('PERMISSIVE');
  expect(tls(root + own + web, 'cart').modeOf(80)).toBe('DISABLE');
  expect(tls(root + own + web).policyOf(80)?.qualifiedName).toBe('shop/web');
});

test('UNSET is that of the level above', () => {
  const root = policy('istio-system', 'default', mode('STRICT'));
  expect(tls(root + policy('shop', 'default', mode('UNSET'))).modeOf(80)).toBe('STRICT');
  expect(
    tls(root + policy('shop', 'web', `${forWeb}portLevelMtls: { "80": { mode: UNSET } }`)).modeOf(80),
  ).toBe('STRICT');
});

test('a port has a mode of its own', () => {
  const text = policy(
    'shop',
    'web',
    `${forWeb}mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: DISABLE } }`,
  );
  expect([8080, 9090].map((port) => tls(text).modeOf(port))).toEqual(['DISABLE', 'STRICT']);
});

test('a policy with a selector in the root namespace decides nothing elsewhere', () => {
  expect(tls(policy('istio-system', 'web', forWeb + mode('STRICT'))).modeOf(80)).toBe('PERMISSIVE');
});

test('of several the oldest counts', () => {
  const text =
    policy('shop', 'a', mode('STRICT'), '2026-02-01T00:00:00Z') +
    policy('shop', 'b', mode('DISABLE'), '2026-01-01T00:00:00Z');
  expect(tls(text).modeOf(80)).toBe('DISABLE');
  expect(tls(policy('shop', 'b', mode('DISABLE')) + policy('shop', 'a', mode('STRICT'))).modeOf(80)).toBe(
    'STRICT',
  );
});

test('there is no TLS where no proxy is on the way', () => {
  const strict = policy('istio-system', 'default', mode('STRICT'));
  const modes = (annotation: string) => {
    const of = tls(strict + pod('other', 'shop', `traffic.sidecar.istio.io/${annotation}`), 'other');
    return [8080, 9090].map((port) => of.modeOf(port));
  };
  expect(modes('excludeInboundPorts: "8080, 1"')).toEqual(['NONE', 'STRICT']);
  expect(modes('includeInboundPorts: "8080"')).toEqual(['STRICT', 'NONE']);
  expect(modes('includeInboundPorts: "*"')).toEqual(['STRICT', 'STRICT']);
  expect(tls(strict).modeOf(15020)).toBe('NONE');
  const plain = pod('other', 'shop', '', ', sidecar.istio.io/inject: "false"');
  expect(tls(strict + plain, 'other').modeOf(80)).toBe('NONE');
});

test("a remote cluster's pods have the policies of the primary", () => {
  const operator = (profile: string) => `---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { profile: ${profile} }
`;
  const mesh = meshOf({
    primary: operator('default') + policy('istio-system', 'default', mode('STRICT')),
    remote: operator('remote') + BASE + pod('web') + policy('istio-system', 'default', mode('DISABLE')),
  });
  const workload = mesh.workloads.find(({ name }) => name === 'web')!;
  expect(new PeerAuthentications(workload.resource.cluster).of(workload).modeOf(80)).toBe('STRICT');
});
