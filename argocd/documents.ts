import type { DeliveredChart } from './charts';
import type { DeliveredObject } from './hub-context';
import { canaryOf, type Mesh } from '../fleet/mesh';
import {
  installedKinds,
  istioComponents,
  type ComponentKinds,
  type InstalledKinds,
  type IstioComponent,
} from './installed-kinds';

/** What comes of one IstioOperator document, or of one of Istio's charts. */
export interface InstalledDocument {
  readonly cluster: string;
  readonly component: string;
  /** Version of the istioctl or the chart that installs it. */
  readonly version: string;
  /** Istio's components that it enables, in their order. */
  readonly installs: readonly IstioComponent[];
  /** Kinds that it brings, as `<group>/<kind>`. */
  readonly clusterKinds: readonly string[];
  readonly namespaceKinds: readonly string[];
  /** Namespaces that its objects are in. */
  readonly namespaces: readonly string[];
  /** Webhook configurations, to which istiod writes. */
  readonly webhooks: readonly WebhookConfiguration[];
}

export interface WebhookConfiguration {
  readonly kind: string;
  readonly name: string;
}

/** Of an IstioOperator's spec, what says what it brings. */
interface OperatorSpec {
  readonly profile?: string;
  readonly tag?: string;
  readonly revision?: string;
  readonly components?: Readonly<Record<string, ComponentSetting | readonly GatewaySetting[]>>;
  readonly values?: {
    readonly global?: { readonly istioNamespace?: string };
    readonly revisionTags?: readonly string[];
  };
}
interface ComponentSetting {
  readonly enabled?: boolean;
  readonly namespace?: string;
}
interface GatewaySetting extends ComponentSetting {
  readonly name: string;
}

/** The version that a document is for, by its tag. */
function versionOf({ object }: DeliveredObject, mesh: Mesh): string {
  const { tag } = (object.spec ?? {}) as OperatorSpec;
  const canary = canaryOf(mesh);
  return (tag !== undefined && tag === canary?.tag ? canary.version : mesh.istio?.version) ?? '';
}

/** The list for a version that a component has from the mesh's data, or of its own. */
function listOf(version: string, { name, istio }: Mesh, component: string): InstalledKinds {
  const fields = new Map([
    [istio?.canary?.version, 'istio.canary.version'],
    [istio?.version, 'istio.version'],
  ]);
  return installedKinds(version, `clusters/${name}: ${fields.get(version) ?? `component ${component}`}`);
}

export function readDocument(document: DeliveredObject, mesh: Mesh): InstalledDocument {
  const { cluster, component, object } = document;
  const version = versionOf(document, mesh);
  const list = listOf(version, mesh, component);
  const spec = (object.spec ?? {}) as OperatorSpec;
  const installs = istioComponents.filter((one) => isEnabled(one, spec, list));
  const words = wordsOf(spec);
  const kinds = installs.flatMap((one) => kindsOf(list.components[one], words));
  return {
    cluster,
    component,
    version,
    installs,
    clusterKinds: kinds.flatMap((one) => one.cluster),
    namespaceKinds: kinds.flatMap((one) => one.namespaced),
    namespaces: namespacesOf(object.metadata.namespace, spec),
    webhooks: installs.flatMap((one) => webhooksOf(list.components[one], spec)),
  };
}

/** What each of Istio's own charts installs. */
const istioCharts: Readonly<Record<string, IstioComponent>> = {
  base: 'base',
  cni: 'cni',
  istiod: 'pilot',
  ztunnel: 'ztunnel',
  gateway: 'ingressGateways',
};

export function isIstioChart({ chart, repository }: DeliveredChart): boolean {
  return Object.hasOwn(istioCharts, chart) && /istio/.test(repository);
}

/** What a chart installs: as much as a document could have it install. */
export function readIstioChart(chart: DeliveredChart, mesh: Mesh): InstalledDocument {
  const { cluster, component, version, namespace, values } = chart;
  const list = listOf(version, mesh, component);
  const installed = istioCharts[chart.chart]!;
  const { optional, ...always } = list.components[installed];
  const kinds = [always, ...optional];
  return {
    cluster,
    component,
    version,
    installs: [installed],
    clusterKinds: kinds.flatMap((one) => one.cluster),
    namespaceKinds: kinds.flatMap((one) => one.namespaced),
    namespaces: [namespace],
    webhooks: webhooksOf(list.components[installed], {
      revision: values.revision as string | undefined,
      values: { revisionTags: values.revisionTags as readonly string[] | undefined },
    }),
  };
}

function isEnabled(component: IstioComponent, spec: OperatorSpec, list: InstalledKinds): boolean {
  const byProfile = list.profiles[spec.profile ?? 'default']?.includes(component) ?? false;
  const setting = spec.components?.[component];
  if (setting === undefined) return byProfile;
  if (!Array.isArray(setting)) return (setting as ComponentSetting).enabled ?? byProfile;
  // A gateway that the document does not turn off is there, and so is the profile's own unless it is named.
  const gateways = setting as readonly GatewaySetting[];
  const ownName = component === 'ingressGateways' ? 'istio-ingressgateway' : 'istio-egressgateway';
  const ownIsNamed = gateways.some(({ name }) => name === ownName);
  return gateways.some(({ enabled }) => enabled !== false) || (byProfile && !ownIsNamed);
}

function kindsOf({ optional, ...always }: ComponentKinds, words: ReadonlySet<string>) {
  return [always, ...optional.filter(({ keys }) => keys.some((key) => words.has(key)))];
}

/** Every key of a spec, and the names of its profiles. */
function wordsOf(spec: OperatorSpec): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (!Array.isArray(value)) words.add(key);
      if (key === 'profile' && typeof item === 'string') words.add(item);
      visit(item);
    }
  };
  visit(spec);
  return words;
}

function namespacesOf(own: string | undefined, { components = {}, values }: OperatorSpec): readonly string[] {
  const settings = Object.values(components).flat() as readonly ComponentSetting[];
  const named = [own, values?.global?.istioNamespace, ...settings.map(({ namespace }) => namespace)];
  const namespaces = named.filter((one) => one !== undefined);
  return namespaces.length > 0 ? namespaces : ['istio-system'];
}

function webhooksOf(
  { webhooks }: ComponentKinds,
  { revision, values }: OperatorSpec,
): WebhookConfiguration[] {
  const tags = values?.revisionTags ?? [];
  return webhooks.flatMap(({ kind, name }) => {
    if (name.includes('{tag}')) return tags.map((tag) => ({ kind, name: name.replace('{tag}', tag) }));
    const isRevisioned = name.includes('{revision}');
    // Of a pair with and without a revision, one is there; what has no such pair is there in both cases.
    const isPaired =
      isRevisioned ||
      webhooks.some((other) => other.name.replace('-{revision}', '') === name && other.name !== name);
    if (isPaired && isRevisioned !== (revision !== undefined)) return [];
    return [{ kind, name: name.replace('{revision}', revision ?? '') }];
  });
}
