import type { LabelSelector } from '../../values/mesh-settings';
import type { ExactlyOne } from '../../values/one-of';
import type { SeccompProfile } from '../kubernetes/container-security';
import type { ResourceRequirements } from '../kubernetes/resources';
import type { Affinity } from './operator-scheduling';

/** What runs in a container before it ends or after it starts. */
export type LifecycleHandler = ExactlyOne<{
  /** In the container, without a shell. */
  readonly exec: { readonly command: readonly string[] };
  /** The kubelet waits; the image needs no program for it. Kubernetes 1.30 and later. */
  readonly sleep: { readonly seconds: number };
  readonly httpGet: { readonly port: number; readonly path?: string; readonly scheme?: 'HTTP' | 'HTTPS' };
}>;

export interface Lifecycle {
  /** @default - none */
  readonly preStop?: LifecycleHandler;
  /** @default - none */
  readonly postStart?: LifecycleHandler;
}

export const proxyLogLevels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;
export type ProxyLogLevel = (typeof proxyLogLevels)[number];

/** Settings of the proxies that istiod injects, gateways with an injection template among them. */
export interface ProxyValues {
  /** @default proxyv2 */
  readonly image?: string;
  /** @default enabled */
  readonly autoInject?: 'enabled' | 'disabled';
  /** @default cluster.local */
  readonly clusterDomain?: string;
  /** @default warning */
  readonly logLevel?: ProxyLogLevel;
  /**
   * Levels by component: `misc:error`.
   * @default misc:error
   */
  readonly componentLogLevel?: string;
  /** @default - none */
  readonly outlierLogPath?: string;
  /**
   * Address ranges whose traffic is captured; `*` is all.
   * @default *
   */
  readonly includeIPRanges?: '*' | readonly string[];
  /** @default - none */
  readonly excludeIPRanges?: readonly string[];
  /** @default * */
  readonly includeInboundPorts?: '*' | readonly number[];
  /** @default - none */
  readonly excludeInboundPorts?: readonly number[];
  /**
   * Ports that are captured whatever the address.
   * @default - none
   */
  readonly includeOutboundPorts?: '*' | readonly number[];
  /** @default - none */
  readonly excludeOutboundPorts?: readonly number[];
  /** @default - none */
  readonly lifecycle?: Lifecycle;
  /** @default - requests 100m and 128Mi, limits 2 and 1Gi */
  readonly resources?: ResourceRequirements;
  /** @default false */
  readonly privileged?: boolean;
  /** @default - none */
  readonly seccompProfile?: SeccompProfile;
  /** @default 0 */
  readonly readinessInitialDelaySeconds?: number;
  /** @default 15 */
  readonly readinessPeriodSeconds?: number;
  /** @default 4 */
  readonly readinessFailureThreshold?: number;
  /** @default - enabled, 600 failures */
  readonly startupProbe?: { readonly enabled: boolean; readonly failureThreshold?: number };
  /** @default 15020 */
  readonly statusPort?: number;
}

/** Settings of ambient mode's waypoints. Tolerations are read by the chart and refused by istioctl's validation. */
export interface WaypointValues {
  /** @default - requests 100m and 128Mi, limits 2 and 1Gi */
  readonly resources?: ResourceRequirements;
  /** @default - none */
  readonly affinity?: Affinity;
  /** @default - none */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
}

/** How evenly pods are spread over places. */
export interface TopologySpreadConstraint {
  /** Pods by which places may differ, at least 1. */
  readonly maxSkew: number;
  /** Label of nodes by whose values places are told apart. */
  readonly topologyKey: string;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  /** @default - no pods: give the workload's labels */
  readonly labelSelector?: LabelSelector;
}
