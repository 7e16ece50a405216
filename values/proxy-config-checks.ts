import { isIpAddress } from './address';
import { isPort, type Checks } from './checks';
import { checkDuration, parseDuration } from './duration';
import { isHostName } from './host';
import { checkInteger, checkPercent, INT32_MAX } from './numbers';
import { checkExactlyOne } from './one-of';
import {
  forwardClientCertModes,
  interceptionModes,
  tracingServiceNames,
  type ProxyConfig,
  type ProxyTracing,
} from './proxy-config';
import { show } from './user-error';

/** Reports what Istio refuses of the proxies' configuration, and what it would take without heeding it. */
export function checkProxyConfig(config: ProxyConfig, checks: Checks): void {
  checkProxyMetadata(config.proxyMetadata ?? {}, checks.at('proxyMetadata'));
  if (config.drainDuration !== undefined) {
    checkDuration(checks.at('drainDuration'), config.drainDuration);
    checks
      .at('drainDuration')
      .expect(
        Number.isInteger((parseDuration(config.drainDuration) ?? 0) / 1000),
        `${show(config.drainDuration)} is not a whole number of seconds: Istio refuses a finer one`,
      );
  }
  for (const field of ['terminationDrainDuration', 'fileFlushInterval'] as const) {
    if (config[field] !== undefined)
      checkDuration(checks.at(field), config[field], { zero: field === 'terminationDrainDuration' });
  }
  for (const field of ['proxyAdminPort', 'statusPort'] as const) {
    if (config[field] !== undefined) checks.at(field).port(config[field]);
  }
  for (const field of ['concurrency', 'statNameLength'] as const) {
    if (config[field] !== undefined) checkInteger(checks.at(field), config[field], 0, INT32_MAX);
  }
  for (const field of ['discoveryAddress', 'statsdUdpAddress'] as const) {
    if (config[field] !== undefined) checkHostPort(config[field], checks.at(field));
  }
  for (const field of ['envoyAccessLogService', 'envoyMetricsService'] as const) {
    if (config[field] !== undefined) checkHostPort(config[field].address, checks.at(field).at('address'));
  }
  checkNames(config, checks);
  if (config.tracing !== undefined) checkTracing(config.tracing, checks.at('tracing'));
  checkForwarding(config, checks);
  if (config.readinessProbe !== undefined) {
    checkExactlyOne(checks.at('readinessProbe'), config.readinessProbe, [
      'httpGet',
      'tcpSocket',
      'exec',
      'grpc',
    ]);
  }
  if (config.privateKeyProvider !== undefined) checkKeyProvider(config.privateKeyProvider, checks);
}

/** Records what is not `host:port`; `$(HOST_IP)` stands for an address. */
export function checkHostPort(address: string, checks: Checks): boolean {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address.replace('$(HOST_IP)', '127.0.0.1')) ?? [];
  const name = /^\[(.*)\]$/.exec(host)?.[1] ?? host;
  return checks.expect(
    isPort(Number(port)) && (isHostName(name) || isIpAddress(name)) && (!name.includes(':') || name !== host),
    `${show(address)} is not host:port`,
  );
}

function checkProxyMetadata(metadata: Readonly<Record<string, string>>, checks: Checks): void {
  for (const [name, value] of Object.entries(metadata)) {
    checks
      .at(name)
      .expect(
        typeof value === 'string',
        `${show(value)} is not a string: Istio refuses it; write ${show(String(value))}`,
      );
  }
  checks
    .at('ISTIO_META_DNS_AUTO_ALLOCATE')
    .expect(
      metadata.ISTIO_META_DNS_AUTO_ALLOCATE === undefined,
      'is superseded: since 1.25 istiod gives every ServiceEntry its address (PILOT_ENABLE_IP_AUTOALLOCATE); ' +
        'istioctl would write a warning into the manifests that it generates, and they would no longer be YAML',
    );
}

function checkNames(config: ProxyConfig, checks: Checks): void {
  const { serviceCluster, tracingServiceName, interceptionMode, image } = config;
  if (serviceCluster !== undefined) {
    checks.at('serviceCluster').expect(serviceCluster !== '', 'is empty: Istio refuses it');
    checks
      .at('serviceCluster')
      .expect(
        tracingServiceName === undefined,
        'stands beside tracingServiceName: both say what the workload is called; give one',
      );
  }
  if (tracingServiceName !== undefined)
    checks.at('tracingServiceName').oneOf(tracingServiceName, tracingServiceNames);
  if (interceptionMode !== undefined)
    checks.at('interceptionMode').oneOf(interceptionMode, interceptionModes);
  if (config.controlPlaneAuthPolicy !== undefined)
    checks.at('controlPlaneAuthPolicy').oneOf(config.controlPlaneAuthPolicy, ['NONE', 'MUTUAL_TLS']);
  if (image !== undefined)
    checks
      .at('image')
      .at('imageType')
      .expect(image.imageType !== '', 'is empty: leave image out');
}

function checkTracing(tracing: ProxyTracing, checks: Checks): void {
  const { zipkin, datadog, sampling, customTags = {} } = tracing;
  checks.expect(
    zipkin === undefined || datadog === undefined,
    'has zipkin and datadog: a proxy has one tracer; Istio would take one of them',
  );
  if (zipkin !== undefined) checkHostPort(zipkin.address, checks.at('zipkin').at('address'));
  if (datadog !== undefined) checkHostPort(datadog.address, checks.at('datadog').at('address'));
  if (sampling !== undefined) checkPercent(checks.at('sampling'), sampling);
  for (const [name, tag] of Object.entries(customTags)) {
    checkExactlyOne(checks.at('customTags').at(name), tag, ['literal', 'environment', 'header']);
  }
}

function checkForwarding({ proxyHeaders, gatewayTopology }: ProxyConfig, checks: Checks): void {
  const details = gatewayTopology?.forwardClientCertDetails;
  if (proxyHeaders?.forwardedClientCert !== undefined) {
    const at = checks.at('proxyHeaders').at('forwardedClientCert');
    at.oneOf(proxyHeaders.forwardedClientCert, forwardClientCertModes);
  }
  if (details !== undefined)
    checks.at('gatewayTopology').at('forwardClientCertDetails').oneOf(details, forwardClientCertModes);
  if (gatewayTopology?.numTrustedProxies !== undefined) {
    const at = checks.at('gatewayTopology').at('numTrustedProxies');
    checkInteger(at, gatewayTopology.numTrustedProxies, 0, INT32_MAX);
  }
}

function checkKeyProvider(provider: NonNullable<ProxyConfig['privateKeyProvider']>, checks: Checks): void {
  const at = checks.at('privateKeyProvider');
  checkExactlyOne(at, provider, ['cryptomb', 'qat']);
  for (const field of ['cryptomb', 'qat'] as const) {
    if (provider[field] !== undefined) checkDuration(at.at(field).at('pollDelay'), provider[field].pollDelay);
  }
}
