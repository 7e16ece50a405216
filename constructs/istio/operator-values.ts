import type { MeshNetworks } from '../../values/mesh-networks';
import type { SeccompProfile } from '../kubernetes/container-security';
import type { GatewaysValues } from './operator-values-gateways';
import type { PilotValues, SidecarInjectorWebhookValues } from './operator-values-pilot';
import type { ProxyValues, WaypointValues } from './operator-values-proxy';

/** Platforms whose directories and permissions Istio's charts know. */
export const istioPlatforms = ['gke', 'k3d', 'k3s', 'microk8s', 'minikube', 'openshift'] as const;
export type IstioPlatform = (typeof istioPlatforms)[number];

/** Settings that the charts know by the name of a profile, for a document whose own profile is `empty`. */
export const chartProfiles = ['ambient', 'demo', 'preview', 'remote', 'stable'] as const;
export type ChartProfile = (typeof chartProfiles)[number];

/** Which of a chart's objects are rendered, where different people own the cluster and the mesh. */
export const resourceScopes = ['all', 'cluster', 'namespace'] as const;
export type ResourceScope = (typeof resourceScopes)[number];

export type ImageVariant = 'debug' | 'distroless';

/** Settings that every component's chart reads. */
export interface GlobalValues {
  /**
   * Namespace of the control plane, and of every component that names none. istioctl reads it here alone.
   * @default istio-system
   */
  readonly istioNamespace?: string;
  /**
   * The same in all clusters of a mesh.
   * @default - the trust domain
   */
  readonly meshID?: string;
  /**
   * Network that the cluster's pods are in.
   * @default - none: one network
   */
  readonly network?: string;
  readonly multiCluster?: {
    /**
     * Name of the cluster, unique in the mesh: the one that remote secrets use.
     * @default Kubernetes
     */
    readonly clusterName: string;
  };
  /**
   * Networks declared by hand.
   * @default - from the labels topology.istio.io/network
   */
  readonly meshNetworks?: MeshNetworks;
  /** @default - none */
  readonly platform?: IstioPlatform;
  /** @default - the release's: with a shell */
  readonly variant?: ImageVariant;
  /** @default - IfNotPresent, unless the tag is latest */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /**
   * Secrets of the component's namespace.
   * @default - none
   */
  readonly imagePullSecrets?: readonly string[];
  /** @default false */
  readonly logAsJson?: boolean;
  /** Levels by scope: `default:info,ads:debug`. */
  readonly logging?: { readonly level: string };
  readonly proxy?: ProxyValues;
  /** Of the container that redirects a pod's traffic where no CNI plugin does. */
  readonly proxy_init?: { readonly image: string };
  readonly waypoint?: WaypointValues;
  /**
   * Who issues istiod's own certificate: istiod, a signer of Kubernetes, or with `custom` whoever mounts the files.
   * @default istiod
   */
  readonly pilotCertProvider?: 'istiod' | 'custom' | 'none' | `k8s.io/${string}`;
  /**
   * `host:port` of the CA.
   * @default - istiod's
   */
  readonly caAddress?: string;
  /** @default - none */
  readonly caName?: string;
  /**
   * Signers that istiod may approve requests for.
   * @default - none
   */
  readonly certSigners?: readonly string[];
  /**
   * Name of the ConfigMap with the root certificate, in every namespace.
   * @default istio-ca-root-cert
   */
  readonly trustBundleName?: string;
  /** @default false */
  readonly mountMtlsCerts?: boolean;
  /** Audience of the token that a proxy proves itself with. */
  readonly sds?: { readonly token: { readonly aud: string } };
  /** Port of the token service, 0 for none. */
  readonly sts?: { readonly servicePort: number };
  /**
   * Address of another cluster's istiod, for a cluster without one.
   * @default - none
   */
  readonly remotePilotAddress?: string;
  /** @default false */
  readonly externalIstiod?: boolean;
  /** @default false */
  readonly configCluster?: boolean;
  /** @default true */
  readonly configValidation?: boolean;
  readonly istiod?: { readonly enableAnalysis: boolean };
  readonly defaultPodDisruptionBudget?: { readonly enabled: boolean };
  /** Whether a NetworkPolicy is rendered beside each component. */
  readonly networkPolicy?: { readonly enabled: boolean };
  /** @default false */
  readonly nativeNftables?: boolean;
  /** @default false */
  readonly omitSidecarInjectorConfigMap?: boolean;
  /** @default false */
  readonly operatorManageWebhooks?: boolean;
  /** @default all */
  readonly resourceScope?: ResourceScope;
  /** @default - the cluster's */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
  /** @default - the cluster's */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
}

