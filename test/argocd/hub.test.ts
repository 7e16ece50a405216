import { installedKinds } from '../../argocd/installed-kinds';
import type { DeliveredObject } from '../../argocd/hub-context';
import { Mesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { resolveApp, type KubeObject } from '../../synth/resolve';
import { buildHub } from '../../argocd/hub';
import { UserError } from '../../values/user-error';
import { bothClusters, delivered, deliveredMesh, document, hubObjects, platformOf } from '../support/hub';
import { primary } from '../support/meshes';

interface ProjectSpec {
  readonly destinations: { server: string; namespace: string }[];
  readonly clusterResourceWhitelist: { group: string; kind: string }[];
  readonly namespaceResourceWhitelist: { group: string; kind: string }[];
}
interface SetSpec {
  readonly generators: [{ matrix: { generators: [unknown, { git: { directories: unknown } }] } }];
  readonly template: {
    readonly metadata: { annotations: Record<string, string> };
    readonly spec: {
      readonly destination: unknown;
      readonly source: { plugin?: unknown };
      readonly ignoreDifferences?: unknown;
    };
  };
}
const spec = <T>(objects: ReadonlyMap<string, KubeObject>, key: string) => objects.get(key)?.spec as T;
const project = (objects: readonly DeliveredObject[], over: Partial<MeshSpec> = {}) =>
  spec<ProjectSpec>(hubObjects(deliveredMesh(over), objects), 'AppProject/demo');
const kinds = (list: readonly { group: string; kind: string }[]) =>
  list.map(({ group, kind }) => `${group}/${kind}`);

test('all that the hub of a mesh gets', () => {
  expect([...hubObjects().values()]).toMatchSnapshot();
});

test('everything is in two components of the hub, and in the namespace of Argo CD', () => {
  const rendered = resolveApp(buildHub(deliveredMesh(), bothClusters));
  expect(new Set(rendered.map(({ mesh, cluster, component }) => `${mesh} ${cluster} ${component}`))).toEqual(
    new Set(['demo left argocd', 'demo left argocd-settings']),
  );
  expect(new Set(rendered.map(({ object }) => object.metadata.namespace))).toEqual(new Set(['argocd']));
});

test('a mesh without a repository gets nothing', () => {
  expect(hubObjects(deliveredMesh({ repository: undefined })).size).toBe(0);
});

test('no Secret holds anything to log in with, and the root Application leaves them alone', () => {
  const objects = hubObjects();
  const secrets = [...objects.values()].filter(({ kind }) => kind === 'Secret');
  expect(secrets.map(({ stringData }) => stringData)).toEqual([
    { name: 'left', server: 'https://kubernetes.default.svc' },
    { name: 'right', server: 'https://right.example.org:6443' },
  ]);
  expect(secrets.flatMap((secret) => Object.keys(secret))).not.toContain('data');
  expect(spec(objects, 'Application/left-argocd')).toMatchObject({
    source: { path: 'dist/demo/left/argocd', directory: { exclude: 'secret_*' } },
  });
  const root = spec<ProjectSpec>(objects, 'AppProject/demo-argocd');
  expect(kinds(root.namespaceResourceWhitelist)).not.toContain('/Secret');
  expect(root.clusterResourceWhitelist).toEqual([]);
});

describe('parts of objects that somebody else has installed', () => {
  const rendered = resolveApp(buildHub(deliveredMesh(), bothClusters));
  const isPart = (object: KubeObject) =>
    object.metadata.annotations?.['argocd.argoproj.io/sync-options']?.includes('Validate=false') ?? false;

  test('are in a folder that only Argo CD applies', () => {
    const parts = rendered.filter(({ object }) => isPart(object));
    expect(parts.map(({ component, object }) => `${component} ${object.kind}`)).toEqual([
      'argocd-settings ConfigMap',
      'argocd-settings Deployment',
    ]);
  });

  test('are merged without what would delete the rest of them', () => {
    const { syncPolicy, source } = spec<{ syncPolicy: { syncOptions: string[] }; source: unknown }>(
      hubObjects(),
      'Application/left-argocd-settings',
    );
    expect(syncPolicy.syncOptions).toContain('ClientSideApplyMigration=false');
    expect(syncPolicy.syncOptions).toContain('ServerSideApply=true');
    expect(source).toMatchObject({ path: 'dist/demo/left/argocd-settings' });
  });
});

test('a cluster that gets nothing is not registered', () => {
  const objects = [...hubObjects(deliveredMesh(), platformOf('right')).keys()];
  expect(objects.filter((key) => key.startsWith('Secret/'))).toEqual(['Secret/cluster-right']);
});

test('dist may be the root of the repository, or a folder of a folder', () => {
  const path = (of: string) => {
    const repository = { url: 'https://git.example.org/platform.git', path: of };
    return spec<{ source: { path: string } }>(
      hubObjects(deliveredMesh({ repository })),
      'Application/left-argocd',
    ).source.path;
  };
  expect([path('.'), path('a/b')]).toEqual(['demo/left/argocd', 'a/b/demo/left/argocd']);
});

describe('an Application names the plugin', () => {
  const [rendered, plain] = ['ApplicationSet/demo-istio', 'ApplicationSet/demo'].map((key) =>
    spec<SetSpec>(hubObjects(), key),
  ) as [SetSpec, SetSpec];

  test('where its folder holds a document, and not elsewhere', () => {
    expect(rendered.template.spec.source.plugin).toEqual({ name: 'istioctl-1.29.1' });
    expect(plain.template.spec.source.plugin).toBeUndefined();
    expect(rendered.generators[0].matrix.generators[1].git.directories).toEqual([
      { path: 'dist/demo/{{ .name }}/istio-base' },
      { path: 'dist/demo/{{ .name }}/istio-igws' },
      { path: 'dist/demo/{{ .name }}/istio-pilot' },
    ]);
    expect(plain.generators[0].matrix.generators[1].git.directories).toEqual([
      { path: 'dist/demo/{{ .name }}/*' },
      { exclude: true, path: 'dist/demo/left/argocd' },
      { exclude: true, path: 'dist/demo/left/argocd-settings' },
      // Those that the mesh does not have yet as well: the folder may be seen before the ApplicationSet is.
      ...['', '-base', '-cni', '-ewgw', '-igws', '-pilot', '-pilot-*'].map((part) => ({
        exclude: true,
        path: `dist/demo/*/istio${part}`,
      })),
    ]);
  });

  test('and a mesh without documents has neither plugin nor patch', () => {
    const objects = [
      ...hubObjects(deliveredMesh(), [delivered('right', 'shop', 'v1/Service', 'shop/web')]).keys(),
    ];
    expect(objects).toEqual([
      'AppProject/demo',
      'ApplicationSet/demo',
      'AppProject/demo-argocd',
      'Application/left-argocd',
      'Secret/cluster-right',
    ]);
  });
});

test('a component of two namespaces goes to the one that holds most, and by cluster where they differ', () => {
  const objects = [
    ...platformOf('right'),
    delivered('left', 'shop', 'v1/Service', 'bank/a'),
    delivered('left', 'shop', 'v1/Service', 'bank/b'),
    delivered('left', 'shop', 'v1/Service', 'shop/c'),
    delivered('left', 'crds', 'apiextensions.k8s.io/v1/CustomResourceDefinition', 'x.example.org'),
  ];
  expect(
    spec<SetSpec>(hubObjects(deliveredMesh(), objects), 'ApplicationSet/demo').template.spec.destination,
  ).toEqual({
    server: '{{ .server }}',
    namespace:
      '{{ $of := dict "crds" "default" "left/shop" "bank" "right/shop" "shop" }}' +
      '{{ coalesce (get $of (printf "%s/%s" .name .path.basename)) (get $of .path.basename) .path.basename }}',
  });
});

describe('the project of the mesh', () => {
  test('goes to the namespaces of each cluster that something is in', () => {
    const objects = [...platformOf('left'), delivered('right', 'bank', 'v1/Service', 'bank/till')];
    expect(project(objects).destinations).toEqual([
      { server: 'https://kubernetes.default.svc', namespace: 'istio-system' },
      { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      { server: 'https://right.example.org:6443', namespace: 'bank' },
    ]);
  });

  test('knows what istioctl will make of a document, and not the document', () => {
    const { clusterResourceWhitelist, namespaceResourceWhitelist } = project([
      document('left', 'istio-igws', { components: { ingressGateways: [{ name: 'entry', enabled: true }] } }),
    ]);
    expect(clusterResourceWhitelist).toEqual([]);
    expect(kinds(namespaceResourceWhitelist)).toEqual([
      '/Service',
      '/ServiceAccount',
      'apps/Deployment',
      'autoscaling/HorizontalPodAutoscaler',
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/RoleBinding',
    ]);
  });

  test.each<[string, object, string, boolean]>([
    ['a setting brings more', { values: { pilot: { autoscaleMin: 2 } } }, 'policy/PodDisruptionBudget', true],
    ['without it, no more', {}, 'policy/PodDisruptionBudget', false],
    ['a profile brings its components', { profile: 'demo' }, 'apps/Deployment', true],
    [
      'a component of it can be off',
      { profile: 'ambient', components: { cni: { enabled: false }, ztunnel: { enabled: false } } },
      'apps/DaemonSet',
      false,
    ],
    ['no profile is the default one', { profile: undefined }, 'apps/Deployment', true],
  ])('%s', (_, over, kind, allowed) => {
    const components = { pilot: { enabled: true } };
    const { namespaceResourceWhitelist } = project([document('left', 'istio', { components, ...over })]);
    expect(kinds(namespaceResourceWhitelist).includes(kind)).toBe(allowed);
  });

  test.each<[string, object, boolean]>([
    ['of the profile', { profile: 'default' }, true],
    [
      'of the profile, turned off',
      {
        profile: 'default',
        components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: false }] },
      },
      false,
    ],
    [
      'besides the profile',
      { profile: 'minimal', components: { ingressGateways: [{ name: 'entry' }] } },
      true,
    ],
    ['of no profile', { profile: 'minimal' }, false],
  ])('a gateway %s', (_, over, there) => {
    const { ignoreDifferences } = spec<SetSpec>(
      hubObjects(deliveredMesh(), [document('left', 'istio', over)]),
      'ApplicationSet/demo-istio',
    ).template.spec;
    expect(ignoreDifferences).toBeDefined();
    const { namespaceResourceWhitelist } = project([
      document('left', 'istio', {
        ...over,
        components: {
          base: { enabled: false },
          pilot: { enabled: false },
          ...(over as { components?: object }).components,
        },
      }),
    ]);
    expect(kinds(namespaceResourceWhitelist).includes('apps/Deployment')).toBe(there);
  });

  test('holds every object of dist: what it would refuse cannot be there', () => {
    const objects = bothClusters.filter(({ object }) => object.kind !== 'IstioOperator');
    const { destinations, clusterResourceWhitelist, namespaceResourceWhitelist } = project(bothClusters);
    const mesh = deliveredMesh();
    for (const { cluster, object } of objects) {
      const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
      const { namespace } = object.metadata;
      const list = namespace === undefined ? clusterResourceWhitelist : namespaceResourceWhitelist;
      expect(list).toContainEqual({ group, kind: object.kind });
      if (namespace === undefined) continue;
      const server = mesh.cluster(cluster).spec.server.replace(/\/$/, '');
      expect(destinations).toContainEqual({ server, namespace });
    }
  });

  test('tells who asked to be told', () => {
    const argocd = { notifications: { 'on-sync-failed.slack': 'mesh-alerts' } };
    expect(hubObjects(deliveredMesh({ argocd })).get('AppProject/demo')?.metadata.annotations).toMatchObject({
      'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'mesh-alerts',
    });
  });
});

