import { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { checkInteger, UINT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { imagePullPolicies, type ImagePullPolicy } from '../kubernetes/container';
import { checkSecurity, lowerPodSecurity, type PodSecurityContext } from '../kubernetes/container-security';
import { checkEnv, lowerEnv, type EnvSource } from '../kubernetes/env-source';
import { checkAutoscaling, type Autoscaling } from '../kubernetes/horizontal-pod-autoscaler';
import { checkDisruptionBudget, type DisruptionBudget } from '../kubernetes/pod-disruption-budget';
import type { Probe } from '../kubernetes/probe';
import { checkResources, type ResourceRequirements } from '../kubernetes/resources';
import { checkTolerations, type Affinity, type Toleration } from './operator-scheduling';
import { checkGatewayService, lowerGatewayService, type GatewayServiceSettings } from './operator-service';

/** One change within a rendered object. */
export interface OverlayPatch {
  /**
   * Place in the object: `spec.template.spec.containers.[name:istio-proxy].lifecycle`. A list's element is named by
   * `[key:value]`, `[:value]` or `[index]`, a new one by `[-1]`; a dot within a key is written `\.`. istioctl
   * leaves a patch out without a word where the path leads nowhere.
   */
  readonly path: string;
  /**
   * What stands there afterwards.
   * @default - nothing; the place is removed
   */
  readonly value?: unknown;
}

/** Changes of an object that the component's chart renders, for what no setting reaches. */
export interface Overlay {
  /** @default - any; istioctl does not look at it */
  readonly apiVersion?: string;
  readonly kind: string;
  /** The rendered name, with the revision where it has one: `istiod-canary`. */
  readonly name: string;
  /** In the order in which they are made; at least one. */
  readonly patches: readonly OverlayPatch[];
}

/** What every component has. */
export interface OverlaySettings {
  /** @default - none */
  readonly overlays?: readonly Overlay[];
}

/**
 * Kubernetes settings of a component's pods. Lists and maps are merged into the chart's; volumes are not among
 * them, because istioctl takes `k8s.volumes` and `k8s.volumeMounts` and does nothing with them.
 */
export interface PodSettings extends OverlaySettings {
  /** @default - the chart's */
  readonly affinity?: Affinity;
  /**
   * Variables of the component's container, by name.
   * @default - the chart's
   */
  readonly env?: Readonly<Record<string, string | EnvSource>>;
  /** @default - IfNotPresent, unless the tag is latest */
  readonly imagePullPolicy?: ImagePullPolicy;
  /** @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default - the chart's */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** @default - none; for CNI and ztunnel system-node-critical */
  readonly priorityClassName?: string;
  /** @default - the chart's */
  readonly readinessProbe?: Probe;
  /** @default - the chart's */
  readonly resources?: ResourceRequirements;
  /**
   * Of the pod: what the IstioOperator calls `securityContext` is no container's.
   * @default - the chart's
   */
  readonly securityContext?: PodSecurityContext;
  /**
   * In place of the chart's.
   * @default - the chart's
   */
  readonly tolerations?: readonly Toleration[];
}

/** How a Deployment replaces its pods. */
export interface DeploymentStrategy {
  /** @default RollingUpdate */
  readonly type?: 'RollingUpdate' | 'Recreate';
  /** @default - 100% more, 25% fewer */
  readonly rollingUpdate?: {
    readonly maxSurge?: number | string;
    readonly maxUnavailable?: number | string;
  };
}

/** Kubernetes settings of a component that is a Deployment with a Service. */
export interface DeploymentSettings extends PodSettings {
  /**
   * Changes the autoscaler, which is there unless `autoscaleEnabled` is false.
   * @default - 1 to 5 pods, 80 % of the CPU that they request
   */
  readonly hpaSpec?: Autoscaling;
  /**
   * Changes the disruption budget, which is there for two pods and more.
   * @default - one pod stays
   */
  readonly podDisruptionBudget?: DisruptionBudget;
  /**
   * Number of pods, for a component without autoscaling.
   * @default - 1
   */
  readonly replicaCount?: number;
  /** @default - the chart's */
  readonly service?: Omit<GatewayServiceSettings, 'ports'>;
  /** @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** @default - the chart's */
  readonly strategy?: DeploymentStrategy;
}

/** Kubernetes settings of a gateway. */
export interface GatewaySettings extends Omit<DeploymentSettings, 'service'> {
  /** @default - the chart's: LoadBalancer for ingress, ClusterIP for egress, ports 15021, 80 and 443 */
  readonly service?: GatewayServiceSettings;
}

export function checkSettings(settings: GatewaySettings, checks: Checks): void {
  const { env, resources, securityContext, podDisruptionBudget, hpaSpec, replicaCount, service } = settings;
  if (env !== undefined) checkEnv(env, checks.at('env'));
  if (resources !== undefined) checkResources(resources, checks.at('resources'));
  if (securityContext !== undefined) checkSecurity(securityContext, false, checks.at('securityContext'));
  if (settings.imagePullPolicy !== undefined)
    checks.at('imagePullPolicy').oneOf(settings.imagePullPolicy, imagePullPolicies);
  if (settings.nodeSelector !== undefined) checkLabels(settings.nodeSelector, checks.at('nodeSelector'));
  if (settings.priorityClassName !== undefined)
    checks.at('priorityClassName').dnsSubdomain(settings.priorityClassName);
  if (settings.tolerations !== undefined) checkTolerations(settings.tolerations, checks.at('tolerations'));
  settings.readinessProbe?.check('readiness', new Set(), checks.at('readinessProbe'));
  if (hpaSpec !== undefined) checkAutoscaling(hpaSpec, checks.at('hpaSpec'));
  if (podDisruptionBudget !== undefined)
    checkDisruptionBudget(podDisruptionBudget, checks.at('podDisruptionBudget'));
  if (replicaCount !== undefined) checkInteger(checks.at('replicaCount'), replicaCount, 0, UINT32_MAX);
  if (service !== undefined) checkGatewayService(service, checks.at('service'));
  if (settings.strategy?.type !== undefined)
    checks.at('strategy').at('type').oneOf(settings.strategy.type, ['RollingUpdate', 'Recreate']);
  settings.overlays?.forEach((overlay, index) => checkOverlay(overlay, checks.at('overlays').at(index)));
}

function checkOverlay({ kind, name, patches }: Overlay, checks: Checks): void {
  checks.at('kind').expect(kind !== '', 'is empty: the overlay would meet no object');
  checks.at('name').expect(name !== '', 'is empty: the overlay would meet no object');
  checks.at('patches').expect(patches.length > 0, 'is empty: the overlay would change nothing');
  patches.forEach(({ path }, index) =>
    checks
      .at('patches')
      .at(index)
      .at('path')
      .expect(
        /^[^.\s]/.test(path),
        `${show(path)} is no path: istioctl would leave the patch out without a word`,
      ),
  );
}

export function lowerSettings(settings: GatewaySettings): Readonly<Record<string, unknown>> {
  const { env, tolerations, readinessProbe, resources, securityContext, service } = settings;
  return {
    ...settings,
    env: env && lowerEnv(env),
    hpaSpec: settings.hpaSpec && lowerAutoscaling(settings.hpaSpec),
    readinessProbe: readinessProbe && k8s.toJson_Probe(readinessProbe.lower()),
    resources: resources && { ...resources },
    securityContext: securityContext && lowerPodSecurity(securityContext),
    service: service && lowerGatewayService(service),
    tolerations: tolerations?.map((toleration) => ({ ...toleration })),
  };
}

function lowerAutoscaling({ minReplicas, maxReplicas, cpu }: Autoscaling): Readonly<Record<string, unknown>> {
  return {
    minReplicas,
    maxReplicas,
    ...(cpu !== undefined && {
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpu } },
        },
      ],
    }),
  };
}
