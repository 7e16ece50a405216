import { isCidr, isIpAddress } from '../../../values/address';
import { isDuration, parseDuration } from '../../../values/duration';
import { isHostName, isWildcardHostName } from '../../../values/host';
import { between, each, fields, text, whole, type Fields } from '../meaning/parts';
import { goRegex } from '../regex';
import { isGiven, isRecord } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';

/** Longer patterns are refused, since Envoy's programs of them grow too large. */
const LONGEST_REGEX = 1024;

/** Text of a syntax, which empty text is not of. */
export function syntax(accepts: (text: string) => boolean, noun: string): Check {
  return text(accepts, noun, { empty: false });
}

export const host = syntax(isHostName, 'a host name (labels of letters, digits and "-", joined by dots)');
export const wildcardHost = syntax(
  isWildcardHostName,
  'a host name (labels of letters, digits and "-", joined by dots; the first may be or begin with "*")',
);
export const ipAddress = syntax(isIpAddress, 'an IP address');
export const ipAddressOrRange = syntax(
  (value) => isIpAddress(value) || isCidr(value),
  'an IP address or a range of them (such as 10.0.0.0/8)',
);
/** The label of DNS that Istio means, which may have capitals. */
export const portName = syntax(isIstioLabel, 'a DNS label (letters, digits and "-", at most 63)');

/** An integer in percent. */
export const percent = between(0, 100);

/** The `value` of a Percent message. */
export const percentage = whole(({ value }, walk) => {
  if (typeof value !== 'number' || value === 0 || (value >= 0.0001 && value <= 100)) return;
  walk.failAt('value', `${value} is neither 0 nor from 0.0001 to 100`);
});

/** A duration of whole milliseconds. That it is at least one is a rule of every definition that has one. */
export const duration: Check = (value, walk) => {
  const milliseconds = parseDuration(String(value)) ?? 0;
  if (Math.abs(milliseconds) > 1 && !Number.isInteger(milliseconds))
    walk.fail(`${describe(value)} is not a whole number of milliseconds`);
};

/** A duration of any length, where a definition leaves it to the webhook: Go reads `0` without a unit. */
export const anyDuration = syntax(
  (value) => /^[-+]?0$/.test(value) || isDuration(value),
  'a duration (such as 30s or 1h30m)',
);

/** A pattern of RE2. */
export const regex: Check = (value, walk) => {
  const pattern = String(value);
  if (pattern === '') return walk.fail('is empty: it would match nothing that is meant');
  const size = Buffer.byteLength(pattern);
  if (size > LONGEST_REGEX) return walk.fail(`has ${size} bytes: at most ${LONGEST_REGEX} are allowed`);
  try {
    goRegex(pattern);
  } catch (error) {
    walk.fail(`${describe(value)} is no regular expression of RE2: ${(error as Error).message}`);
  }
};

/** A StringMatch: a prefix or a pattern is not empty. */
export const stringMatch = whole((match, walk) => {
  if (match['prefix'] === '') walk.failAt('prefix', 'is empty', 'Leave the match out to match everything.');
  if (isGiven(match['regex'])) walk.into('regex', match['regex'], regex);
});

export const labels = whole((object, walk) => {
  for (const [key, value] of Object.entries(object)) {
    if (!isIstioLabelKey(key)) walk.failAt(key, `${describe(key)} is not a label's key`);
    if (!isIstioLabelValue(String(value))) walk.failAt(key, `${describe(value)} is not a label's value`);
  }
});

/** The labels of a `workloadSelector`; that their values have no wildcards is a rule of every definition. */
export const selectorLabels = whole((object, walk) => {
  for (const key of Object.keys(object)) {
    if (key === '') walk.failAt(key, 'the key of a label is empty');
    if (key.includes('*')) walk.failAt(key, `${describe(key)}: a selector has no wildcards`);
  }
});

/** Whether text is a label of DNS to Istio: capitals are allowed. */
export function isIstioLabel(value: string): boolean {
  return value.length <= 63 && /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(value);
}

/** Whether text is a label's key to Istio: its prefix may have capitals. */
function isIstioLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefix = key.slice(0, slash);
  return name !== '' && name.length <= 63 && isIstioLabelValue(name) && (slash === -1 || isPrefix(prefix));
}

function isPrefix(prefix: string): boolean {
  const isPart = (part: string) => /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(part);
  return prefix.length <= 253 && prefix.split('.').every(isPart);
}

/** Whether text is a label's value to Istio, which may be longer than any that a pod has. */
function isIstioLabelValue(value: string): boolean {
  return /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(value);
}

/** How Istio reads the name of a protocol; undefined for one that it does not know. */
export function protocolOf(name: unknown): string | undefined {
  const protocol = String(name).toUpperCase();
  return PROTOCOLS.includes(protocol) ? protocol : undefined;
}

const PROTOCOLS = [
  'HTTP',
  'HTTP2',
  'HTTP_PROXY',
  'HTTPS',
  'GRPC',
  'GRPC-WEB',
  'TCP',
  'TLS',
  'UDP',
  'MONGO',
  'REDIS',
  'MYSQL',
];

export const protocol = syntax((value) => protocolOf(value) !== undefined, `one of ${PROTOCOLS.join(', ')}`);

/** What a `targetRef` may point at, by group and kind. */
const TARGETS = [
  '/Service',
  'core/Service',
  'networking.istio.io/ServiceEntry',
  'gateway.networking.k8s.io/Gateway',
  'gateway.networking.k8s.io/GatewayClass',
];

const targetRef = whole(({ group = '', kind }, walk) => {
  if (!TARGETS.includes(`${String(group)}/${String(kind)}`))
    walk.failAt(
      'kind',
      `${describe(kind)} of group ${describe(group)} is not one of Service, ServiceEntry, Gateway, GatewayClass`,
    );
});

/** To whom a policy is. The definitions ask for names, for no other namespace, and for one sort of target. */
export const policyTarget: Check = fields({ targetRef, targetRefs: each(targetRef) });

/** Runs a check on the spec of an object, with the namespace that the object is in. */
export function ofSpec(check: (spec: Fields, walk: Walk, namespace: string) => void): Check {
  return whole(({ spec, metadata }, walk) => {
    // The metadata has checks of its own, so it may be anything here.
    const namespace = isRecord(metadata) ? metadata['namespace'] : undefined;
    const own = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
    walk.into('spec', spec ?? {}, (value) => check(value as Fields, walk, own));
  });
}
