import type { Checks } from './checks';
import { isDnsLabel } from './dns';
import { checkDuration, parseDuration } from './duration';
import { checkExtensionProviders } from './extension-provider-checks';
import { isWildcardHostName } from './host';
import { checkLabels } from './label';
import {
  accessLogEncodings,
  h2UpgradePolicies,
  inboundTrafficPolicyModes,
  ingressControllerModes,
  meshTlsProtocols,
  outboundTrafficPolicyModes,
  pathNormalizations,
  type MeshConfig,
} from './mesh-config';
import type { LabelSelector } from './mesh-settings';
import { checkInteger, INT32_MAX } from './numbers';
import { checkExactlyOne } from './one-of';
import { checkHostPort, checkProxyConfig } from './proxy-config-checks';
import { show } from './user-error';

/** Source: `ValidECDHCurves` in Istio's pkg/config/security. */
const ecdhCurves = ['P-256', 'P-384', 'P-521', 'X25519', 'X25519Kyber768Draft00', 'X25519MLKEM768'];

/**
 * Reports what Istio refuses of the mesh-wide settings, and what it would take without heeding it. The shares of
 * `localityLbSetting` are not looked at.
 */
export function checkMeshConfig(config: MeshConfig, checks: Checks): void {
  if (config.defaultConfig !== undefined) checkProxyConfig(config.defaultConfig, checks.at('defaultConfig'));
  checkAccessLog(config, checks);
  checkTrust(config, checks);
  checkModes(config, checks);
  checkConnections(config, checks);
  if (config.extensionProviders !== undefined)
    checkExtensionProviders(config.extensionProviders, checks.at('extensionProviders'));
  if (config.rootNamespace !== undefined) checks.at('rootNamespace').dnsLabel(config.rootNamespace);
  config.discoverySelectors?.forEach((selector, index) =>
    checkLabelSelector(selector, checks.at('discoverySelectors').at(index)),
  );
  config.serviceScopeConfigs?.forEach(({ namespaceSelector, servicesSelector, scope }, index) => {
    const at = checks.at('serviceScopeConfigs').at(index);
    at.at('scope').oneOf(scope, ['LOCAL', 'GLOBAL']);
    if (namespaceSelector !== undefined) checkLabelSelector(namespaceSelector, at.at('namespaceSelector'));
    if (servicesSelector !== undefined) checkLabelSelector(servicesSelector, at.at('servicesSelector'));
  });
  config.serviceSettings?.forEach(({ hosts }, index) =>
    hosts.forEach((host, position) =>
      checks
        .at('serviceSettings')
        .at(index)
        .at('hosts')
        .at(position)
        .expect(
          isWildcardHostName(host),
          `${show(host)} is not a host name ("*" may be its first label); Istio refuses it`,
        ),
    ),
  );
}

/** A trust domain is made of DNS labels; a dot may end it. Source: Istio's `ValidateTrustDomain`. */
export function isTrustDomain(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value
      .replace(/(?<=.)\.$/, '')
      .split('.')
      .every(isDnsLabel)
  );
}

function checkTrust(
  { trustDomain, trustDomainAliases = [], ca, ...config }: MeshConfig,
  checks: Checks,
): void {
  const trusted = (value: string, at: Checks) =>
    at.expect(isTrustDomain(value), `${show(value)} is not a trust domain (DNS labels, joined by ".")`);
  if (trustDomain !== undefined) trusted(trustDomain, checks.at('trustDomain'));
  trustDomainAliases.forEach((alias, index) => trusted(alias, checks.at('trustDomainAliases').at(index)));
  config.caCertificates?.forEach((certificate, index) =>
    checkExactlyOne(checks.at('caCertificates').at(index), certificate, ['pem', 'spiffeBundleUrl']),
  );
  if (ca === undefined) return;
  checkHostPort(ca.address, checks.at('ca').at('address'));
  if (ca.requestTimeout !== undefined) checkDuration(checks.at('ca').at('requestTimeout'), ca.requestTimeout);
}

