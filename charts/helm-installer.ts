import { App } from 'cdk8s';
import { Component } from '../constructs/component';
import { HelmChart, type HelmValues } from '../constructs/helm/helm-chart';
import {
  IstioOperator,
  type IstioOperatorProps,
  type IstioOperatorSpec,
} from '../constructs/istio/istio-operator';
import type { Cluster } from '../fleet/mesh';
import { UserError } from '../values/user-error';

/** Where Istio publishes its charts. */
const istioCharts = 'https://istio-release.storage.googleapis.com/charts';

/** What istioctl calls the release of all of its charts; it becomes a label of their objects. */
const release = 'istio';

/** The charts that read an IstioOperator's values as they are. */
const charts: Readonly<Record<string, string>> = { base: 'base', cni: 'cni', pilot: 'istiod' };

/** What a gateway's entry of a document says, as far as our charts use it. */
interface GatewayEntry {
  readonly name: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly k8s?: {
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly service?: {
      readonly type?: string;
      readonly ports?: readonly Readonly<Record<string, unknown>>[];
    };
    readonly overlays?: readonly Overlay[];
  };
}
interface Overlay {
  readonly kind: string;
  readonly patches: readonly { readonly path: string; readonly value?: unknown }[];
}

/**
 * Puts Istio's official chart in the place of an IstioOperator document, with values that come to the same.
 *
 * @param version - of the chart
 * @throws UserError where the document says what no value of the chart does
 */
export function installByHelm(
  component: Component,
  cluster: Cluster,
  props: IstioOperatorProps,
  version: string,
): void {
  // The document is made all the same: it checks itself, and its spec is what the values are made from.
  const elsewhere = new Component(new App(), { ...component, defaultNamespace: component.defaultNamespace });
  const document = new IstioOperator(elsewhere, 'operator', props);
  // What is undefined there is not in the file.
  const spec = JSON.parse(JSON.stringify(document.spec)) as IstioOperatorSpec;
  const { components = {} } = spec;
  const field = `clusters.${cluster.name}: ${component.component}`;
  const parts = Object.keys(components);
  const [part, ...others] = parts;
  if (part === undefined || others.length > 0) {
    throw UserError.of(
      `clusters/${cluster.mesh.name}: istio.installer`,
      `"helm" has one chart to a component, and ${component.component} holds ${parts.join(', ')}; leave istio.document out, or use "plugin"`,
    );
  }
  const chart = charts[part];
  if (chart !== undefined) {
    if ((components[part] as { k8s?: unknown }).k8s !== undefined)
      throw notAValue(field, 'podIdentity', chart);
    new HelmChart(component, 'chart', {
      chart,
      version,
      repository: istioCharts,
      releaseName: release,
      values: operatorValues(spec),
    });
    return;
  }
  const [gateway] = components[part] as readonly [GatewayEntry];
  new HelmChart(component, 'chart', {
    chart: 'gateway',
    version,
    repository: istioCharts,
    releaseName: release,
    values: gatewayValues(gateway, spec, field),
  });
}

/** The values that istioctl hands to the chart of a component. */
function operatorValues({
  hub,
  tag,
  revision,
  meshConfig,
  values = {},
  unvalidatedValues,
}: IstioOperatorSpec): HelmValues {
  const { global, ...others } = values;
  const given = {
    ...others,
    ...(revision !== undefined && { revision }),
    ...(meshConfig !== undefined && { meshConfig }),
    global: { ...(global as object), hub, tag },
  };
  return merged(given, unvalidatedValues ?? {}) as HelmValues;
}

/**
 * The values of the chart `gateway`, which is not the chart that istioctl has: they give its gateways the same names,
 * labels, accounts and ways to be replaced. What differs all the same is listed in docs/gitops.md.
 */
function gatewayValues(
  { name, label = {}, k8s = {} }: GatewayEntry,
  { revision, values = {}, unvalidatedValues = {} }: IstioOperatorSpec,
  field: string,
): HelmValues {
  const { env = [], service = {}, overlays = [], ...others } = k8s;
  if (Object.keys(others).length > 0) throw notAValue(field, 'podIdentity', 'gateway');
  const shared = merged(
    (values.gateways as Record<string, object> | undefined)?.['istio-ingressgateway'] ?? {},
    (unvalidatedValues.gateways as Record<string, object> | undefined)?.['istio-ingressgateway'] ?? {},
  ) as { readonly autoscaleEnabled?: boolean; readonly replicaCount?: number };
  const network = label['topology.istio.io/network'];
  const isView = ({ name: variable, value }: { name: string; value?: string }) =>
    variable === 'ISTIO_META_REQUESTED_NETWORK_VIEW' && value === network;
  const variables = env.filter((one) => !isView(one));
  return {
    name,
    ...(revision !== undefined && { revision }),
    // Those that istioctl gives every ingress gateway, whatever its name; our Gateways select by them.
    labels: { app: 'istio-ingressgateway', istio: 'ingressgateway', ...label },
    serviceAccount: { name: `${name}-service-account` },
    // The chart adds the variable and the label of the network itself.
    ...(env.some(isView) && { networkGateway: network }),
    ...(variables.length > 0 && {
      env: Object.fromEntries(variables.map(({ name: variable, value = '' }) => [variable, value])),
    }),
    ...(Object.keys(service).length > 0 && { service: service as HelmValues }),
    ...(shared.autoscaleEnabled !== undefined && { autoscaling: { enabled: shared.autoscaleEnabled } }),
    ...(shared.replicaCount !== undefined && { replicaCount: shared.replicaCount }),
    ...(overlays.length > 0 && { lifecycle: lifecycleOf(overlays, field) }),
    strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: '25%' } },
    podDisruptionBudget: { minAvailable: 1 },
  };
}

/** The container's lifecycle, which the chart has a value for, while istioctl's has to be patched. */
function lifecycleOf(overlays: readonly Overlay[], field: string): HelmValues {
  const patches = overlays.flatMap((overlay) => overlay.patches);
  const lifecycle = patches.find(({ path }) => path.endsWith('.lifecycle'));
  if (lifecycle === undefined || patches.length > 1) throw notAValue(field, 'an overlay', 'gateway');
  return lifecycle.value as HelmValues;
}

function notAValue(field: string, what: string, chart: string): UserError {
  return UserError.of(
    field,
    `${what} is no value of chart ${chart}; use the installer "plugin" or "rendered"`,
  );
}

/** The second one's fields over the first one's, at every depth; lists are taken whole. */
function merged(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      !(key in over) ? under[key] : !(key in under) ? over[key] : merged(under[key], over[key]),
    ]),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
