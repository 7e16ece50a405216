import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install } from '../../synth/install';
import { findIstioctl, type Istioctl } from '../../synth/istioctl';
import type { KubeObject, RenderedObject } from '../../synth/resolve';
import { UserError } from '../../values/user-error';

const rendered = (object: Pick<KubeObject, 'apiVersion' | 'kind' | 'metadata'>): RenderedObject => ({
  mesh: 'demo',
  cluster: 'left',
  component: 'istio',
  path: 'left.istio/x',
  object,
});
const document = rendered({
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  metadata: { name: 'istio', namespace: 'istio-system' },
});
const service = rendered({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } });
const istioctl = (...objects: Pick<KubeObject, 'kind' | 'metadata'>[]): Istioctl => ({
  generate: () => objects.map((one) => ({ apiVersion: 'v1', ...one })),
});
const part = (kind: string, component: string) => ({
  kind,
  metadata: { name: kind.toLowerCase(), labels: { 'operator.istio.io/component': component } },
});
const annotations = (one: Istioctl) =>
  install([document], one).objects.map(({ object }) => object.metadata.annotations);

describe('install', () => {
  test('puts what istioctl makes in the place of the document', () => {
    const { objects } = install([document, service], istioctl(part('Deployment', 'Pilot')));
    expect(objects.map(({ component, object }) => `${component} ${object.kind}`)).toEqual([
      'istio Deployment',
      'istio Service',
    ]);
  });

  test('keeps the document under a name that nothing applies', () => {
    const { files } = install([document, service], istioctl());
    expect([...files]).toEqual([
      [
        'demo/left/istio/istiooperator.install.istio.io_istio-system_istio.document',
        'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata:\n  name: istio\n  namespace: istio-system\n',
      ],
    ]);
  });

  test('has gateways and autoscalers come last beside an istiod', () => {
    const gateway = part('Service', 'IngressGateways');
    const autoscaler = part('HorizontalPodAutoscaler', '');
    const last = { 'argocd.argoproj.io/sync-wave': '2' };
    expect(annotations(istioctl(part('Deployment', 'Pilot'), gateway, autoscaler))).toEqual([
      undefined,
      last,
      last,
    ]);
    expect(annotations(istioctl(gateway, autoscaler))).toEqual([undefined, undefined]);
  });

  test('has Argo CD keep what Helm is to keep', () => {
    const kept = { 'helm.sh/resource-policy': 'keep' };
    const object = { kind: 'CustomResourceDefinition', metadata: { name: 'x', annotations: kept } };
    expect(annotations(istioctl(object))).toEqual([
      { ...kept, 'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false' },
    ]);
  });
});

describe('istioctl', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'istioctl-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** An istioctl of a version whose `manifest generate` does what the script says. */
  function program(version: string, script: string): string {
    const file = join(folder, 'istioctl');
    writeFileSync(
      file,
      `#!/bin/sh\nif [ "$1" = version ]; then echo '{"clientVersion": {"version": "${version}"}}'; exit; fi\n${script}\n`,
    );
    chmodSync(file, 0o755);
    return file;
  }

  test('makes objects of a document, without the nulls that Helm leaves', () => {
    const script = `grep -q 'kind: IstioOperator' "$4" && printf 'apiVersion: v1\\nkind: Service\\nmetadata:\\n  annotations: null\\n  name: a\\n---\\n'`;
    expect(findIstioctl('1.29.1', program('1.29.1', script)).generate(document.object)).toEqual([
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } },
    ]);
  });

  test('refuses what istioctl refuses, in its words', () => {
    const { generate } = findIstioctl(
      '1.29.1',
      program('1.29.1', 'echo "Error: no such profile" >&2; exit 1'),
    );
    expect(() => generate(document.object)).toThrow(UserError);
    expect(() => generate(document.object)).toThrow(
      'IstioOperator istio-system/istio: istioctl refuses it: no such profile',
    );
  });

  test.each<[string, () => string, string]>([
    ['another version', () => program('1.29.2', ''), 'istioctl is 1.29.2; put that version on the path'],
    ['none', () => join(folder, 'none'), 'none is not there; put that version on the path'],
  ])('%s is refused', (_, which, message) => {
    const find = () => findIstioctl('1.29.1', which());
    expect(find).toThrow(UserError);
    expect(find).toThrow('istio.installer: "rendered" needs istioctl 1.29.1 at synthesis, and ');
    expect(find).toThrow(message);
  });
});
