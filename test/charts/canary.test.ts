import { listApplications } from '../../analysis/delivery/applications';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { defineApplication } from '../../fleet/application';
import type { IstioSpec } from '../../fleet/istio-spec';
import { loadMeshes } from '../../fleet/load';
import { defineMesh } from '../../fleet/mesh';
import { render } from '../../run/render';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { deliveredMesh } from '../support/hub';
import { UserError } from '../../values/user-error';

const canary = { version: '1.29.2', revision: 'next' };

/** A mesh of two clusters with an application `shop`, and its files. */
function rendered(istio: Partial<IstioSpec>, namespace = 'shop'): ReadonlyMap<string, string> {
  const mesh = defineMesh({ ...deliveredMesh().spec, istio: { version: '1.29.1', ...istio } });
  const shop = defineApplication(mesh, {
    name: 'shop',
    namespace,
    clusters: ['left', 'right'],
    build: (component, cluster) => {
      new Namespace(component, 'namespace', {
        name: namespace,
        meshMembership: cluster.membershipOf(namespace),
      });
    },
  });
  return render([{ mesh, applications: [shop] }]).files;
}

const objectOf = (files: ReadonlyMap<string, string>, path: string) =>
  parse(files.get(`demo/left/${path}`)!) as {
    metadata: { labels: Record<string, string> };
    spec: { tag: string; revision: string; components: object; template: { spec: { source: unknown } } };
  };
const documentOf = (files: ReadonlyMap<string, string>, component: string) =>
  objectOf(files, `${component}/istiooperator.install.istio.io_istio-system_${component}.yaml`).spec;
const namespaceOf = (files: ReadonlyMap<string, string>) =>
  objectOf(files, 'shop/namespace_shop.yaml').metadata.labels;

describe('a canary', () => {
  const files = rendered({ revision: 'first', canary });

  test('is an istiod of its own version and revision beside the first', () => {
    expect(documentOf(files, 'istio-pilot-next')).toMatchObject({ tag: '1.29.2', revision: 'next' });
    expect(documentOf(files, 'istio-pilot')).toMatchObject({ tag: '1.29.1', revision: 'first' });
    expect(Object.keys(documentOf(files, 'istio-pilot-next').components)).toEqual(['pilot']);
  });

  test("brings the kinds of the newer version, whose webhook stays the first control plane's", () => {
    expect(documentOf(files, 'istio-base')).toMatchObject({ tag: '1.29.2', revision: 'first' });
  });

  test('leaves every namespace where it is until it is named', () => {
    expect(namespaceOf(files)).toEqual({ 'istio.io/rev': 'first' });
  });

  test.each(['first', undefined])('takes the namespaces that are named from revision %s', (revision) => {
    const moved = rendered({ revision, canary: { ...canary, namespaces: ['shop'] } });
    expect(namespaceOf(moved)).toEqual({ 'istio.io/rev': 'next' });
  });

  test('changes nothing else', () => {
    const before = rendered({ revision: 'first' });
    const changed = [...files.keys()].filter(
      (path) => files.get(path) !== before.get(path) && !path.includes('/argocd'),
    );
    expect(changed).toEqual(
      ['left', 'right'].flatMap((cluster) => [
        `demo/${cluster}/istio-base/istiooperator.install.istio.io_istio-system_istio-base.yaml`,
        `demo/${cluster}/istio-pilot-next/istiooperator.install.istio.io_istio-system_istio-pilot-next.yaml`,
        `demo/${cluster}/istio-pilot-next/customresourcedefinition.apiextensions.k8s.io_dependencies.next.meshwright.dev.yaml`,
      ]),
    );
  });

  test('is asked of the istioctl of its version, by the same ApplicationSet', () => {
    const set = objectOf(files, 'argocd/applicationset.argoproj.io_argocd_demo-istio.yaml');
    expect(set.spec.template.spec.source).toMatchObject({
      plugin: {
        name:
          '{{ get (dict "istio-base" "istioctl-1.29.2" "istio-pilot-next" "istioctl-1.29.2") .path.basename ' +
          '| default "istioctl-1.29.1" }}',
      },
    });
    expect([...files.keys()].filter((path) => path.includes('configmap_argocd_cmp-'))).toEqual([
      'demo/left/argocd-settings/configmap_argocd_cmp-istioctl-1.29.1.yaml',
      'demo/left/argocd-settings/configmap_argocd_cmp-istioctl-1.29.2.yaml',
    ]);
  });

  test('is one Application more to a cluster', () => {
    const dist = mkdtempSync(join(tmpdir(), 'canary-'));
    try {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(dist, path)), { recursive: true });
        writeFileSync(join(dist, path), text);
      }
      expect(listApplications(dist, 'demo').map(({ name, order }) => `${name} ${order}`)).toContain(
        'right-istio-pilot-next 3',
      );
    } finally {
      rmSync(dist, { recursive: true });
    }
  });

  test('is a chart of its own version for Helm', () => {
    const charts = rendered({ revision: 'first', installer: 'helm', canary });
    const versionOf = (component: string) =>
      (parse(charts.get(`demo/left/${component}/Chart.yaml`)!) as { version: string }).version;
    expect(['istio-base', 'istio-pilot', 'istio-pilot-next'].map(versionOf)).toEqual([
      '1.29.2',
      '1.29.1',
      '1.29.2',
    ]);
  });
});

