import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listApplications } from '../../../analysis/delivery/applications';
import { UserError } from '../../../values/user-error';
import { writeDist, writeFiles } from '../../support/dist';
import { bothClusters, delivered, deliveredMesh, platformOf } from '../../support/hub';

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'delivery-'));
});
afterEach(() => rmSync(dist, { recursive: true }));

const names = (mesh?: string) => listApplications(dist, mesh).map(({ name }) => name);
const hub = 'demo/left/argocd';

describe('what is rendered', () => {
  test('becomes one Application for each component, by cluster and order', () => {
    writeDist(dist);
    expect(listApplications(dist, 'demo').map(({ order, name }) => `${order} ${name}`)).toEqual([
      '1 left-istio-base',
      '3 left-istio-pilot',
      '4 left-istio-igws',
      '5 left-shop',
      '1 right-istio-base',
      '3 right-istio-pilot',
      '4 right-istio-igws',
      '5 right-shop',
    ]);
  });

  test('says where each goes', () => {
    writeDist(dist);
    expect(listApplications(dist).filter(({ cluster }) => cluster === 'right')).toMatchSnapshot();
  });

  test('leaves out machines, hidden and empty folders, and the folder of the hub itself', () => {
    writeDist(dist);
    writeFiles(dist, { 'demo/machines/vm/user-data': 'x', 'demo/right/.hidden/a.yaml': 'a: 1' });
    mkdirSync(join(dist, 'demo/right/empty/below'), { recursive: true });
    expect(names()).toHaveLength(8);
  });

  test('a new component needs nothing else', () => {
    writeDist(dist);
    writeFiles(dist, { 'demo/right/bank/service.yaml': 'kind: Service' });
    expect(listApplications(dist).find(({ name }) => name === 'right-bank')).toMatchObject({
      namespace: 'bank',
      path: 'dist/demo/right/bank',
      applicationSet: 'demo',
      order: 5,
    });
  });

  test('namespaces differ from cluster to cluster where they do', () => {
    const objects = [...platformOf('right'), delivered('left', 'shop', 'v1/Service', 'bank/a')];
    writeDist(dist, deliveredMesh(), objects);
    const shops = listApplications(dist).filter(({ name }) => name.endsWith('-shop'));
    expect(shops.map(({ name, namespace }) => `${name} ${namespace}`)).toEqual([
      'left-shop bank',
      'right-shop shop',
    ]);
  });

  test.each(['.', 'deep/down/dist'])('dist may be %s of the repository', (path) => {
    writeDist(dist, deliveredMesh({ repository: { url: 'https://git.example.org/platform.git', path } }));
    expect(listApplications(dist)[0]).toMatchObject({
      path: `${path === '.' ? '' : `${path}/`}demo/left/istio-base`,
    });
  });

  test('each mesh has its own hub', () => {
    writeDist(dist);
    writeDist(dist, deliveredMesh({ name: 'other' }));
    expect(listApplications(dist).map(({ mesh }) => mesh)).toEqual([
      ...Array<string>(8).fill('demo'),
      ...Array<string>(8).fill('other'),
    ]);
    expect(listApplications(dist, 'other')).toHaveLength(8);
  });

  test('a mesh that nobody delivers is not there', () => {
    writeDist(dist, deliveredMesh({ repository: undefined }));
    expect(names()).toEqual([]);
    expect(() => names('demo')).toThrow(
      'demo: has no folder argocd in any of its clusters: a mesh is delivered where',
    );
  });
});

