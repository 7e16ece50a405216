import { ApplicationSet, type ApplicationSetProps } from '../../../constructs/argo/application-set';
import { Generator } from '../../../constructs/argo/generator';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const set = (props: ApplicationSetProps) =>
  renderOne((component) => new ApplicationSet(component, 'shop', props));

const repoURL = 'https://git.example.org/platform.git';
const clusters = Generator.clusters({ selector: { matchLabels: { mesh: 'shop' } } });
const folders = Generator.gitDirectories({
  repoURL,
  revision: 'main',
  directories: ['dist/shop/{{ .name }}/*'],
});

const minimal: ApplicationSetProps = {
  generators: [Generator.list([{ cluster: 'kube-01' }])],
  template: {
    name: '{{ .cluster }}-shop',
    project: 'shop',
    source: { repoURL, targetRevision: 'main', path: 'dist/{{ .cluster }}' },
    destination: { name: '{{ .cluster }}' },
  },
};

const matrix: ApplicationSetProps = {
  generators: [Generator.matrix(clusters, folders)],
  template: {
    name: '{{ .name }}-{{ .path.basename }}',
    project: 'shop',
    source: { repoURL, targetRevision: 'main', path: '{{ .path.path }}' },
    destination: { server: '{{ .server }}' },
  },
};

test('minimal', () => {
  expect(set(minimal)).toMatchSnapshot();
});

test('full: a matrix of clusters and folders', () => {
  expect(
    set({
      ...matrix,
      namespace: 'argocd',
      generators: [
        Generator.matrix(
          Generator.clusters({
            selector: { matchExpressions: [{ key: 'mesh', operator: 'In', values: ['shop', 'bank'] }] },
          }),
          Generator.gitDirectories({
            repoURL,
            revision: 'main',
            directories: ['dist/shop/{{ .name }}/*'],
            exclude: ['dist/shop/*/argocd'],
            requeueAfterSeconds: 60,
          }),
        ),
      ],
      template: {
        ...matrix.template,
        labels: { cluster: '{{ .name }}' },
        annotations: { '{{ index .metadata.labels "team" }}.example.org/owner': 'yes' },
        syncPolicy: { automated: { prune: true }, retry: { limit: 5 } },
        ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
      },
      applicationsSync: 'create-update',
      preserveResourcesOnDeletion: true,
      preservedAnnotations: ['notified.notifications.argoproj.io'],
      ignoreApplicationDifferences: ['.spec.syncPolicy.automated'],
    }),
  ).toMatchSnapshot();
});

const finalizers = (props: ApplicationSetProps) =>
  (set(props).metadata as { finalizers?: unknown }).finalizers;

test.each([
  ['create-only', ['resources-finalizer.argocd.argoproj.io']],
  ['create-update', ['resources-finalizer.argocd.argoproj.io']],
  ['create-delete', undefined],
  ['sync', undefined],
] as const)('under %s, deleting the set leaves its Applications: %j', (applicationsSync, expected) => {
  expect(finalizers({ ...minimal, applicationsSync })).toEqual(expected);
});

describe('refuses', () => {
  const template = (over: Partial<ApplicationSetProps['template']>): ApplicationSetProps => ({
    ...matrix,
    template: { ...matrix.template, ...over },
  });
  const generator = (one: Generator): ApplicationSetProps => ({ ...minimal, generators: [one] });
  const git = (over: object) =>
    generator(Generator.gitDirectories({ repoURL, revision: 'main', directories: ['dist/*'], ...over }));

  test.each<[string, ApplicationSetProps, string]>([
    ['no generator', { ...minimal, generators: [] }, 'generators: is empty: it would generate nothing'],
    [
      'a policy',
      { ...minimal, applicationsSync: 'never' as 'sync' },
      'applicationsSync: "never" is not one of "sync", "create-only", "create-update", "create-delete"',
    ],
    [
      'one name for all',
      template({ name: 'shop' }),
      'template.name: "shop" is the same for each set of parameters; Applications of one name are refused',
    ],
    [
      'a parameter that no generator gives',
      template({ name: '{{ .cluster }}-{{ .path.basename }}' }),
      'template.name: "{{ .cluster }}-{{ .path.basename }}" asks for .cluster, which is no parameter of the generators ' +
        '(metadata, name, nameNormalized, path, project, server)',
    ],
    [
      'a parameter that one of two generators gives',
      { ...minimal, generators: [Generator.list([{ cluster: 'a' }]), Generator.list([{ name: 'b' }])] },
      'template.name: "{{ .cluster }}-shop" asks for .cluster, which is no parameter of the generators ()',
    ],
    [
      'braces that do not close',
      template({ name: '{{ .name }-shop' }),
      'template.name: "{{ .name }-shop" has a "{{" or "}}" without its other half',
    ],
    [
      'a template in the key of a label',
      template({ labels: { '{{ .team }}': 'x' } }),
      'template.labels.{{ .team }}: "{{ .team }}" asks for .team',
    ],
    [
      'an empty list',
      generator(Generator.list([])),
      'generators[0].list: is empty: it would generate nothing',
    ],
    [
      'no folders',
      git({ directories: [] }),
      'generators[0].git.directories: is empty: no folder would be found',
    ],
    [
      'a pattern that Go does not have',
      git({ directories: ['dist/**'] }),
      'generators[0].git.directories[0]: "dist/**" is not a pattern of folders from the repository\'s root',
    ],
    [
      'a pattern of excluded folders',
      git({ exclude: ['/dist'] }),
      'generators[0].git.exclude[0]: "/dist" is not a pattern of folders',
    ],
    [
      'a pause that is none',
      git({ requeueAfterSeconds: 0 }),
      'generators[0].git.requeueAfterSeconds: 0 is not a whole number from 1',
    ],
    [
      'a selector',
      generator(Generator.clusters({ selector: { matchLabels: { mesh: 'a b' } } })),
      'generators[0].clusters.selector.matchLabels.mesh: "a b" is not a label\'s value',
    ],
    [
      'a template in the first half of a matrix',
      generator(Generator.matrix(folders, clusters)),
      'generators[0].matrix.first: holds a template: only the second knows parameters',
    ],
    [
      'a parameter in the second half that the first does not give',
      generator(Generator.matrix(Generator.list([{ cluster: 'a' }]), folders)),
      'asks for .name, which is no parameter of the generators (cluster)',
    ],
    [
      'two git generators in a matrix',
      generator(
        Generator.matrix(
          Generator.gitDirectories({ repoURL, revision: 'main', directories: ['a/*'] }),
          Generator.gitDirectories({ repoURL, revision: 'main', directories: ['b/*'] }),
        ),
      ),
      'generators[0].matrix: has two git generators: both give .path',
    ],
    [
      'a matrix of a matrix',
      generator(Generator.matrix(clusters, Generator.matrix(clusters, clusters))),
      'generators[0].matrix.second: is a matrix itself; join two generators at a time',
    ],
    [
      'what an Application would be refused for',
      template({ source: { ...matrix.template.source, repoURL: 'x' } }),
      'template.source.repoURL: "x" is not the URL of a git repository',
    ],
  ])('%s', (_, props, message) => {
    expect(() => set(props)).toThrow(UserError);
    expect(() => set(props)).toThrow(message);
  });

  test('and reads no parameter into a text or behind a range', () => {
    const name = '{{ .name }}-{{ printf ".cluster %s" (.path.basename) }}';
    expect(() => set(template({ name }))).not.toThrow();
    expect(() => set(template({ name: '{{ range .path.segments }}{{ .cluster }}{{ end }}' }))).not.toThrow();
  });
});
