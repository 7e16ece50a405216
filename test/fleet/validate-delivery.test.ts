import type { MeshSpec } from '../../fleet/mesh-spec';
import { validateMesh } from '../../fleet/validate';
import { primary, twoClusters } from '../support/meshes';

/** `field: message` of everything that is wrong. */
const problems = (spec: MeshSpec) =>
  validateMesh(spec).problems.map(({ field, message }) => `${field}: ${message}`);

const repository = { url: 'https://git.example.org/platform.git' };
const delivered = (over: Partial<MeshSpec> = {}) =>
  twoClusters({
    repository,
    clusters: { left: primary('east', { role: ['hub', 'primary'] }), right: primary('west') },
    ...over,
  });

test('a repository and a hub are enough', () => {
  expect(problems(delivered())).toEqual([]);
});

test('everything that can be said of them', () => {
  const argocd = { installedBy: 'chart', notifications: { 'on-sync-failed.slack': 'mesh' } } as const;
  expect(
    problems(delivered({ repository: { ...repository, revision: 'v1', path: 'a/dist' }, argocd })),
  ).toEqual([]);
});

test('a mesh without a repository needs no hub', () => {
  expect(problems(twoClusters())).toEqual([]);
});

test.each<[string, Partial<MeshSpec>, string]>([
  [
    'no hub',
    { clusters: { left: primary('east'), right: primary('west') } },
    'clusters: has no hub, and repository is given: Argo CD runs in one cluster of the mesh; give it the role "hub"',
  ],
  [
    'two hubs',
    {
      clusters: {
        left: primary('east', { role: ['hub', 'primary'] }),
        right: primary('west', { role: ['hub', 'primary'] }),
      },
    },
    'clusters: left and right are both the hub; Argo CD runs in one cluster of a mesh',
  ],
  [
    'a URL that is none',
    { repository: { url: 'platform' } },
    'repository.url: "platform" is not the URL of a git repository (https://host/path, ssh://git@host/path or git@host:path)',
  ],
  [
    'credentials in the URL',
    { repository: { url: 'https://me:token@git.example.org/platform' } },
    'repository.url: "https://…@git.example.org/platform" carries credentials, and is committed; Argo CD keeps them in a Secret of its own',
  ],
  [
    'a revision',
    { repository: { ...repository, revision: 'a b' } },
    'repository.revision: "a b" is not a revision (a branch, a tag, a commit or HEAD)',
  ],
  [
    'a path',
    { repository: { ...repository, path: '/dist' } },
    'repository.path: "/dist" is not a folder of the repository (names joined by "/", none of them starting with "."; "." is its root)',
  ],
  [
    'Argo CD without a repository',
    { repository: undefined, argocd: {} },
    'argocd: is given without repository: nothing of Argo CD is rendered',
  ],
  [
    'an installation',
    { argocd: { installedBy: 'hand' as 'chart' } },
    'argocd.installedBy: "hand" is not one of "manifests", "chart"',
  ],
  [
    'a subscription',
    { argocd: { notifications: { failed: 'mesh' } } },
    'argocd.notifications: "failed" is not a subscription (<trigger>.<service>, such as on-sync-failed.slack, at most 52 characters)',
  ],
  [
    'a recipient',
    { argocd: { notifications: { 'on-sync-failed.slack': ' ' } } },
    'argocd.notifications.on-sync-failed.slack: is empty: nobody would be told',
  ],
  [
    'a field that there is not',
    { repository: { ...repository, branch: 'main' } as { url: string } },
    'repository.branch: is not a field here; there are url, revision, path',
  ],
])('says of %s', (_, over, message) => {
  expect(problems(delivered(over))).toEqual([message]);
});