test('the in-cluster operator gets the documents themselves', () => {
  const objects = hubObjects(deliveredMesh({ istio: { version: '1.23.1', installer: 'operator' } }));
  expect(kinds(spec<ProjectSpec>(objects, 'AppProject/demo').namespaceResourceWhitelist)).toContain(
    'install.istio.io/IstioOperator',
  );
  expect([...objects.keys()]).not.toContain('ApplicationSet/demo-istio');
});

describe('where the run itself asks istioctl', () => {
  const { spec: plain } = deliveredMesh();
  const mesh = new Mesh({
    ...plain,
    istio: { version: '1.29.1', revision: 'canary', installer: 'rendered' as 'plugin' },
  });
  const made = delivered('left', 'istio-pilot', 'apps/v1/Deployment', 'istio-system/istiod');
  const pilot = document('left', 'istio-pilot', { components: { pilot: { enabled: true } } });
  const objects = hubObjects(mesh, [pilot, made]);

  test('Argo CD needs no plugin, and knows the order all the same', () => {
    const { template } = spec<SetSpec>(objects, 'ApplicationSet/demo-istio');
    expect(template.spec.source.plugin).toBeUndefined();
    expect(template.metadata.annotations['argocd.argoproj.io/sync-wave']).toContain('"istio-pilot" "3"');
    expect([...objects.keys()].filter((key) => /repo-server|cmp/.test(key))).toEqual([]);
  });

  test('the project allows what there is, and neither the document nor what it may bring', () => {
    const { clusterResourceWhitelist, namespaceResourceWhitelist } = spec<ProjectSpec>(
      objects,
      'AppProject/demo',
    );
    expect(clusterResourceWhitelist).toEqual([]);
    expect(kinds(namespaceResourceWhitelist)).toEqual(['apps/Deployment']);
  });

  test('what istiod writes is left to it', () => {
    expect(spec<SetSpec>(objects, 'ApplicationSet/demo-istio').template.spec.ignoreDifferences).toHaveLength(
      2,
    );
  });
});

