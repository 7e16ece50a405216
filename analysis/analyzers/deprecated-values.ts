/**
 * Values of an IstioOperator document that Istio has given up, and what took their place; `undefined` where nothing
 * did, and no chart reads them.
 *
 * Source: NOTES.txt of the chart istio-discovery 1.29, which warns of the first, and
 * operator/pkg/apis/values_types.proto, which marks the second.
 */
export const DEPRECATED_VALUES: readonly (readonly [path: string, instead: string | undefined])[] = [
  ['global.outboundTrafficPolicy', 'meshConfig.outboundTrafficPolicy'],
  ['global.certificates', 'meshConfig.certificates'],
  ['global.localityLbSetting', 'meshConfig.localityLbSetting'],
  ['global.policyCheckFailOpen', 'meshConfig.policyCheckFailOpen'],
  ['global.enableTracing', 'meshConfig.enableTracing'],
  ['global.proxy.accessLogFormat', 'meshConfig.accessLogFormat'],
  ['global.proxy.accessLogFile', 'meshConfig.accessLogFile'],
  ['global.proxy.concurrency', 'meshConfig.defaultConfig.concurrency'],
  ['global.proxy.envoyAccessLogService', 'meshConfig.defaultConfig.envoyAccessLogService'],
  ['global.proxy.envoyMetricsService', 'meshConfig.defaultConfig.envoyMetricsService'],
  ['global.proxy.protocolDetectionTimeout', 'meshConfig.protocolDetectionTimeout'],
  [
    'global.proxy.holdApplicationUntilProxyStarts',
    'meshConfig.defaultConfig.holdApplicationUntilProxyStarts',
  ],
  ['pilot.ingress', 'meshConfig.ingressService, ingressControllerMode and ingressClass'],
  ['global.mtls.enabled', 'a PeerAuthentication'],
  ['global.mtls.auto', 'meshConfig.enableAutoMtls'],
  ['global.tracer.lightstep.address', 'meshConfig.defaultConfig.tracing.lightstep.address'],
  ['global.tracer.lightstep.accessToken', 'meshConfig.defaultConfig.tracing.lightstep.accessToken'],
  ['global.tracer.zipkin.address', 'meshConfig.defaultConfig.tracing.zipkin.address'],
  ['global.tracer.datadog.address', 'meshConfig.defaultConfig.tracing.datadog.address'],
  ['global.meshExpansion.enabled', 'a Gateway for traffic from the outside'],
  ['istiocoredns.enabled', 'the DNS of the proxies (ISTIO_META_DNS_CAPTURE)'],
  ['global.jwtPolicy', undefined],
  ['global.proxy.enableCoreDump', undefined],
  ['cni.logLevel', undefined],
  ['cni.privileged', undefined],
  ['cni.repair.createEvents', undefined],
  ['istio_cni', undefined],
];
