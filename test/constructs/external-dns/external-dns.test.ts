import { ExternalDns, type ExternalDnsProps } from '../../../constructs/external-dns/external-dns';
import { EnvSource } from '../../../constructs/kubernetes/env-source';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly rules?: unknown;
}

const externalDns = (props: ExternalDnsProps) =>
  render((component) => new ExternalDns(component, 'external-dns', props)) as Rendered[];
const rulesOf = (props: ExternalDnsProps) =>
  externalDns(props).find(({ kind }) => kind === 'ClusterRole')?.rules;

const minimal: ExternalDnsProps = {
  image: 'external-dns:1',
  sources: ['istio-gateway'],
  provider: 'aws',
  txtOwnerId: 'kube-01',
};
const read = ['get', 'list', 'watch'];

test('minimal', () => {
  expect(externalDns(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    externalDns({
      name: 'dns',
      namespace: 'dns',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      image: 'external-dns:1',
      sources: ['service', 'ingress', 'istio-gateway', 'istio-virtualservice', 'node', 'pod', 'crd'],
      provider: 'webhook',
      webhookUrl: 'http://localhost:8888',
      txtOwnerId: '$(K8S_NAME)',
      txtPrefix: '_$(K8S_NAME)_',
      domainFilters: ['example.org', '.example.com'],
      policy: 'sync',
      registry: 'txt',
      interval: '1m',
      logLevel: 'info',
      logFormat: 'text',
      flags: ['--events', '--managed-record-types=A'],
      env: { K8S_NAME: 'kube-01' },
      resources: { limits: { memory: '64Mi' } },
      podSecurityContext: { fsGroup: 65534 },
      otherContainers: [
        {
          name: 'webhook',
          image: 'designate-webhook:1',
          env: { OS_PASSWORD: EnvSource.secret('openstack', 'password') },
        },
      ],
    }),
  ).toMatchSnapshot();
});

test('says to external-dns what it is told, and nothing else', () => {
  const [, deployment] = externalDns(minimal);
  expect(deployment).toHaveProperty('spec.template.spec.containers[0].args', [
    '--provider=aws',
    '--txt-owner-id=kube-01',
    '--source=istio-gateway',
  ]);
  expect(deployment).toHaveProperty('spec.strategy', { type: 'Recreate' });
});

test('may read its sources and nothing else', () => {
  expect(rulesOf({ ...minimal, sources: ['ingress'] })).toEqual([
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: read },
  ]);
  expect(rulesOf({ ...minimal, sources: ['istio-virtualservice', 'istio-gateway'] })).toEqual([
    { apiGroups: [''], resources: ['services'], verbs: read },
    { apiGroups: ['networking.istio.io'], resources: ['gateways', 'virtualservices'], verbs: read },
  ]);
});

test('its account has the role, an account that is there already too', () => {
  const objects = externalDns({ ...minimal, serviceAccount: ServiceAccount.existing('default') });
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'ClusterRole', 'ClusterRoleBinding']);
  expect(objects[2]).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'external-dns' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'demo' }],
  });
});

describe('refuses', () => {
  test.each<[string, Partial<ExternalDnsProps>, string]>([
    ['no sources', { sources: [] }, 'sources: is empty: external-dns does not start without one'],
    [
      'a source that is none',
      { sources: ['gateway' as 'ingress'] },
      'sources[0]: "gateway" is not one of "service", "ingress", "istio-gateway"',
    ],
    ['a source twice', { sources: ['service', 'service'] }, 'sources[1]: "service" is there already'],
    [
      'a provider that it no longer has',
      { provider: 'designate' as 'aws' },
      'provider: "designate" is none of external-dns\' own providers (any more): take webhook, with a container that speaks for it (akamai, ',
    ],
    [
      'a webhook that nothing answers for',
      { provider: 'webhook' },
      'provider: is webhook, and nothing would answer it: give the webhook as one of otherContainers, or webhookUrl',
    ],
    [
      'a webhook that nobody asks',
      { webhookUrl: 'http://localhost:8888' },
      'webhookUrl: is given with provider aws, which asks no webhook',
    ],
    ['nobody as owner', { txtOwnerId: '' }, 'txtOwnerId: "" is not an owner\'s id'],
    ['an owner of two words', { txtOwnerId: 'kube 01' }, 'txtOwnerId: "kube 01" is not an owner\'s id'],
    [
      'a prefix and a suffix',
      { txtPrefix: 'a', txtSuffix: 'b' },
      'txtSuffix: is given with txtPrefix: external-dns refuses it',
    ],
    [
      'a domain that is none',
      { domainFilters: ['*.example.org'] },
      'domainFilters[0]: "*.example.org" is not a domain in lower case, nor one after a "."',
    ],
    ['an interval without a unit', { interval: '60' }, 'interval: "60" is not a duration'],
    ['a flag that is none', { flags: ['-v'] }, 'flags[0]: "-v" is not a flag (--name or --name=value)'],
    [
      'a flag that has a prop',
      { flags: ['--events', '--policy=sync'] },
      'flags[1]: "--policy=sync" has a prop of its own',
    ],
    [
      'no image',
      { image: '' },
      'AppDeployment demo/external-dns (kube-01.app/external-dns/Deployment)\n  image: ""',
    ],
  ])('%s', (_, props, message) => {
    expect(() => externalDns({ ...minimal, ...props })).toThrow(UserError);
    expect(() => externalDns({ ...minimal, ...props })).toThrow(message);
  });
});
