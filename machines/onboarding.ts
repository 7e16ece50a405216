import { parseDocument } from 'yaml';
import { isIpAddress } from '../values/address';
import { Checks } from '../values/checks';
import { goYaml } from './go-yaml';
import { applyMessage, type Message } from './proto-json';
import { proxyConfigType } from './proxy-config-schema';
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
  const common = proxyConfigOf(props, checks);
  checks.throwIfAny(
    `The files of workload group ${workloadGroup.namespace}/${workloadGroup.name} cannot be made:`,
  );
  const proxyConfig = { ...common, proxyMetadata: proxyMetadata(props, common) };
  return {
    'cluster.env': clusterEnv(props, proxyConfig),
    'mesh.yaml': goYaml({ defaultConfig: proxyConfig }),
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

/** What the machine says of itself to istiod, over what the configuration says. */
function proxyMetadata(
  { workloadGroup, meshConfig, clusterId = '', autoregister = false, captureDns = true }: OnboardingProps,
  { meshId = '', proxyMetadata: given }: Message,
): Readonly<Record<string, string>> {
  const { name, namespace, serviceAccount, network, ports } = workloadGroup;
  const labels = canonicalLabels(workloadGroup);
  const podPorts = Object.keys(ports)
    .sort(byCodePoint)
    .map((port) => ({ name: port === '' ? undefined : port, containerPort: ports[port], protocol: '' }));
  return {
    ...(given as Readonly<Record<string, string>> | undefined),
    CANONICAL_SERVICE: labels['service.istio.io/canonical-name'] ?? '',
    CANONICAL_REVISION: labels['service.istio.io/canonical-revision'] ?? '',
    POD_NAMESPACE: namespace,
    SERVICE_ACCOUNT: serviceAccount,
    TRUST_DOMAIN: meshConfig.trustDomain ?? '',
    ISTIO_META_CLUSTER_ID: clusterId,
    ISTIO_META_MESH_ID: String(meshId),
    ISTIO_META_NETWORK: network,
    ...(podPorts.length > 0 && { ISTIO_META_POD_PORTS: goJson(podPorts) }),
    ISTIO_META_WORKLOAD_NAME: name,
    ISTIO_METAJSON_LABELS: goJson(labels),
    ...(captureDns && { ISTIO_META_DNS_CAPTURE: 'true' }),
    ...(autoregister && { ISTIO_META_AUTO_REGISTER_GROUP: name }),
  };
}

/** The group's labels and the two that say what service and revision it is, sorted. */
function canonicalLabels({ name, labels }: WorkloadGroup): Record<string, string> {
  const first = (...keys: readonly string[]): string | undefined => {
    const key = keys.find((one) => Object.hasOwn(labels, one));
    return key === undefined ? undefined : labels[key];
  };
  const all: Record<string, string> = {
    ...labels,
    'service.istio.io/canonical-name':
      first('service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app') ?? name,
    'service.istio.io/canonical-revision':
      first('service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version') ?? 'latest',
  };
  return Object.fromEntries(
    Object.keys(all)
      .sort(byCodePoint)
      .map((key) => [key, all[key] ?? '']),
  );
}

function clusterEnv(
  props: OnboardingProps,
  {
    proxyMetadata: metadata,
    statusPort = 0,
  }: Message & { readonly proxyMetadata: Readonly<Record<string, string>> },
): string {
  const { workloadGroup: group, internalIp, externalIp } = props;
  const ports = Object.keys(group.ports).sort(byCodePoint);
  const variables: Record<string, string> = {
    ...metadata,
    ISTIO_INBOUND_PORTS: ports.map((port) => group.ports[port]).join(',') || '*',
    ISTIO_NAMESPACE: group.namespace,
    ISTIO_SERVICE: `${group.name}.${group.namespace}`,
    ISTIO_SERVICE_CIDR: '*',
    ISTIO_LOCAL_EXCLUDE_PORTS: excludedPorts(Number(statusPort)),
    SERVICE_ACCOUNT: group.serviceAccount,
    ...certificateAuthority(props, metadata['CA_ADDR']),
    ...(internalIp && { ISTIO_SVC_IP: internalIp }),
    ...(externalIp && { ISTIO_SVC_IP: externalIp, REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION: 'true' }),
  };
  const lines = Object.entries(variables).map(([key, value]) => `${key}=${shellQuoted(value)}`);
  return `${lines.sort(byCodePoint).join('\n')}\n`;
}

/** A revision's istiod overrides what the proxy's metadata says; a host of one's own does not. */
function certificateAuthority(props: OnboardingProps, custom: string | undefined): Record<string, string> {
  if (props.istiodHost !== undefined) return { CA_ADDR: custom ?? `${props.istiodHost}:${istiodPort}` };
  return isRevisioned(props.revision) ? { CA_ADDR: istiodAddress(props) } : {};
}

/** Ports that traffic reaches without the sidecar: SSH, so that no mistake locks anybody out, and the sidecar's own. */
function excludedPorts(statusPort: number): string {
  const own = [22, 15090, 15021];
  return [...own, ...(own.slice(1).includes(statusPort) ? [] : [statusPort || 15020])].join(',');
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

/** Quotes all but a few characters; `w` stands for itself there, by a slip that Istio's files show to this day. */
function shellQuoted(value: string): string {
  return value === '' || /[^\\w@%+=:,./-]/.test(value) ? `'${value.replaceAll("'", `'"'"'`)}'` : value;
}

/** JSON as Go's encoder writes it, safe inside HTML. */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** YAML as Istio's own reader takes it, `yes` and `on` for booleans included. */
function yamlOf(text: string, checks: Checks): unknown {
  const document = parseDocument(text, { version: '1.1' });
  const [error] = document.errors;
  if (error === undefined) return document.toJS();
  checks.at(configAnnotation).fail(`is not YAML: ${error.message.split('\n')[0] ?? ''}`);
  return undefined;
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
