/** The kinds that the model can be asked for, and their groups. Versions of a kind are one kind here. */
const GROUPS = {
  DestinationRule: 'networking.istio.io',
  EnvoyFilter: 'networking.istio.io',
  Gateway: 'networking.istio.io',
  ProxyConfig: 'networking.istio.io',
  ServiceEntry: 'networking.istio.io',
  Sidecar: 'networking.istio.io',
  VirtualService: 'networking.istio.io',
  WorkloadEntry: 'networking.istio.io',
  WorkloadGroup: 'networking.istio.io',
  AuthorizationPolicy: 'security.istio.io',
  PeerAuthentication: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  Telemetry: 'telemetry.istio.io',
  TrafficExtension: 'extensions.istio.io',
  WasmPlugin: 'extensions.istio.io',
  IstioOperator: 'install.istio.io',
  BackendTLSPolicy: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
  GRPCRoute: 'gateway.networking.k8s.io',
  HTTPRoute: 'gateway.networking.k8s.io',
  ReferenceGrant: 'gateway.networking.k8s.io',
  TCPRoute: 'gateway.networking.k8s.io',
  TLSRoute: 'gateway.networking.k8s.io',
  ConfigMap: '',
  Endpoints: '',
  Namespace: '',
  Node: '',
  Pod: '',
  Secret: '',
  Service: '',
  ServiceAccount: '',
  DaemonSet: 'apps',
  Deployment: 'apps',
  ReplicaSet: 'apps',
  StatefulSet: 'apps',
  CronJob: 'batch',
  Job: 'batch',
  EndpointSlice: 'discovery.k8s.io',
  Ingress: 'networking.k8s.io',
  IngressClass: 'networking.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
  CustomResourceDefinition: 'apiextensions.k8s.io',
  Certificate: 'cert-manager.io',
  Application: 'argoproj.io',
  AppProject: 'argoproj.io',
  Rollout: 'argoproj.io',
} as const;

/** A kind by its name; `KubernetesGateway` is the Gateway of the Gateway API, `Gateway` that of Istio. */
export type Kind = keyof typeof GROUPS | 'KubernetesGateway';

/** How objects of a group and kind are filed. */
export function kindKey(group: string, kind: string): string {
  return `${group === 'extensions' ? successorGroup(kind) : group}/${kind}`;
}

export function keyOfKind(kind: Kind): string {
  return kind === 'KubernetesGateway'
    ? kindKey('gateway.networking.k8s.io', 'Gateway')
    : kindKey(GROUPS[kind], kind);
}

/** Where Kubernetes put the kinds of its first group for extensions. */
function successorGroup(kind: string): string {
  return kind === 'Ingress' || kind === 'NetworkPolicy' ? 'networking.k8s.io' : 'apps';
}

/** Kinds without a namespace among those that manifests of a mesh have. */
const CLUSTER_SCOPED = new Set([
  ...['APIService', 'CertificateSigningRequest', 'ClusterIssuer', 'ClusterRole', 'ClusterRoleBinding'],
  'ClusterTrustBundle',
  ...['CSIDriver', 'CSINode', 'CustomResourceDefinition', 'FlowSchema', 'GatewayClass', 'IngressClass'],
  ...['IPAddress', 'MutatingWebhookConfiguration', 'Namespace', 'Node', 'PersistentVolume', 'PriorityClass'],
  ...['PriorityLevelConfiguration', 'RuntimeClass', 'ServiceCIDR', 'StorageClass', 'VolumeAttachment'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration'],
]);

export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}