/** Settings of the custom resource definitions and the default validation. */
export interface BaseValues {
  /** @default true */
  readonly enableCRDTemplates?: boolean;
  /**
   * Names of definitions that something else installs.
   * @default - none
   */
  readonly excludedCRDs?: readonly string[];
  /**
   * URL of the validating webhook.
   * @default - the service of istiod
   */
  readonly validationURL?: string;
  /**
   * PEM, in base64. Where it is given, istiod leaves the webhook's configuration alone.
   * @default - istiod writes its own
   */
  readonly validationCABundle?: string;
}

/** Settings of the CNI plugin. The directories are the node's. */
export interface CniValues {
  /** @default - /opt/cni/bin, or the platform's */
  readonly cniBinDir?: string;
  /** @default - /etc/cni/net.d, or the platform's */
  readonly cniConfDir?: string;
  /** @default - the first file there */
  readonly cniConfFileName?: string;
  /** @default /var/run/netns */
  readonly cniNetnsDir?: string;
  /**
   * Namespaces whose pods it leaves alone, in place of the chart's.
   * @default - kube-system
   */
  readonly excludeNamespaces?: readonly string[];
  /**
   * Adds itself to the plugin that is there, rather than standing alone.
   * @default true
   */
  readonly chained?: boolean;
  /** @default default */
  readonly provider?: 'default' | 'multus';
  /** @default false */
  readonly istioOwnedCNIConfig?: boolean;
  /** @default 02-istio-cni.conflist */
  readonly istioOwnedCNIConfigFileName?: string;
  readonly ambient?: {
    /** @default - true in profile ambient */
    readonly enabled?: boolean;
    /** @default true */
    readonly dnsCapture?: boolean;
    /** @default true */
    readonly ipv6?: boolean;
    /** @default true */
    readonly reconcileIptablesOnStartup?: boolean;
  };
  /** What happens to a pod that started before the plugin was there. One of the three. */
  readonly repair?: {
    /** @default true */
    readonly enabled?: boolean;
    /** @default true */
    readonly repairPods?: boolean;
    /** @default false */
    readonly deletePods?: boolean;
    /** @default false */
    readonly labelPods?: boolean;
    /** @default cni.istio.io/uninitialized */
    readonly brokenPodLabelKey?: string;
    /** @default true */
    readonly brokenPodLabelValue?: string;
    /** @default istio-validation */
    readonly initContainerName?: string;
  };
  /** @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly daemonSetLabels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default install-cni */
  readonly image?: string;
  /** @default - the global one */
  readonly variant?: ImageVariant;
  /** @default - the global one */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  /** @default - the global one */
  readonly logging?: { readonly level: string };
  /** @default - none */
  readonly seccompProfile?: SeccompProfile;
}

/** Settings of ztunnel. istioctl validates none of them. */
export interface ZtunnelValues {
  /** @default - the global one */
  readonly network?: string;
  /** @default ztunnel */
  readonly resourceName?: string;
  /** @default info */
  readonly logLevel?: string;
  /** @default false */
  readonly logAsJson?: boolean;
  /** @default 30 */
  readonly terminationGracePeriodSeconds?: number;
  /** @default - istiod's */
  readonly caAddress?: string;
  /** @default - istiod's */
  readonly xdsAddress?: string;
  /** @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default - the chart's */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Checks certificates against the plugged-in CA's revocation list. */
  readonly peerCaCrl?: { readonly enabled: boolean };
}

/**
 * Values of Istio's charts, as far as today's istioctl takes them and a chart reads them. Anything else goes into the
 * document's `unvalidatedValues`; hub, tag, revision and mesh config have fields of the document.
 */
export interface IstioValues {
  readonly global?: GlobalValues;
  readonly base?: BaseValues;
  readonly pilot?: PilotValues;
  readonly cni?: CniValues;
  readonly ztunnel?: ZtunnelValues;
  readonly gateways?: GatewaysValues;
  readonly sidecarInjectorWebhook?: SidecarInjectorWebhookValues;
  /** @default - the document's profile, as far as it has settings */
  readonly profile?: ChartProfile;
  /**
   * Revision that validates objects without a revision: the base chart renders `istiod-default-validator` for it.
   * @default - none; istioctl does not take it from `revision`
   */
  readonly defaultRevision?: string;
  /**
   * Further names of this revision, each with a webhook and a Service of its own.
   * @default - none
   */
  readonly revisionTags?: readonly string[];
  /** Whether proxies report Istio's metrics, where no Telemetry says so. */
  readonly telemetry?: {
    readonly enabled?: boolean;
    readonly v2?: { readonly enabled?: boolean; readonly prometheus?: { readonly enabled: boolean } };
  };
  /** Settings of the gateways that istiod deploys for a Gateway API class, by class. */
  readonly gatewayClasses?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly experimental?: { readonly stableValidationPolicy: boolean };
}
