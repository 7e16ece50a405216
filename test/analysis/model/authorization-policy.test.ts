import { AuthorizationPolicies, type Call } from '../../../analysis/model/authorization-policy';
import { meshOf } from './support';

const policy = (spec: string, name = 'policy', namespace = 'shop', annotations = '') => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: ${namespace}, annotations: { ${annotations} } }
spec: ${spec}
`;
const MESH = `---
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { meshConfig: { trustDomain: prod, trustDomainAliases: [old] } }
`;
const web = { namespace: 'shop', labels: { app: 'web' } };
const page = { trustDomain: 'prod', namespace: 'front', serviceAccount: 'page' };

function denial(text: string, call: Partial<Call> = {}): string | undefined {
  const [cluster] = meshOf({ a: MESH + text }).clusters;
  const found = new AuthorizationPolicies(cluster!).denialOf(web, { caller: page, port: 8080, ...call });
  return found && `${found.action} ${found.policies.map(({ name }) => name).join()}`;
}

test('without policies, and with none for the workload, all is allowed', () => {
  expect(denial('')).toBeUndefined();
  expect(denial(policy('{ selector: { matchLabels: { app: cart } } }'))).toBeUndefined();
  expect(denial(policy('{}', 'policy', 'front'))).toBeUndefined();
  for (const value of ['true', 'T', '1']) {
    expect(denial(policy('{}', 'policy', 'shop', `istio.io/dry-run: "${value}"`))).toBeUndefined();
  }
  expect(denial(policy('{}', 'policy', 'shop', 'istio.io/dry-run: "0"'))).toBe('ALLOW policy');
  expect(denial(policy('{ targetRefs: [{ kind: Service, name: web, group: "" }] }'))).toBeUndefined();
  expect(
    denial(policy('{ action: AUDIT, rules: [{}] }') + policy('{ action: CUSTOM, rules: [{}] }', 'b')),
  ).toBeUndefined();
});

test('an ALLOW without rules denies, one of several that fits is enough', () => {
  expect(denial(policy('{}'))).toBe('ALLOW policy');
  expect(denial(policy('{}', 'root', 'istio-system'))).toBe('ALLOW root');
  expect(denial(policy('{}') + policy('{ rules: [{}] }', 'all'))).toBeUndefined();
  expect(
    denial(policy('{}') + policy('{ rules: [{ from: [{ source: { namespaces: [other] } }] }] }', 'b')),
  ).toBe('ALLOW policy,b');
});

test('a DENY goes before any ALLOW, where it fits for sure', () => {
  const allow = policy('{ rules: [{}] }', 'all');
  expect(denial(allow + policy('{ action: DENY, rules: [{}] }'))).toBe('DENY policy');
  expect(denial(allow + policy('{ action: DENY }'))).toBeUndefined();
  expect(
    denial(allow + policy('{ action: DENY, rules: [{ to: [{ operation: { methods: [GET] } }] }] }')),
  ).toBeUndefined();
});

/** Whether an ALLOW with a source lets `prod/ns/front/sa/page` in, and somebody without a certificate. */
const allows = (source: string) =>
  [page, undefined].map(
    (caller) => denial(policy(`{ rules: [{ from: [{ source: ${source} }] }] }`), { caller }) === undefined,
  );

test.each<[string, boolean, boolean]>([
  ['{ namespaces: [front] }', true, false],
  ['{ namespaces: ["fr*"] }', true, false],
  ['{ namespaces: [shop] }', false, false],
  ['{ notNamespaces: [front] }', false, true],
  ['{ principals: [prod/ns/front/sa/page] }', true, false],
  ['{ principals: [cluster.local/ns/front/sa/page] }', true, false],
  ['{ principals: [old/ns/front/sa/page] }', true, false],
  ['{ principals: [other/ns/front/sa/page] }', false, false],
  ['{ principals: ["*/ns/front/sa/page"] }', true, false],
  ['{ principals: ["prod/ns/front/*"] }', true, false],
  ['{ principals: ["*"] }', true, false],
  ['{ principals: [spiffe://prod/ns/front/sa/page] }', false, false],
  ['{ notPrincipals: ["*"] }', false, true],
  ['{ serviceAccounts: [front/page] }', true, false],
  ['{ serviceAccounts: [page] }', false, false],
  ['{ notServiceAccounts: [front/page] }', false, true],
  ['{ requestPrincipals: ["*"] }', true, true],
  ['{ ipBlocks: [10.0.0.0/8] }', true, true],
  ['{ namespaces: [shop], ipBlocks: [10.0.0.0/8] }', false, false],
])('source %s: who has a certificate %s, who has none %s', (source, named, nobody) => {
  expect(allows(source)).toEqual([named, nobody]);
});

test('sources and operations are alternatives, and all parts of a rule must fit', () => {
  const rule = (to: string, when = '') =>
    denial(
      policy(
        `{ rules: [{ from: [{ source: { namespaces: [x] } }, { source: { namespaces: [front] } }], to: [${to}]${when} }] }`,
      ),
    );
  expect(rule('{ operation: { ports: ["8080"] } }')).toBeUndefined();
  expect(rule('{ operation: { ports: ["80"] } }')).toBe('ALLOW policy');
  expect(rule('{ operation: { ports: ["80"] } }, { operation: { paths: [/a] } }')).toBeUndefined();
  expect(rule('{ operation: { notPorts: ["8080"] } }')).toBe('ALLOW policy');
  expect(
    rule('{ operation: { paths: [/a] } }', ', when: [{ key: "request.headers[a]", values: [b] }]'),
  ).toBeUndefined();
  expect(rule('{ operation: {} }', ', when: [{ key: destination.port, values: ["80"] }]')).toBe(
    'ALLOW policy',
  );
  expect(rule('{ operation: {} }', ', when: [{ key: source.namespace, notValues: [front] }]')).toBe(
    'ALLOW policy',
  );
  expect(rule('{ operation: {} }', ', when: [{ key: source.principal, values: ["*"] }]')).toBeUndefined();
});

test('a port that nobody knows may be any', () => {
  const text = policy('{ rules: [{ to: [{ operation: { ports: ["80"] } }] }] }');
  expect([denial(text), denial(text, { port: undefined })]).toEqual(['ALLOW policy', undefined]);
});