describe('refuses', () => {
  test.each<[string, Partial<IstioSpec>, string]>([
    [
      'a version back',
      { canary: { ...canary, version: '1.28.0' } },
      'istio.canary.version: "1.28.0" is not a version from 1.29.1 on',
    ],
    [
      'no version',
      { canary: { ...canary, version: '1.30' } },
      'istio.canary.version: "1.30" is not a version',
    ],
    [
      'the same revision',
      { revision: 'next', canary },
      'istio.canary.revision: "next" is the revision of the first control plane too',
    ],
    [
      'a revision that is none',
      { canary: { ...canary, revision: '1.29' } },
      'istio.canary.revision: "1.29" is not a DNS label',
    ],
    [
      'two versions of one tag',
      { tag: 'ours', canary: { ...canary, tag: 'ours' } },
      'istio.canary.tag: "ours" is the tag of the first control plane, and its version is another',
    ],
    [
      'two tags of one version',
      { canary: { ...canary, version: '1.29.1', tag: '1.29.1-distroless' } },
      'istio.canary.tag: "1.29.1-distroless" is another tag than that of the first control plane, and its version is the same',
    ],
    [
      'a namespace that is none',
      { canary: { ...canary, namespaces: ['Shop'] } },
      'istio.canary.namespaces[0]: "Shop" is not a DNS label',
    ],
    [
      'two versions of one istioctl',
      { installer: 'rendered', canary },
      'istio.installer: "rendered" asks the one istioctl that is at hand',
    ],
    [
      'a namespace that nothing makes',
      { canary: { ...canary, namespaces: ['shop', 'shops'] } },
      'clusters/demo: istio.canary.namespaces: "shops" is no namespace that an application makes; its pods would stay',
    ],
  ])('%s', (_, istio, message) => {
    expect(() => rendered(istio)).toThrow(UserError);
    expect(() => rendered(istio)).toThrow(message);
  });
});

test('the policies of rancher let namespaces of both control planes in', () => {
  const [module] = loadMeshes(join(__dirname, '../../clusters'), ['rancher']);
  const { spec } = module!.mesh;
  const mesh = defineMesh({ ...spec, istio: { ...spec.istio!, canary } });
  const path =
    'rancher/mcsps-test-k8s-02/istio-restrictions/networkpolicy.networking.k8s.io_istio-system_np-istio.yaml';
  const text = render([{ ...module!, mesh }]).files.get(path);
  expect(text).toContain('istio-injection: enabled');
  expect(text).toContain('istio.io/rev: next');
});