describe('what istiod writes is left to it', () => {
  const ignored = (objects: readonly DeliveredObject[]) =>
    (
      spec<SetSpec>(hubObjects(deliveredMesh(), objects), 'ApplicationSet/demo-istio').template.spec
        .ignoreDifferences as { kind: string; name: string }[]
    ).map(({ kind, name }) => `${kind} ${name}`);

  test('in the webhooks of a revision', () => {
    expect(ignored(bothClusters)).toEqual([
      'MutatingWebhookConfiguration istio-sidecar-injector-canary',
      'ValidatingWebhookConfiguration istio-validator-canary-istio-system',
      'ValidatingWebhookConfiguration istiod-default-validator',
    ]);
  });

  test('in those of the default revision, and of its tags', () => {
    expect(
      ignored([
        document('left', 'istio-pilot', {
          revision: undefined,
          components: { pilot: { enabled: true } },
          values: { revisionTags: ['stable', 'next'] },
        }),
      ]),
    ).toEqual([
      'MutatingWebhookConfiguration istio-revision-tag-next',
      'MutatingWebhookConfiguration istio-revision-tag-stable',
      'MutatingWebhookConfiguration istio-sidecar-injector',
      'ValidatingWebhookConfiguration istio-validator-istio-system',
    ]);
  });
});

