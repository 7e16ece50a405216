import { isCidr, isIpAddress } from '../../../values/address';
import { parseDuration } from '../../../values/duration';
import { isHostName, isWildcardHostName } from '../../../values/host';
import { isLabelKey, isLabelValue } from '../../../values/label';
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

/** A duration of whole milliseconds, at least one. */
export const duration: Check = (value, walk) => {
  const milliseconds = parseDuration(String(value));
  if (milliseconds === undefined) return;
  if (milliseconds < 1) walk.fail(`${describe(value)} is shorter than 1ms`);
  else if (!Number.isInteger(milliseconds))
    walk.fail(`${describe(value)} is not a whole number of milliseconds`);
};

/** A pattern of RE2. */
export const regex: Check = (value, walk) => {
  const pattern = String(value);
  if (pattern === '') return walk.fail('is empty: it would match nothing that is meant');
  if (pattern.length > LONGEST_REGEX)
    return walk.fail(`has ${pattern.length} characters: at most ${LONGEST_REGEX} are allowed`);
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
    if (!isLabelKey(key)) walk.failAt(key, `${describe(key)} is not a label's key`);
    if (!isLabelValue(value)) walk.failAt(key, `${describe(value)} is not a label's value`);
  }
});

/** The labels of a selector, of either of Istio's two kinds of them. */
export const selectorLabels = whole((object, walk) => {
  for (const [key, value] of Object.entries(object)) {
    if (key === '') walk.failAt(key, 'the key of a label is empty');
    if (`${key}${String(value)}`.includes('*'))
      walk.failAt(key, `${describe(value)}: a selector has no wildcards`);
  }
});

/** Whether text is a label of DNS to Istio: capitals are allowed. */
export function isIstioLabel(value: string): boolean {
  return value.length <= 63 && /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(value);
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

const targetRef = whole(({ group = '', kind = '', name = '', namespace = '' }, walk) => {
  if (name === '') walk.lacks('name');
  if (namespace !== '') walk.failAt('namespace', 'a policy is for its own namespace only', 'Leave it out.');
  if (!TARGETS.includes(`${String(group)}/${String(kind)}`))
    walk.failAt(
      'kind',
      `${describe(kind)} of group ${describe(group)} is not one of Service, ServiceEntry, Gateway, GatewayClass`,
    );
});

/** To whom a policy is: `selector`, `targetRef` or `targetRefs`, of which it may have one. */
export const policyTarget = whole((spec, walk) => {
  const { selector, targetRef: one, targetRefs: many } = spec as Readonly<Record<string, Fields | undefined>>;
  const given = [
    isGiven(selector) && 'selector',
    isGiven(one) && 'targetRef',
    Array.isArray(many) && many.length > 0 && 'targetRefs',
  ].filter(Boolean);
  if (given.length > 1)
    walk.fail(`has ${given.join(' and ')}: only one of them is allowed`, `Keep one of ${given.join(', ')}.`);
  if (isGiven(selector)) walk.into('selector', selector, fields({ matchLabels: selectorLabels }));
  if (isGiven(one)) walk.into('targetRef', one, targetRef);
  if (isGiven(many)) walk.into('targetRefs', many, each(targetRef));
});

/** Runs a check on the spec of an object, with the namespace that the object is in. */
export function ofSpec(check: (spec: Fields, walk: Walk, namespace: string) => void): Check {
  return whole(({ spec, metadata }, walk) => {
    // The metadata has checks of its own, so it may be anything here.
    const namespace = isRecord(metadata) ? metadata['namespace'] : undefined;
    const own = typeof namespace === 'string' && namespace !== '' ? namespace : 'default';
    walk.into('spec', spec ?? {}, (value) => check(value as Fields, walk, own));
  });
}
