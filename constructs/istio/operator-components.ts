import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import { checkServiceName } from '../kubernetes/service';
import { checkImage } from './operator-image';
import {
  checkSettings,
  lowerSettings,
  type DeploymentSettings,
  type GatewaySettings,
  type OverlaySettings,
  type PodSettings,
} from './operator-kubernetes';
import { checkUnprivilegedPorts } from './operator-service';
import type { IstioValues } from './operator-values';
import type { IngressGatewayValues } from './operator-values-gateways';

/** Custom resource definitions, the reader's account, the default validation. */
export interface BaseComponent {
  readonly enabled: boolean;
  /** @default - none */
  readonly k8s?: OverlaySettings;
}

/** istiod. Its namespace is `values.global.istioNamespace`: half of its objects go nowhere else. */
export interface PilotComponent {
  readonly enabled: boolean;
  /** @default - the document's */
  readonly hub?: string;
  /** @default - the document's */
  readonly tag?: string;
  /** @default - none */
  readonly k8s?: DeploymentSettings;
}

/** The CNI plugin, or ztunnel: one pod to a node. */
export interface NodeComponent {
  readonly enabled: boolean;
  /** @default - the control plane's */
  readonly namespace?: string;
  /** @default - the document's */
  readonly hub?: string;
  /** @default - the document's */
  readonly tag?: string;
  /** @default - none */
  readonly k8s?: PodSettings;
}

/** One gateway: a Deployment and a Service of its name. Its hub is the document's. */
export interface GatewayComponent {
  /** Name of the Deployment and the Service: `istio-ingressgateway`. */
  readonly name: string;
  readonly enabled: boolean;
  /** @default - the control plane's */
  readonly namespace?: string;
  /**
   * Labels of its objects and pods, and selector of both, over the chart's `app: istio-ingressgateway` and
   * `istio: ingressgateway` (or egress). Two gateways of one namespace need different ones.
   * @default - the chart's
   */
  readonly label?: Readonly<Record<string, string>>;
  /**
   * Not for a gateway with an injection template: istiod says its image.
   * @default - the document's
   */
  readonly tag?: string;
  /** @default - none */
  readonly k8s?: GatewaySettings;
}

/** What a document installs. The ones that it does not name are the profile's. */
export interface IstioComponents {
  readonly base?: BaseComponent;
  readonly pilot?: PilotComponent;
  readonly cni?: NodeComponent;
  readonly ztunnel?: NodeComponent;
  /** In place of the profile's list. */
  readonly ingressGateways?: readonly GatewayComponent[];
  /** In place of the profile's list. */
  readonly egressGateways?: readonly GatewayComponent[];
}

/** What the components are looked at beside. */
export interface OperatorContext {
  readonly revision?: string;
  readonly values: IstioValues;
  /** Whether the charts scale by CPU where no value says so. */
  readonly autoscales: boolean;
  /** What the charts append to the tags of images; empty for nothing. */
  readonly variant: string;
}

/** The gateways of a document, with the field that they stand in and the values that they share. */
const gatewayKinds = [
  { field: 'ingressGateways', shared: 'istio-ingressgateway', istio: 'ingressgateway' },
  { field: 'egressGateways', shared: 'istio-egressgateway', istio: 'egressgateway' },
] as const;

export function checkComponents(components: IstioComponents, context: OperatorContext, checks: Checks): void {
  const { base, pilot, cni, ztunnel } = components;
  if (base?.k8s !== undefined) checkSettings(base.k8s, checks.at('base').at('k8s'));
  if (pilot !== undefined) checkPilot(pilot, context, checks.at('pilot'));
  if (cni !== undefined)
    checkNode(cni, 'istio-cni-node', context.values.cni?.variant ?? context.variant, checks.at('cni'));
  if (ztunnel !== undefined)
    checkNode(
      ztunnel,
      context.values.ztunnel?.resourceName ?? 'ztunnel',
      context.variant,
      checks.at('ztunnel'),
    );
  for (const kind of gatewayKinds) {
    components[kind.field]?.forEach((gateway, index) =>
      checkGateway(gateway, kind, context, checks.at(kind.field).at(index)),
    );
  }
  checkApart(components, checks);
}

function checkPilot(pilot: PilotComponent, context: OperatorContext, checks: Checks): void {
  const { revision, values, autoscales, variant } = context;
  checkImage(pilot, values.pilot?.variant ?? variant, checks);
  if (pilot.k8s === undefined) return;
  const at = checks.at('k8s');
  checkSettings(pilot.k8s, at);
  checkScaling(pilot.k8s, { autoscaleEnabled: autoscales, ...values.pilot }, 'values.pilot', values, at);
  checkOverlayName(pilot.k8s, 'Deployment', revision === undefined ? 'istiod' : `istiod-${revision}`, at);
}