function checkAccessLog({ accessLogEncoding, accessLogFormat }: MeshConfig, checks: Checks): void {
  if (accessLogEncoding !== undefined)
    checks.at('accessLogEncoding').oneOf(accessLogEncoding, accessLogEncodings);
  if (accessLogEncoding !== 'JSON' || accessLogFormat === undefined || accessLogFormat === '') return;
  checks
    .at('accessLogFormat')
    .expect(
      isJsonObject(accessLogFormat),
      'is not a JSON object: with accessLogEncoding JSON, istiod would log its own fields instead',
    );
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function checkModes(config: MeshConfig, checks: Checks): void {
  const modes = [
    [
      checks.at('outboundTrafficPolicy').at('mode'),
      config.outboundTrafficPolicy?.mode,
      outboundTrafficPolicyModes,
    ],
    [
      checks.at('inboundTrafficPolicy').at('mode'),
      config.inboundTrafficPolicy?.mode,
      inboundTrafficPolicyModes,
    ],
    [checks.at('ingressControllerMode'), config.ingressControllerMode, ingressControllerModes],
    [checks.at('h2UpgradePolicy'), config.h2UpgradePolicy, h2UpgradePolicies],
    [
      checks.at('pathNormalization').at('normalization'),
      config.pathNormalization?.normalization,
      pathNormalizations,
    ],
    [checks.at('meshMTLS').at('minProtocolVersion'), config.meshMTLS?.minProtocolVersion, meshTlsProtocols],
    [
      checks.at('tlsDefaults').at('minProtocolVersion'),
      config.tlsDefaults?.minProtocolVersion,
      meshTlsProtocols,
    ],
  ] as const;
  for (const [at, mode, allowed] of modes)
    if (mode !== undefined) at.oneOf(mode, allowed as readonly string[]);
  config.tlsDefaults?.ecdhCurves?.forEach((curve, index) =>
    checks.at('tlsDefaults').at('ecdhCurves').at(index).oneOf(curve, ecdhCurves),
  );
}

function checkConnections(config: MeshConfig, checks: Checks): void {
  for (const field of ['proxyListenPort', 'proxyInboundListenPort', 'proxyHttpPort'] as const) {
    if (config[field] !== undefined) checks.at(field).port(config[field]);
  }
  if (config.connectTimeout !== undefined) {
    const at = checks.at('connectTimeout');
    checkDuration(at, config.connectTimeout);
    at.expect(
      (parseDuration(config.connectTimeout) ?? 0) <= 3_600_000,
      `${show(config.connectTimeout)} is longer than 1h: Istio refuses it`,
    );
  }
  if (config.protocolDetectionTimeout !== undefined)
    checkDuration(checks.at('protocolDetectionTimeout'), config.protocolDetectionTimeout, { zero: true });
  for (const field of ['hboneIdleTimeout', 'dnsRefreshRate'] as const) {
    if (config[field] !== undefined) checkDuration(checks.at(field), config[field]);
  }
  for (const field of ['time', 'interval'] as const) {
    const value = config.tcpKeepalive?.[field];
    if (value !== undefined) checkDuration(checks.at('tcpKeepalive').at(field), value);
  }
  const { attempts, backoff } = config.defaultHttpRetryPolicy ?? {};
  const at = checks.at('defaultHttpRetryPolicy');
  if (attempts !== undefined) checkInteger(at.at('attempts'), attempts, 0, INT32_MAX);
  if (backoff !== undefined) checkDuration(at.at('backoff'), backoff);
}

function checkLabelSelector(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  checks: Checks,
): void {
  checkLabels(matchLabels, checks.at('matchLabels'));
  matchExpressions.forEach(({ operator, values = [] }, index) => {
    const at = checks.at('matchExpressions').at(index);
    if (!at.at('operator').oneOf(operator, ['In', 'NotIn', 'Exists', 'DoesNotExist'])) return;
    const listed = operator === 'In' || operator === 'NotIn';
    at.at('values').expect(
      listed === values.length > 0,
      listed ? `is empty: operator ${operator} needs values` : `is given: operator ${operator} takes none`,
    );
  });
}
