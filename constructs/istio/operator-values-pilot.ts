import type { LabelSelector } from '../../values/mesh-settings';
import type { SeccompProfile } from '../kubernetes/container-security';
import type { VolumeMount } from '../kubernetes/volume';
import type { TopologySpreadConstraint } from './operator-values-proxy';

/** Settings of istiod. */
export interface PilotValues {
  /** @default - true; false in profile demo */
  readonly autoscaleEnabled?: boolean;
  /** @default 1 */
  readonly autoscaleMin?: number;
  /** @default 5 */
  readonly autoscaleMax?: number;
  /**
   * Number of pods without autoscaling, to the chart, which renders a disruption budget from 2.
   * @default 1
   */
  readonly replicaCount?: number;
  /**
   * Variables of istiod. What they do is in Istio's list of pilot-discovery's environment.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Whether sidecars of this cluster rely on Istio's CNI plugin. Needed where another document installs it: the
   * sidecars would redirect their own traffic otherwise, with an init container that needs NET_ADMIN. Rendered under
   * `unvalidatedValues`: in `values`, istioctl overwrites it with whether this document installs the plugin.
   */
  readonly cni?: { readonly enabled?: boolean; readonly provider?: 'default' | 'multus' };
  /** @default pilot */
  readonly image?: string;
  /** @default - the global one */
  readonly variant?: 'debug' | 'distroless';
  /**
   * Percentage of requests that are traced, 0-100.
   * @default 1
   */
  readonly traceSampling?: number;
  /**
   * How long a proxy stays with one istiod, a duration.
   * @default 30m
   */
  readonly keepaliveMaxServerConnectionAge?: string;
  /** @default - none */
  readonly deploymentLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  /**
   * Whether the mesh config is rendered as a ConfigMap.
   * @default true
   */
  readonly configMap?: boolean;
  /**
   * PEM, trusted when keys of JWT issuers are fetched.
   * @default - none
   */
  readonly jwksResolverExtraRootCA?: string;
  /** @default - none */
  readonly volumeMounts?: readonly VolumeMount[];
  /** @default - none */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /** @default - none */
  readonly seccompProfile?: SeccompProfile;
  /** Takes the taint cni.istio.io/not-ready off a node when its CNI pod is ready. */
  readonly taint?: { readonly enabled: boolean; readonly namespace?: string };
  /**
   * Namespace of ztunnel, if it is another.
   * @default - istiod's
   */
  readonly trustedZtunnelNamespace?: string;
  /** @default - the chart's */
  readonly crlConfigMapName?: string;
  /** For a cluster whose istiod runs elsewhere. */
  readonly istiodRemote?: {
    readonly enabled?: boolean;
    readonly enabledLocalInjectorIstiod?: boolean;
    readonly injectionURL?: string;
    /** @default /inject */
    readonly injectionPath?: string;
    readonly injectionCABundle?: string;
  };
  /** @default - the cluster's */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  /** @default - the cluster's */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
}

/** Settings of the injection. */
export interface SidecarInjectorWebhookValues {
  /** @default false */
  readonly enableNamespacesByDefault?: boolean;
  /** @default Never */
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
  /** @default true */
  readonly rewriteAppHTTPProbe?: boolean;
  /**
   * Pods that get no sidecar.
   * @default - none
   */
  readonly neverInjectSelector?: readonly LabelSelector[];
  /** @default - none */
  readonly alwaysInjectSelector?: readonly LabelSelector[];
  /** @default - none */
  readonly injectedAnnotations?: Readonly<Record<string, string>>;
  /**
   * Pod templates by name, YAML text with Go's template language.
   * @default - Istio's: sidecar, gateway, grpc-simple, grpc-agent, waypoint, kube-gateway
   */
  readonly templates?: Readonly<Record<string, string>>;
  /** @default - sidecar */
  readonly defaultTemplates?: readonly string[];
}