function checkNode(component: NodeComponent, name: string, variant: string, checks: Checks): void {
  checkImage(component, variant, checks);
  if (component.namespace !== undefined) checks.at('namespace').dnsLabel(component.namespace);
  if (component.k8s === undefined) return;
  checkSettings(component.k8s, checks.at('k8s'));
  checkOverlayName(component.k8s, 'DaemonSet', name, checks.at('k8s'));
}

function checkGateway(
  gateway: GatewayComponent,
  { shared }: (typeof gatewayKinds)[number],
  { values, autoscales, variant }: OperatorContext,
  checks: Checks,
): void {
  const { name, namespace, label, tag, k8s } = gateway;
  const common: IngressGatewayValues = { autoscaleEnabled: autoscales, ...values.gateways?.[shared] };
  const path = `values.gateways.${shared}`;
  checkServiceName(name, checks.at('name'));
  if (namespace !== undefined) checks.at('namespace').dnsLabel(namespace);
  if (label !== undefined) checkLabels(label, checks.at('label'));
  checkImage({ tag }, variant, checks);
  checks
    .at('tag')
    .expect(
      tag === undefined || !common.injectionTemplate,
      `is given beside ${path}.injectionTemplate: istiod says the image then, and the tag has no effect`,
    );
  if (k8s === undefined) return;
  const at = checks.at('k8s');
  checkSettings(k8s, at);
  checkScaling(k8s, common, path, values, at);
  checkOverlayName(k8s, 'Deployment', name, at);
  if (k8s.service?.ports !== undefined && common.runAsRoot !== true)
    checkUnprivilegedPorts(k8s.service.ports, path, at.at('service').at('ports'));
}

/** Records settings of the number of pods that meet no object, or are undone by one. */
function checkScaling(
  { replicaCount, hpaSpec, podDisruptionBudget }: DeploymentSettings,
  chart: IngressGatewayValues,
  path: string,
  { global }: IstioValues,
  checks: Checks,
): void {
  const scales = chart.autoscaleEnabled !== false;
  checks
    .at('replicaCount')
    .expect(
      replicaCount === undefined || !scales,
      `is given while an autoscaler is rendered, which would overrule it: set ${path}.autoscaleEnabled to false`,
    );
  checks
    .at('hpaSpec')
    .expect(
      hpaSpec === undefined || scales,
      `is given while ${path}.autoscaleEnabled is false: no autoscaler is rendered`,
    );
  const pods = scales ? (chart.autoscaleMin ?? 1) : (chart.replicaCount ?? 1);
  checks
    .at('podDisruptionBudget')
    .expect(
      podDisruptionBudget === undefined ||
        (pods > 1 && global?.defaultPodDisruptionBudget?.enabled !== false),
      `meets no object: the chart renders a disruption budget from two pods (${path}.${scales ? 'autoscaleMin' : 'replicaCount'})`,
    );
}

function checkOverlayName(
  { overlays = [] }: OverlaySettings,
  kind: 'Deployment' | 'DaemonSet',
  name: string,
  checks: Checks,
): void {
  overlays.forEach((overlay, index) =>
    checks
      .at('overlays')
      .at(index)
      .at('name')
      .expect(
        overlay.kind !== kind || overlay.name === name,
        `${show(overlay.name)} meets no ${kind}: the chart renders ${show(name)}, and istioctl would leave the overlay out`,
      ),
  );
}

/** Records gateways of one name, and those whose Service would take in another's pods. */
function checkApart(components: IstioComponents, checks: Checks): void {
  const gateways = gatewayKinds.flatMap(({ field, istio }) =>
    (components[field] ?? []).map((gateway, index) => ({
      ...gateway,
      labels: { app: `istio-${istio}`, istio, ...gateway.label },
      at: checks.at(field).at(index),
    })),
  );
  gateways.forEach(({ name, namespace, enabled, labels, at }, index) => {
    for (const other of gateways.slice(0, index)) {
      if (!enabled || !other.enabled || namespace !== other.namespace) continue;
      at.at('name').expect(
        name !== other.name,
        `${show(name)} names two gateways: their objects would overwrite each other`,
      );
      at.at('label').expect(
        !isSubset(labels, other.labels) && !isSubset(other.labels, labels),
        `does not tell the pods from those of gateway ${show(other.name)}: one Service would send to both; ` +
          'give app or istio a value of its own',
      );
    }
  });
}

function isSubset(some: Readonly<Record<string, string>>, all: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value);
}

export function lowerComponents(components: IstioComponents): Readonly<Record<string, unknown>> {
  const lower = (component: { readonly k8s?: GatewaySettings } | undefined) =>
    component && { ...component, k8s: component.k8s && lowerSettings(component.k8s) };
  return {
    base: lower(components.base),
    pilot: lower(components.pilot),
    cni: lower(components.cni),
    ztunnel: lower(components.ztunnel),
    ingressGateways: components.ingressGateways?.map(lower),
    egressGateways: components.egressGateways?.map(lower),
  };
}
