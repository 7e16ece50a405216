/** An annotation of Istio: where it may be put, and how far one may rely on it. */
export interface AnnotationDefinition {
  /** Kinds that it works on; `Any` is every kind. */
  readonly on: readonly string[];
  readonly isDeprecated: boolean;
  readonly stability: 'Alpha' | 'Beta' | 'Stable';
}

/** Source: annotation/annotations.gen.go of istio.io/api, version 1.29. */
export const annotations: ReadonlyMap<string, AnnotationDefinition> = new Map<string, AnnotationDefinition>([
  ['alpha.istio.io/canonical-serviceaccounts', { on: ['Service'], isDeprecated: true, stability: 'Alpha' }],
  ['alpha.istio.io/kubernetes-serviceaccounts', { on: ['Service'], isDeprecated: true, stability: 'Alpha' }],
  ['ambient.istio.io/bypass-inbound-capture', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['ambient.istio.io/dns-capture', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['ambient.istio.io/redirection', { on: ['Pod'], isDeprecated: false, stability: 'Beta' }],
  [
    'ambient.istio.io/waypoint-inbound-binding',
    { on: ['GatewayClass', 'Gateway'], isDeprecated: false, stability: 'Alpha' },
  ],
  ['galley.istio.io/analyze-suppress', { on: ['Any'], isDeprecated: false, stability: 'Alpha' }],
  ['gateway.istio.io/controller-version', { on: ['Any'], isDeprecated: false, stability: 'Alpha' }],
  ['gateway.istio.io/name-override', { on: ['Gateway'], isDeprecated: false, stability: 'Alpha' }],
  ['gateway.istio.io/service-account', { on: ['Gateway'], isDeprecated: false, stability: 'Alpha' }],
  ['inject.istio.io/templates', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/autoRegistrationGroup', { on: ['WorkloadEntry'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/connectedAt', { on: ['WorkloadEntry'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/disconnectedAt', { on: ['WorkloadEntry'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/dry-run', { on: ['AuthorizationPolicy'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/reroute-virtual-interfaces', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/rev', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['istio.io/workloadController', { on: ['WorkloadEntry'], isDeprecated: false, stability: 'Alpha' }],
  ['kubernetes.io/ingress.class', { on: ['Ingress'], isDeprecated: false, stability: 'Stable' }],
  ['networking.istio.io/exportTo', { on: ['Service'], isDeprecated: false, stability: 'Alpha' }],
  ['networking.istio.io/service-type', { on: ['Gateway'], isDeprecated: false, stability: 'Alpha' }],
  [
    'networking.istio.io/traffic-distribution',
    { on: ['Service', 'ServiceEntry'], isDeprecated: false, stability: 'Alpha' },
  ],
  ['prometheus.istio.io/merge-metrics', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['proxy.istio.io/config', { on: ['Pod'], isDeprecated: false, stability: 'Beta' }],
  ['proxy.istio.io/overrides', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  [
    'readiness.status.sidecar.istio.io/applicationPorts',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  [
    'readiness.status.sidecar.istio.io/failureThreshold',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  [
    'readiness.status.sidecar.istio.io/initialDelaySeconds',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  [
    'readiness.status.sidecar.istio.io/periodSeconds',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  ['sidecar.istio.io/agentLogLevel', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/bootstrapOverride', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/componentLogLevel', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/discoveryAddress', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/extraStatTags', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/inject', { on: ['Pod'], isDeprecated: true, stability: 'Beta' }],
  ['sidecar.istio.io/interceptionMode', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/logLevel', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/nativeSidecar', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyCPU', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyCPULimit', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyImage', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyImageType', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyMemory', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/proxyMemoryLimit', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/rewriteAppHTTPProbers', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/statsCompression', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/statsEvictionInterval', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/statsFlushInterval', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/statsHistogramBins', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/statsHistogramBuckets', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/statsInclusionPrefixes', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/statsInclusionRegexps', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/statsInclusionSuffixes', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
  ['sidecar.istio.io/status', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/userVolume', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['sidecar.istio.io/userVolumeMount', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['status.sidecar.istio.io/port', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['topology.istio.io/controlPlaneClusters', { on: ['Namespace'], isDeprecated: false, stability: 'Alpha' }],
  ['traffic.istio.io/nodeSelector', { on: ['Service'], isDeprecated: false, stability: 'Stable' }],
  ['traffic.sidecar.istio.io/excludeInboundPorts', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['traffic.sidecar.istio.io/excludeInterfaces', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  [
    'traffic.sidecar.istio.io/excludeOutboundIPRanges',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['traffic.sidecar.istio.io/includeInboundPorts', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  [
    'traffic.sidecar.istio.io/includeOutboundIPRanges',
    { on: ['Pod'], isDeprecated: false, stability: 'Alpha' },
  ],
  ['traffic.sidecar.istio.io/includeOutboundPorts', { on: ['Pod'], isDeprecated: false, stability: 'Alpha' }],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', { on: ['Pod'], isDeprecated: true, stability: 'Alpha' }],
]);

/** What istiod and its controllers write themselves, so that nobody is told of it. */
const WRITTEN_BY_ISTIO = new Set([
  'gateway.istio.io/controller-version',
  'istio.io/rev',
  'sidecar.istio.io/status',
]);

/** Whether an annotation is in the name of Istio, and somebody put it there. */
export function isIstioAnnotation(name: string): boolean {
  if (WRITTEN_BY_ISTIO.has(name)) return false;
  return name === 'kubernetes.io/ingress.class' || name.split('/', 1)[0]!.endsWith('istio.io');
}
