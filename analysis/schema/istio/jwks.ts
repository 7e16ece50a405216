import { X509Certificate } from 'node:crypto';
import { isRecord } from '../schema';
import { describe } from '../structural/walk';

type Json = Readonly<Record<string, unknown>>;

/** Fields of a key that are text of bytes, those that must be there, and those that must where it is a private one. */
const TYPES: Readonly<
  Record<string, { readonly bytes: readonly string[]; readonly needs: readonly string[] }>
> = {
  RSA: { bytes: ['e', 'n'], needs: ['e', 'n'] },
  EC: { bytes: ['x', 'y'], needs: ['crv', 'x', 'y'] },
  OKP: { bytes: ['x'], needs: ['crv', 'x'] },
  oct: { bytes: ['k'], needs: ['k'] },
};
const PRIVATE_BYTES: Readonly<Record<string, readonly string[]>> = {
  RSA: ['d', 'dp', 'dq', 'p', 'q', 'qi'],
  EC: ['d'],
  OKP: ['d'],
};
/** `x5u` is not among them: istiod's library looks for it under another name. */
const TEXTS = ['alg', 'kid', 'use', 'x5t', 'x5t#S256', 'x58'];

/**
 * What is wrong with a JSON Web Key Set, or with a key that stands alone; undefined where Istio can read it.
 *
 * It is read as istiod does, by its shape: whether the keys are of any use is not looked at. Fields that are null
 * are empty, and what follows the object is not read.
 *
 * Source: `jwk.Parse` of lestrrat-go/jwx 1.2.
 */
export function problemOfJwks(text: string): string | undefined {
  let set: unknown;
  try {
    set = JSON.parse(firstObject(text));
  } catch {
    return 'is not JSON';
  }
  if (!isRecord(set)) return 'is not a JSON object';
  if (!Object.hasOwn(set, 'keys')) {
    const problem = problemOfKey(set);
    return problem && `has no "keys", and is no key itself: ${problem}`;
  }
  const keys = set.keys ?? [];
  if (!Array.isArray(keys)) return 'has "keys" that are not a list';
  for (const [index, key] of keys.entries()) {
    const problem = isRecord(key) ? problemOfKey(key) : `${describe(key)} is not an object`;
    if (problem !== undefined) return `has a key that cannot be read, keys[${index}]: ${problem}`;
  }
  return undefined;
}

/** The text of the first object, to the brace that closes it. */
function firstObject(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[^])*"|[{}]/g)) {
    if (token === '{') depth++;
    else if (token === '}' && --depth === 0) return text.slice(0, index + 1);
  }
  return text;
}

function problemOfKey(key: Json): string | undefined {
  const kty = typeOf(key) ?? '';
  const type = typeof kty === 'string' && Object.hasOwn(TYPES, kty) ? TYPES[kty] : undefined;
  if (type === undefined) return `kty ${describe(kty)} is not one of ${Object.keys(TYPES).join(', ')}`;
  if (Object.hasOwn(key, 'kty') && key.kty !== kty)
    return `kty ${describe(key.kty)} is not ${describe(kty)}, which it is in other letters`;
  const isPrivate = kty !== 'oct' && Object.keys(key).some((one) => one.toLowerCase() === 'd');
  const more = isPrivate ? (PRIVATE_BYTES[kty as string] ?? []) : [];
  for (const field of isPrivate ? ['d', ...type.needs] : type.needs) {
    if (!Object.hasOwn(key, field)) return `a key of kty ${String(kty)} has ${field}`;
  }
  for (const field of [...type.bytes, ...more]) {
    const value = key[field] ?? '';
    if (typeof value !== 'string' || !isBase64(value)) return `${field} is not text in base64`;
  }
  for (const field of type.needs.includes('crv') ? ['kty', 'crv', ...TEXTS] : ['kty', ...TEXTS]) {
    if (typeof (key[field] ?? '') !== 'string') return `${field} is not text`;
  }
  if (!isListOfText(key.key_ops)) return 'key_ops is not a list of text';
  if (!isListOfText(key.x5c)) return 'x5c is not a list of text';
  const broken = ((key.x5c ?? []) as readonly (string | null)[]).findIndex(
    (one) => !isCertificate(one ?? ''),
  );
  return broken === -1 ? undefined : `x5c[${broken}] is not a certificate (DER in base64)`;
}

/** The type of a key, which Go finds by its name in any case; the last one counts. */
function typeOf(key: Json): unknown {
  return Object.entries(key).findLast(([one, value]) => one.toLowerCase() === 'kty' && value !== null)?.[1];
}

function isListOfText(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && value.every((one) => one === null || typeof one === 'string');
}

/** Either alphabet of base64, padded or not; line ends within do not count. */
function isBase64(text: string): boolean {
  const compact = text.replace(/[\r\n]/g, '');
  const letter = /[+/]/.test(text) ? '[A-Za-z0-9+/]' : '[A-Za-z0-9_-]';
  if (text.endsWith('=')) return new RegExp(`^(${letter}{4})*(${letter}{2}==|${letter}{3}=)$`).test(compact);
  return new RegExp(`^${letter}*$`).test(compact) && compact.length % 4 !== 1;
}

function isCertificate(text: string): boolean {
  if (!isBase64(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  // A certificate in PEM, which Node would take, does not begin as a sequence of DER does.
  if (bytes[0] !== 0x30) return false;
  try {
    new X509Certificate(bytes);
    return true;
  } catch {
    return false;
  }
}