describe('what somebody has written by hand', () => {
  const set = (over: object = {}) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'own', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements: [{ cluster: 'one' }, { cluster: 'two' }] } }],
      template: {
        metadata: { name: '{{ .cluster }}-web', annotations: { '{{ .cluster }}': 'x' } },
        spec: {
          project: 'p',
          source: { path: 'web' },
          destination: { name: '{{ .cluster }}', namespace: 'web' },
        },
      },
      ...over,
    },
  });
  const cluster = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...labels } },
    data: {
      name: Buffer.from(name).toString('base64'),
      server: Buffer.from(`https://${name}`).toString('base64'),
    },
  });
  const write = (over: object = {}, files: Readonly<Record<string, unknown>> = {}) =>
    writeFiles(dist, {
      [`${hub}/set.yaml`]: set(over),
      [`${hub}/one.yaml`]: cluster('one', { tier: 'edge' }),
      [`${hub}/two.json`]: JSON.stringify(cluster('two')),
      [`${hub}/README.md`]: '# not YAML: {',
      ...files,
    });

  test('a list, and registrations as the cluster has them', () => {
    write();
    expect(listApplications(dist)).toEqual([
      expect.objectContaining({
        name: 'one-web',
        cluster: 'one',
        server: 'https://one',
        order: 0,
        path: 'web',
      }),
      expect.objectContaining({ name: 'two-web', cluster: 'two' }),
    ]);
  });

  test('clusters by label, with their labels as parameters', () => {
    write({
      generators: [{ clusters: { selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } } }],
      template: {
        metadata: { name: '{{ .nameNormalized }}-{{ index .metadata.labels "tier" }}' },
        spec: { destination: { server: '{{ .server }}' } },
      },
    });
    expect(names()).toEqual(['one-edge']);
  });

  test('a matrix whose halves give the same parameter takes that of the first', () => {
    const list = (...elements: object[]) => ({ list: { elements } });
    write({
      generators: [
        {
          matrix: {
            generators: [
              list({ cluster: 'one', of: { a: '1' } }),
              list({ cluster: 'two', of: { b: '{{ .of.a }}2' } }),
            ],
          },
        },
      ],
      template: {
        metadata: { name: '{{ .cluster }}-{{ .of.a }}-{{ .of.b }}' },
        spec: { destination: { name: '{{ .cluster }}' } },
      },
    });
    expect(names()).toEqual(['one-1-12']);
  });

  test.each<[string, object, string]>([
    [
      'an old template',
      { goTemplate: false },
      'spec.goTemplate: is not true; templates of the old kind are not evaluated',
    ],
    ['a patch', { templatePatch: 'x' }, 'spec.templatePatch: is not evaluated'],
    [
      'another generator',
      { generators: [{ pullRequest: {} }] },
      'spec.generators[0].pullRequest: is a generator that is not evaluated; there are clusters, git directories, list and matrix',
    ],
    [
      'files of git',
      { generators: [{ git: { repoURL: 'x', files: [] } }] },
      'spec.generators[0].git.files: is not evaluated; there are repoURL, revision, directories, requeueAfterSeconds',
    ],
    [
      'a selector behind a generator',
      { generators: [{ list: {}, selector: {} }] },
      'spec.generators[0]: is list with selector, which is not evaluated',
    ],
    [
      'a matrix of three',
      { generators: [{ matrix: { generators: [{ list: {} }, { list: {} }, { list: {} }] } }] },
      'spec.generators[0].matrix.generators: are 3; a matrix has two',
    ],
    [
      'a parameter that is not there',
      { template: { metadata: { name: '{{ .clustr }}' } } },
      'demo/left/argocd/set.yaml: ApplicationSet own spec.template.metadata.name: {{ .clustr }}: the map has no entry "clustr", only cluster',
    ],
    [
      'two Applications of one name',
      { template: { metadata: { name: 'web' }, spec: { destination: { name: 'one' } } } },
      'demo/left/argocd/set.yaml: ApplicationSet own: generates web, as own does; Argo CD refuses the second',
    ],
    [
      'a cluster that nobody has registered',
      {
        template: {
          metadata: { name: '{{ .cluster }}' },
          spec: { destination: { server: 'https://three' } },
        },
      },
      'ApplicationSet own: generates one for https://three, which no registration names',
    ],
  ])('is refused: %s', (_, over, message) => {
    write(over);
    expect(() => listApplications(dist)).toThrow(UserError);
    expect(() => listApplications(dist)).toThrow(message);
  });

  test('folders of another repository are not known', () => {
    writeDist(dist);
    const git = {
      repoURL: 'https://git.example.org/other.git',
      revision: 'main',
      directories: [{ path: '*' }],
    };
    writeFiles(dist, { [`${hub}/set.yaml`]: set({ generators: [{ git }] }) });
    expect(() => listApplications(dist)).toThrow(
      'git.repoURL: https://git.example.org/other.git is not the repository of dist; its folders are not known',
    );
  });

  test('a pattern that is none is refused', () => {
    write({ generators: [{ git: { repoURL: 'x', directories: [{ path: 'dist/[' }] } }] });
    expect(() => listApplications(dist)).toThrow('git.directories: dist/[ is not a pattern of folders');
  });

  test('a cluster of two meshes on one Argo CD has two Applications of one name', () => {
    const other = { ...set(), metadata: { name: 'second' } };
    write({}, { [`${hub}/z.yaml`]: other });
    expect(() => listApplications(dist)).toThrow('ApplicationSet second: generates one-web, as own does');
  });

  test('a file that is no YAML is named', () => {
    write({}, { [`${hub}/bad.yaml`]: 'a: [' });
    expect(() => listApplications(dist)).toThrow('demo/left/argocd/bad.yaml: is no YAML: Flow sequence');
  });
});

test('what is given must be there', () => {
  writeDist(dist, deliveredMesh(), bothClusters);
  expect(() => names('dmo')).toThrow(`dmo: is not a mesh of ${dist} (demo); did you mean "demo"?`);
  expect(() => listApplications(join(dist, 'none'))).toThrow('none: is no folder; run `npm run synth` first');
});
