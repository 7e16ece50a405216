import { parseDocument } from 'yaml';
import { isIpAddress } from '../values/address';
import { Checks } from '../values/checks';
import { clusterEnv } from './cluster-env';
import { goYaml } from './go-yaml';
import { applyMessage, type Message } from './proto-json';
import { proxyConfigType } from './proxy-config-schema';
import { proxyMetadata } from './proxy-metadata';
import type { WorkloadGroup } from './workload-group';

/** What `istioctl x workload entry configure` is told and what it reads from the cluster. */
export interface OnboardingProps {
  readonly workloadGroup: WorkloadGroup;
  /** The cluster's MeshConfig: the document `mesh` of its ConfigMap `istio` or `istio-<revision>`. */
  readonly meshConfig: MeshConfigDocument;
  /**
   * Name of the cluster in the mesh.
   * @default - empty
   */
  readonly clusterId?: string;
  /**
   * Revision of the control plane.
   * @default 'default'
   */
  readonly revision?: string;
  /** @default 'istio-system' */
  readonly istioNamespace?: string;
  /**
   * Whether the machine's WorkloadEntry is made when it connects.
   * @default false
   */
  readonly autoregister?: boolean;
  /**
   * Whether DNS requests of the machine go to the sidecar.
   * @default true
   */
  readonly captureDns?: boolean;
  /**
   * Address of the machine on its network, IPv4 or IPv6.
   * @default - the first of its interfaces, found at start
   */
  readonly internalIp?: string;
  /**
   * Address of the machine for others, where it does not know it itself. Not with `internalIp`.
   * @default - none
   */
  readonly externalIp?: string;
  /**
   * Address of the gateway in front of istiod; what is no address is passed over.
   * @default - the ingress service's
   */
  readonly ingressIp?: string;
  /**
   * Address of the service in front of istiod, as found in the cluster: its first load balancer's, else its first
   * external one.
   * @default - none was found
   */
  readonly ingressServiceIp?: string;
  /**
   * Another name for istiod than its Service's, one that its certificate bears: `istiod.kube-01`. It stands in
   * `hosts`, as discovery address and as the address of the CA; istioctl has no option for it.
   * @default - the Service's name
   */
  readonly istiodHost?: string;
}

/** A MeshConfig as it is read from YAML; onboarding needs two of its fields. */
export interface MeshConfigDocument {
  readonly trustDomain?: string;
  readonly defaultConfig?: unknown;
}

/** Text by file name, each as istioctl 1.29 writes it. */
export interface OnboardingFiles {
  readonly 'cluster.env': string;
  readonly 'mesh.yaml': string;
  /** Empty where the gateway's address is not known. */
  readonly hosts: string;
}

/** Port of istiod for proxies: xDS and certificates. */
const istiodPort = 15012;
const configAnnotation = 'proxy.istio.io/config';

/**
 * The files that a machine joins a mesh with, secrets excepted.
 *
 * Source: istio 1.29.1, istioctl/pkg/workload. Where that takes ports in random order, they come by name here.
 *
 * @throws UserError for what istioctl refuses, and for addresses that are none
 */
export function onboardingFiles(props: OnboardingProps): OnboardingFiles {
  const checks = new Checks();
  const { internalIp, externalIp, workloadGroup } = props;
  if (internalIp) checks.at('internalIp').ipAddress(internalIp);
  if (externalIp) checks.at('externalIp').ipAddress(externalIp);
  checks
    .at('externalIp')
    .expect(!internalIp || !externalIp, 'is given beside internalIp; istioctl takes one of them only');
  const config = proxyConfigOf(props, checks);
  checks.throwIfAny(
    `The files of workload group ${workloadGroup.namespace}/${workloadGroup.name} cannot be made:`,
  );
  const given = (config['proxyMetadata'] ?? {}) as Readonly<Record<string, string>>;
  const metadata = {
    ...given,
    ...proxyMetadata({
      ...props,
      trustDomain: props.meshConfig.trustDomain,
      meshId: config['meshId'] as string | undefined,
    }),
  };
  return {
    'cluster.env': clusterEnv({
      workloadGroup,
      internalIp,
      externalIp,
      proxyMetadata: metadata,
      statusPort: config['statusPort'] as number | undefined,
      caAddress: caAddress(props, given['CA_ADDR']),
    }),
    'mesh.yaml': goYaml({ defaultConfig: { ...config, proxyMetadata: metadata } }),
    hosts: hosts(props),
  };
}

/** The proxy's configuration: the mesh's, what the group's annotations say over it, and the group's probe. */
function proxyConfigOf({ meshConfig, workloadGroup, ...props }: OnboardingProps, checks: Checks): Message {
  let config = applyMessage(
    proxyConfigType,
    {},
    meshConfig.defaultConfig,
    checks.at('meshConfig.defaultConfig'),
  );
  if (props.istiodHost !== undefined) {
    config = { ...config, discoveryAddress: `${props.istiodHost}:${istiodPort}` };
  } else if (isRevisioned(props.revision) && config['discoveryAddress'] === undefined) {
    config = { ...config, discoveryAddress: istiodAddress(props) };
  }
  for (const annotations of [workloadGroup.annotations, workloadGroup.entryAnnotations]) {
    const annotation = annotations[configAnnotation];
    if (annotation === undefined) continue;
    const before = config['proxyMetadata'];
    config = applyMessage(proxyConfigType, config, yamlOf(annotation, checks), checks.at(configAnnotation));
    // The one field that is merged and not replaced.
    const merged = {
      ...(before as Message | undefined),
      ...(config['proxyMetadata'] as Message | undefined),
    };
    if (Object.keys(merged).length > 0) config = { ...config, proxyMetadata: merged };
  }
  // The probe is the group's alone.
  const rest = Object.entries(config).filter(([field]) => field !== 'readinessProbe');
  return { ...Object.fromEntries(rest), ...(workloadGroup.probe && { readinessProbe: workloadGroup.probe }) };
}

/** A revision's istiod overrides what the mesh says; a host of one's own does not. */
function caAddress(props: OnboardingProps, custom: string | undefined): string | undefined {
  if (props.istiodHost !== undefined) return custom ?? `${props.istiodHost}:${istiodPort}`;
  return isRevisioned(props.revision) ? istiodAddress(props) : undefined;
}

function hosts(props: OnboardingProps): string {
  const address = [props.ingressIp, props.ingressServiceIp].find(isIpAddress);
  return address === undefined ? '' : `${address} ${props.istiodHost ?? istiodService(props)}\n`;
}

function istiodService({ istioNamespace = 'istio-system', revision }: Partial<OnboardingProps>): string {
  return `istiod${isRevisioned(revision) ? `-${revision}` : ''}.${istioNamespace}.svc`;
}

function istiodAddress(props: Partial<OnboardingProps>): string {
  return `${istiodService(props)}:${istiodPort}`;
}

function isRevisioned(revision: string | undefined): boolean {
  return revision !== undefined && revision !== '' && revision !== 'default';
}

/** YAML as Istio's own reader takes it, `yes` and `on` for booleans included. */
function yamlOf(text: string, checks: Checks): unknown {
  const document = parseDocument(text, { version: '1.1' });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  checks.at(configAnnotation).fail(`is not YAML: ${error.message.split('\n')[0] ?? ''}`);
  return undefined;
}