describe('an Argo CD of its Helm chart', () => {
  test('is not patched', () => {
    const objects = [...hubObjects(deliveredMesh({ argocd: { installedBy: 'chart' } })).keys()];
    expect(objects).not.toContain('Deployment/argocd-repo-server');
    expect(objects).not.toContain('ConfigMap/argocd-cm');
    expect(objects).toContain('ConfigMap/cmp-istioctl-1.29.1');
  });

  test('gets a file of values, which neither kubectl nor Argo CD takes for a manifest', () => {
    const app = buildHub(deliveredMesh({ argocd: { installedBy: 'chart' } }), bothClusters);
    const [component] = app.node.children as unknown as [{ files: ReadonlyMap<string, unknown> }];
    expect([...component.files.keys()]).toEqual(['argo-cd.values']);
    expect(component.files.get('argo-cd.values')).toMatchSnapshot();
  });
});

describe('refuses', () => {
  const failing =
    (objects: readonly DeliveredObject[], over: Partial<MeshSpec> = {}) =>
    () =>
      hubObjects(deliveredMesh(over), objects);
  const service = (cluster: string, component: string) =>
    delivered(cluster, component, 'v1/Service', 'shop/web');

  test('an Application name that no label can be', () => {
    const build = failing([service('right', 'c'.repeat(58))]);
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      `its Application right-${'c'.repeat(58)} has 64 characters, and a label's value has at most 63; shorten the ` +
        "cluster's or the component's name",
    );
    expect(failing([service('right', 'c'.repeat(57))])).not.toThrow();
  });

  test('two Applications of one name', () => {
    const clusters = {
      left: primary('east', { role: ['hub', 'primary'] }),
      'left-a': primary('west'),
    };
    const build = failing([service('left', 'a-shop'), service('left-a', 'shop')], { clusters });
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      'clusters/demo: component shop of left-a: its Application left-a-shop is also that of component a-shop of left; rename one of them',
    );
  });

  test.each(['argocd', 'argocd-settings'])("the name of the hub's own component %s", (own) => {
    expect(failing([service('left', own)])).toThrow(
      `its Application left-${own} is also that of the hub's own component ${own}; rename one of them`,
    );
  });

  test('an object that does not say where it goes', () => {
    expect(failing([delivered('right', 'shop', 'networking.istio.io/v1/Gateway', 'entry')])).toThrow(
      'right shop: Gateway entry names no namespace, and its kind is namespaced; give the object or its component one',
    );
    expect(failing([delivered('right', 'shop', 'cert-manager.io/v1/ClusterIssuer', 'acme')])).not.toThrow();
  });

  test('a version of Istio whose kinds nobody has listed', () => {
    const build = failing(bothClusters, { istio: { version: '1.28.3' } });
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      'clusters/demo: istio.version: 1.28.3: nobody has listed the kinds that Istio 1.28 installs (there are 1.29), and the AppProject ' +
        'would refuse them; run `node --import tsx argocd/installed-kinds/regenerate.ts <istioctl>`',
    );
  });

  test('a version of a canary whose kinds nobody has listed, by its own field', () => {
    const canary = { version: '1.31.0', revision: 'next' };
    const document = delivered('left', 'istio-pilot-next', 'install.istio.io/v1alpha1/IstioOperator', 'a/b', {
      tag: '1.31.0',
    });
    const build = failing([...bothClusters, document], { istio: { version: '1.29.1', canary } });
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      'clusters/demo: istio.canary.version: 1.31.0: nobody has listed the kinds that Istio 1.31',
    );
  });
});

test('the list of kinds is of the version that it is named after', () => {
  expect(installedKinds('1.29.7').istioctl).toMatch(/^1\.29\./);
});

test.each(['istio-cni', 'istio-pilot-next'])('a component of others may not be called %s', (name) => {
  const build = () =>
    hubObjects(deliveredMesh(), [...bothClusters, delivered('left', name, 'v1/Service', 'a/b')]);
  expect(build).toThrow(UserError);
  expect(build).toThrow(`clusters/demo: component ${name}: is a name of Istio's own components`);
});
