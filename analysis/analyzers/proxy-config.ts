import { Checks, isPort } from '../../values/checks';
import { parseDuration } from '../../values/duration';
import { checkHostPort } from '../../values/proxy-config-checks';
import { show } from '../../values/user-error';
import { at, textOf, type Fields } from '../model/fields';
import { parseYaml } from '../read/parse';
import { messageCheck } from '../schema/istio-operator/shape';
import { isGiven, isRecord } from '../schema/schema';
import { Walk } from '../schema/structural/walk';

/**
 * Makes the check of a text that a proxy reads its ProxyConfig from; it gives what istiod refuses of it.
 *
 * Source: `ValidateMeshConfigProxyConfig` of pkg/config/validation/agent/validation.go. The TLS settings of a tracer
 * are not looked into.
 */
export function proxyConfigCheck(): (text: string) => readonly string[] {
  const checkShape = messageCheck('istio.mesh.v1alpha1.ProxyConfig');
  return (text) => {
    let config: unknown;
    try {
      config = parseYaml(text, { takesLastKey: true })[0];
    } catch {
      return ['it is not YAML'];
    }
    if (!isGiven(config)) return [];
    if (!isRecord(config)) return [`${show(config)} is not a ProxyConfig`];
    const walk = new Walk();
    checkShape(config, walk);
    const refused = walk.problems.filter(({ isIgnored }) => !isIgnored);
    return refused.length > 0
      ? refused.map(({ field, message }) => `${field}: ${message}`)
      : meaningOf(config);
  };
}

const ADDRESSES = [
  ['statsdUdpAddress'],
  ['envoyMetricsServiceAddress'],
  ['envoyMetricsService', 'address'],
  ['envoyAccessLogService', 'address'],
];
/** Those that may not be empty; the first two may say `$(HOST_IP)`. */
const TRACERS = ['zipkin', 'datadog', 'lightstep'].map((tracer) => ['tracing', tracer, 'address']);
const WITH_HOST_IP = TRACERS.slice(0, 2);

/** Whole numbers, and the least that each may be. */
const COUNTS = [
  [['concurrency'], -(2 ** 31)],
  [['statNameLength'], -(2 ** 31)],
  [['gatewayTopology', 'numTrustedProxies'], 0],
] as const;

function meaningOf(config: Fields): readonly string[] {
  const problems: string[] = [];
  const expect = (path: readonly string[], isRight: boolean, message: string) => {
    if (!isRight) problems.push(`${path.join('.')}: ${message}`);
  };
  for (const field of ['configPath', 'binaryPath', 'serviceCluster', 'discoveryAddress']) {
    expect([field], fieldOf(config, field) !== '', 'is empty');
  }
  for (const path of [['discoveryAddress'], ...ADDRESSES, ...TRACERS]) {
    const parent = fieldOf(config, ...path.slice(0, -1));
    const isNeeded = TRACERS.includes(path) && isGiven(parent);
    const address = textOf(fieldOf(config, ...path)) ?? '';
    if (address === '' && !isNeeded) continue;
    const isRight =
      (WITH_HOST_IP.includes(path) || !address.includes('$(')) && checkHostPort(address, new Checks());
    expect(path, isRight, `${show(address)} is not host:port`);
  }
  for (const [path, least] of COUNTS) {
    const count = fieldOf(config, ...path);
    const isRight = !isGiven(count) || (Number.isInteger(Number(count)) && Number(count) >= least);
    expect(path, isRight, `${show(count)} is not a whole number${least === 0 ? ' of 0 or more' : ''}`);
  }
  for (const field of ['proxyAdminPort', 'statusPort']) {
    const port = fieldOf(config, field);
    if (isGiven(port)) expect([field], isPort(Number(port)), `${show(port)} is not a port (1-65535)`);
  }
  const drain = fieldOf(config, 'drainDuration');
  if (isGiven(drain)) {
    const seconds = (parseDuration(textOf(drain) ?? '') ?? 0) / 1000;
    const isWhole = seconds > 0 && Number.isInteger(seconds);
    expect(['drainDuration'], isWhole, `${show(drain)} is not a whole number of seconds`);
  }
  const provider = fieldOf(config, 'privateKeyProvider');
  if (isGiven(provider)) {
    const [kind = 'cryptomb'] = Object.keys(isRecord(provider) ? provider : {});
    const delay = textOf(fieldOf(config, 'privateKeyProvider', kind, 'pollDelay')) ?? '';
    expect(['privateKeyProvider', kind, 'pollDelay'], (parseDuration(delay) ?? 0) > 0, 'is not given');
  }
  return problems;
}

/** A field as protobuf's JSON reads it: `statusPort` may be written `status_port` as well. */
function fieldOf(config: Fields, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, name) => {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return at(found, name) ?? at(found, snake);
  }, config);
}
