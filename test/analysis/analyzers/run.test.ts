import { catalogue, listed } from '../../../analysis/analyzers/catalogue';
import { meshCatalogue } from '../../../analysis/analyzers/mesh-catalogue';
import { rule } from '../../../analysis/analyzers/rule';
import { runRules } from '../../../analysis/analyzers/run';
import type { Refusal } from '../../../analysis/schema/validator';
import type { Resource } from '../../../analysis/model/resource';
import { meshOf } from '../model/support';
import { findingsOf } from './fixtures';

const service = (name: string, namespace: string) =>
  `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\nspec:\n  ports:\n    - port: 80\n`;
const operator = `---\napiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: i, namespace: istio-system }\n`;

/** Says something of every Service. */
const everyService = (more: (resource: Resource) => void = () => undefined) =>
  rule(catalogue.IST0118, {
    reads: ['Service'],
    check(mesh, report) {
      for (const one of mesh.of('Service')) {
        report(one, 'spec.ports[0].port', { port: 'p' });
        report(one, ['spec', 'ports', 0, 'port'], { port: 'p' });
        more(one);
      }
    },
  });

function found(
  text: string,
  one = everyService(),
  refusalOf: (object: unknown) => Refusal | undefined = () => undefined,
) {
  return runRules([one], [meshOf({ a: text })], refusalOf);
}

test('a finding has line, field and cluster, and is there once', () => {
  expect(found(service('web', 'shop'))).toMatchObject([
    { code: 'IST0118', mesh: 'demo', cluster: 'a', file: 'a.yaml', field: 'spec.ports[0].port', line: 9 },
  ]);
});

test('nothing is said of what is assumed, what no API server takes, and what Kubernetes has for itself', () => {
  expect(found(service('dns', 'kube-system'))).toEqual([]);
  expect(found(service('web', 'shop'), everyService(), () => 'server')).toEqual([]);
});

test('of what the webhook refuses, the rules of istioctl say what it says, and ours nothing', () => {
  const ours = rule(meshCatalogue.MW1108, {
    reads: ['Service'],
    check(mesh, report) {
      for (const one of mesh.of('Service')) report(one, null, { host: 'web', cluster: 'b' });
    },
  });
  expect(found(service('web', 'shop'), ours)).toHaveLength(1);
  expect(found(service('web', 'shop'), ours, () => 'webhook')).toEqual([]);
  expect(found(service('web', 'shop'), everyService(), () => 'webhook')).toHaveLength(1);
});

test('what a document makes is said of the document', () => {
  const [first] = found(operator);
  expect(first).toMatchObject({ field: null, object: { kind: 'IstioOperator', name: 'i' }, line: 2 });
  expect(first!.message).toMatch(/^Service istio-system\/istiod, which it makes: p says no protocol/);
  expect(
    found(operator, everyService(), (object) =>
      (object as { kind: string }).kind === 'IstioOperator' ? 'server' : undefined,
    ),
  ).toEqual([]);
});

test('a rule that throws is a finding, and what it has said stays', () => {
  const broken = everyService(() => {
    throw new TypeError('no such thing');
  });
  expect(found(service('web', 'shop'), broken).map(({ code, message }) => `${code} ${message}`)).toEqual([
    'IST0118 p says no protocol that Istio knows, neither by its name nor by appProtocol',
    'IST0001 the rule of IST0118 failed and its findings are not complete: TypeError: no such thing',
  ]);
});

test('an object that the schemas refuse is in the model all the same', () => {
  const route = (host: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${host}, namespace: shop }
spec: { hosts: [${host}.org], http: [{ route: [{ destination: { host: ${host} } }] }] }
`;
  const broken = service('web', 'shop').replace('ports:', 'unheardOf: 1\n  ports:');
  const codes = findingsOf(broken + route('web') + route('cart')).map(
    ({ code, object }) => `${code} ${object?.name}`,
  );
  expect(codes).toEqual(['MW0002 web', 'IST0101 cart']);
});

test('a long list is cut', () => {
  expect(listed(['a', 'b', 'c', 'd'])).toBe('a, b, c, d');
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
