import { AppProject, type AppProjectProps } from '../../../constructs/argo/app-project';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const project = (props: AppProjectProps) =>
  renderOne((component) => new AppProject(component, 'shop', props));

const minimal: AppProjectProps = {
  sourceRepos: ['https://git.example.org/platform.git'],
  destinations: [{ server: 'https://api.example.org:6443', namespace: 'shop' }],
  clusterKinds: [],
  namespaceKinds: [],
};

test('minimal: what is not listed is refused, so both lists are there', () => {
  expect(project(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    project({
      ...minimal,
      name: 'shop-production',
      namespace: 'argocd',
      labels: { team: 'shop' },
      annotations: { 'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'shop' },
      description: 'The shop.',
      sourceRepos: ['https://git.example.org/platform.git', 'git@git.example.org:shop.git'],
      clusterKinds: [{ group: '', kind: 'Namespace' }],
      namespaceKinds: [
        { group: '', kind: 'Service' },
        { group: 'networking.istio.io', kind: 'VirtualService' },
      ],
      warnOfOrphans: true,
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  test.each<[string, Partial<AppProjectProps>, string]>([
    ['no repository', { sourceRepos: [] }, 'sourceRepos: is empty: no Application could come from anywhere'],
    [
      'a pattern of repositories',
      { sourceRepos: ['https://git.example.org/*'] },
      'sourceRepos[0]: "https://git.example.org/*" is not the URL of a git repository',
    ],
    ['no destination', { destinations: [] }, 'destinations: is empty: no Application could go anywhere'],
    [
      'a pattern of clusters',
      { destinations: [{ server: '*', namespace: 'shop' }] },
      'destinations[0].server: "*" is not the URL of an API server (https://host:port)',
    ],
    [
      'a pattern of namespaces',
      { destinations: [{ server: 'https://api.example.org', namespace: '*' }] },
      'destinations[0].namespace: "*" is not a namespace',
    ],
    [
      'a group with a version',
      { clusterKinds: [{ group: 'apps/v1', kind: 'Deployment' }] },
      'clusterKinds[0].group: "apps/v1" is not an API group (without a version; "" is the core group)',
    ],
    [
      'a pattern of kinds',
      { namespaceKinds: [{ group: 'apps', kind: '*' }] },
      'namespaceKinds[0].kind: "*" is not a kind',
    ],
  ])('%s', (_, over, message) => {
    expect(() => project({ ...minimal, ...over })).toThrow(UserError);
    expect(() => project({ ...minimal, ...over })).toThrow(message);
  });
});
