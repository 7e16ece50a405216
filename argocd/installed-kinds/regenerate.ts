/**
 * Writes the list of kinds that Istio's components bring: `node --import tsx argocd/installed-kinds/regenerate.ts
 * [istioctl]`, for the version of that istioctl (default: the one on the path).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { istioComponents, type InstalledKinds, type IstioComponent } from '../installed-kinds';
import { kindLists, kindOf, parseObjects, writeList, type Rendered } from './kind-lists';

/** Settings by which a component brings more, and the keys of a document by which one knows them. */
interface Experiment {
  readonly components: readonly IstioComponent[];
  readonly set: Readonly<Record<string, unknown>>;
  readonly keys: readonly string[];
}

const gateways = ['ingressGateways', 'egressGateways'] as const;
const scaling = ['autoscaleMin', 'replicaCount', 'minReplicas', 'hpaSpec', 'podDisruptionBudget'];
const experiments: readonly Experiment[] = [
  { components: ['base'], set: { defaultRevision: 'x' }, keys: ['defaultRevision'] },
  {
    components: ['base', 'pilot'],
    set: { defaultRevision: 'x', experimental: { stableValidationPolicy: true } },
    keys: ['stableValidationPolicy'],
  },
  { components: ['pilot'], set: { pilot: { autoscaleMin: 2 } }, keys: scaling },
  { components: ['pilot'], set: { revisionTags: ['x'] }, keys: ['revisionTags'] },
  {
    components: ['pilot'],
    set: { istiodRemote: { enabled: true }, global: { remotePilotAddress: '192.0.2.1' } },
    keys: ['istiodRemote', 'remotePilotAddress'],
  },
  { components: ['cni'], set: { cni: { provider: 'multus' } }, keys: ['provider'] },
  { components: ['cni'], set: { cni: { ambient: { enabled: true } } }, keys: ['ambient'] },
  { components: ['cni'], set: { cni: { resourceQuotas: { enabled: true } } }, keys: ['resourceQuotas'] },
  {
    components: ['cni', 'ztunnel'],
    set: { platform: 'openshift', global: { platform: 'openshift' } },
    keys: ['platform', 'openshift', 'openshift-ambient'],
  },
  {
    components: ['ztunnel'],
    set: { ztunnel: { resourceQuotas: { enabled: true } } },
    keys: ['resourceQuotas'],
  },
  {
    components: gateways,
    set: {
      gateways: {
        'istio-ingressgateway': { autoscaleMin: 2 },
        'istio-egressgateway': { autoscaleMin: 2 },
      },
    },
    keys: scaling,
  },
  {
    components: istioComponents,
    set: { global: { networkPolicy: { enabled: true } } },
    keys: ['networkPolicy'],
  },
];

const profiles = [
  'default',
  'minimal',
  'empty',
  'demo',
  'preview',
  'stable',
  'remote',
  'ambient',
  'openshift',
  'openshift-ambient',
];
const webhookKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

async function main(istioctl: string): Promise<void> {
  const { clientVersion } = JSON.parse(
    execFileSync(istioctl, ['version', '--remote=false', '--output', 'json'], { encoding: 'utf8' }),
  ) as { clientVersion: { version: string } };
  const folder = mkdtempSync(join(tmpdir(), 'installed-kinds-'));
  try {
    const render = (spec: object) => generate(istioctl, join(folder, 'document.yaml'), spec);
    const list: InstalledKinds = {
      istioctl: clientVersion.version,
      profiles: Object.fromEntries(profiles.map((profile) => [profile, componentsIn(render({ profile }))])),
      components: Object.fromEntries(
        istioComponents.map((component) => [component, componentEntry(component, render)]),
      ) as unknown as InstalledKinds['components'],
    };
    const minor = clientVersion.version.split('.').slice(0, 2).join('.');
    await writeList(join(__dirname, `${minor}.json`), list);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function generate(istioctl: string, file: string, spec: object): readonly Rendered[] {
  const document = { apiVersion: 'install.istio.io/v1alpha1', kind: 'IstioOperator', spec };
  writeFileSync(file, stringify(document));
  const text = execFileSync(istioctl, ['manifest', 'generate', '--force', '--filename', file], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 27,
  });
  return parseObjects(text);
}

/** A component alone, with values of its charts. */
function alone(component: IstioComponent, values: object = {}, more: object = {}): object {
  const isGateway = component === 'ingressGateways' || component === 'egressGateways';
  const name = component === 'ingressGateways' ? 'istio-ingressgateway' : 'istio-egressgateway';
  const enabled = isGateway ? [{ name, enabled: true }] : { enabled: true };
  // What istioctl has no field for goes past its checks; the charts decide.
  return { profile: 'empty', components: { [component]: enabled }, unvalidatedValues: values, ...more };
}

function componentEntry(component: IstioComponent, render: (spec: object) => readonly Rendered[]) {
  const always = render(alone(component));
  const known = new Set(always.map(kindOf));
  const optional = experiments
    .filter(({ components }) => components.includes(component))
    .map(({ set, keys }) => {
      const added = render(alone(component, set)).filter((one) => !known.has(kindOf(one)));
      added.forEach((one) => known.add(kindOf(one)));
      return { keys, ...kindLists(added) };
    })
    .filter(({ cluster, namespaced }) => cluster.length + namespaced.length > 0);
  const values = { defaultRevision: '{revision}' };
  return {
    ...kindLists(always),
    optional,
    webhooks: webhooks(
      ...render(alone(component, values)),
      ...render(alone(component, values, { revision: 'the-revision' })),
      ...render(alone(component, { revisionTags: ['{tag}'] })),
    ),
  };
}

function webhooks(...objects: readonly Rendered[]): { kind: string; name: string }[] {
  const found = objects
    .filter(({ kind }) => webhookKinds.includes(kind))
    .map(({ kind, metadata }) => ({ kind, name: metadata.name.replace('the-revision', '{revision}') }));
  const names = new Map(found.map((one) => [`${one.kind} ${one.name}`, one]));
  return [...names.keys()].sort().map((key) => names.get(key)!);
}

function componentsIn(objects: readonly Rendered[]): IstioComponent[] {
  const has = (kind: string, name?: string) =>
    objects.some((one) => one.kind === kind && (name === undefined || one.metadata.name === name));
  const marks: Record<IstioComponent, boolean> = {
    base: has('CustomResourceDefinition'),
    cni: has('DaemonSet', 'istio-cni-node'),
    pilot: has('MutatingWebhookConfiguration'),
    ztunnel: has('DaemonSet', 'ztunnel'),
    ingressGateways: has('Deployment', 'istio-ingressgateway'),
    egressGateways: has('Deployment', 'istio-egressgateway'),
  };
  return istioComponents.filter((component) => marks[component]);
}

void main(process.argv[2] ?? 'istioctl');
