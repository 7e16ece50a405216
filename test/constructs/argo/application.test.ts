import { Application, type ApplicationProps } from '../../../constructs/argo/application';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const application = (props: ApplicationProps) =>
  renderOne((component) => new Application(component, 'kube-01-shop', props));

const minimal: ApplicationProps = {
  project: 'shop',
  source: { repoURL: 'https://git.example.org/platform.git', targetRevision: 'main', path: 'dist/shop' },
  destination: { server: 'https://api.example.org:6443' },
};

test('minimal', () => {
  expect(application(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    application({
      name: 'shop',
      namespace: 'argocd',
      project: 'shop',
      source: {
        ...minimal.source,
        directory: { recurse: true, include: '*.yaml', exclude: 'secret_*' },
      },
      destination: { name: 'kube-01', namespace: 'shop' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true, allowEmpty: true },
        retry: { limit: -1, backoff: { duration: '10s', factor: 2, maxDuration: '3m' }, refresh: true },
        syncOptions: {
          CreateNamespace: false,
          ServerSideApply: true,
          ClientSideApplyMigration: false,
          RespectIgnoreDifferences: true,
          SkipDryRunOnMissingResource: true,
          ApplyOutOfSyncOnly: true,
          PruneLast: true,
          PrunePropagationPolicy: 'background',
          FailOnSharedResource: true,
          Validate: false,
        },
      },
      ignoreDifferences: [
        {
          group: 'admissionregistration.k8s.io',
          kind: 'MutatingWebhookConfiguration',
          name: 'istio-sidecar-injector',
          jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
        },
        { group: 'apps', kind: 'Deployment', namespace: 'shop', jsonPointers: ['/spec/replicas'] },
        { kind: 'Service', managedFieldsManagers: ['cloud-controller'] },
      ],
      revisionHistoryLimit: 3,
      cascade: true,
    }),
  ).toMatchSnapshot();
});

test('the environment of a plugin', () => {
  const { spec } = application({
    ...minimal,
    source: { ...minimal.source, plugin: { name: 'istioctl-1.29.1', env: { FLAVOUR: 'plain' } } },
  }) as { spec: { source: { plugin: unknown } } };
  expect(spec.source.plugin).toEqual({ name: 'istioctl-1.29.1', env: [{ name: 'FLAVOUR', value: 'plain' }] });
});

describe('refuses', () => {
  const source = (over: Partial<ApplicationProps['source']>) => ({ source: { ...minimal.source, ...over } });
  const ignoring = (one: NonNullable<ApplicationProps['ignoreDifferences']>[number]) => ({
    ignoreDifferences: [one],
  });

  test.each<[string, Partial<ApplicationProps>, string]>([
    [
      'a name that is no label',
      { name: 'a'.repeat(64) },
      'is not the name of an Application (a DNS name, at most 63 characters)',
    ],
    ['a project', { project: 'My Project' }, 'project: "My Project" is not a DNS name'],
    [
      'a repository',
      source({ repoURL: 'platform' }),
      'source.repoURL: "platform" is not the URL of a git repository',
    ],
    [
      'credentials in the URL',
      source({ repoURL: 'https://me:token@git.example.org/platform' }),
      'source.repoURL: "https://…@git.example.org/platform" carries credentials, and is committed',
    ],
    ['a revision', source({ targetRevision: 'a..b' }), 'source.targetRevision: "a..b" is not a revision'],
    [
      'a path to above',
      source({ path: '../dist' }),
      'source.path: "../dist" is not a folder of the repository',
    ],
    [
      'a folder that two things read',
      source({ directory: {}, plugin: {} }),
      'source: has directory and plugin: a folder is read by one of them',
    ],
    [
      'no cluster',
      { destination: {} as ApplicationProps['destination'] },
      'destination: has none of server, name: exactly one is allowed',
    ],
    [
      'a server',
      { destination: { server: 'api:6443' } },
      'destination.server: "api:6443" is not the URL of an API server',
    ],
    [
      'a namespace',
      { destination: { name: 'kube-01', namespace: 'a.b' } },
      'destination.namespace: "a.b" is not a DNS label',
    ],
    [
      'retries',
      { syncPolicy: { retry: { limit: -2 } } },
      'syncPolicy.retry.limit: -2 is not a whole number from -1 to 2147483647',
    ],
    [
      'a pause that is none',
      { syncPolicy: { retry: { limit: 1, backoff: { duration: '0s' } } } },
      'syncPolicy.retry.backoff.duration: "0s" is not a duration above zero (such as 10s or 3m)',
    ],
    [
      'a factor that shrinks the pause',
      { syncPolicy: { retry: { limit: 1, backoff: { duration: '1s', factor: 0 } } } },
      'syncPolicy.retry.backoff.factor: 0 is not a whole number from 1',
    ],
    [
      'leave to delete everything without deletion',
      { syncPolicy: { automated: { allowEmpty: true } } },
      'syncPolicy.automated.allowEmpty: is set without prune',
    ],
    [
      'a difference without a field',
      ignoring({ kind: 'Service' }),
      'ignoreDifferences[0]: names no field: give jsonPointers, jqPathExpressions or managedFieldsManagers',
    ],
    [
      'a pattern of names',
      ignoring({ kind: 'Service', name: 'istio*', jsonPointers: ['/spec'] }),
      'ignoreDifferences[0].name: "istio*" is not an object\'s name; Argo CD takes no pattern here',
    ],
    [
      'a pointer',
      ignoring({ kind: 'Service', jsonPointers: ['spec'] }),
      'ignoreDifferences[0].jsonPointers[0]: "spec" is not a JSON pointer (/spec/replicas)',
    ],
    [
      'a jq path',
      ignoring({ kind: 'Service', jqPathExpressions: ['spec'] }),
      'ignoreDifferences[0].jqPathExpressions[0]: "spec" is not a jq path (.spec.replicas)',
    ],
    [
      'a group with a version',
      ignoring({ group: 'apps/v1', kind: 'Deployment', jsonPointers: ['/spec'] }),
      'ignoreDifferences[0].group: "apps/v1" is not an API group (without a version)',
    ],
  ])('%s', (_, over, message) => {
    expect(() => application({ ...minimal, ...over })).toThrow(UserError);
    expect(() => application({ ...minimal, ...over })).toThrow(message);
  });
});
