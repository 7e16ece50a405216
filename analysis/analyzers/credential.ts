import { X509Certificate } from 'node:crypto';
import { fieldsOf, textOf } from '../model/fields';
import type { Resource } from '../model/resource';

/** Why a Secret is no certificate for a gateway. */
export type CredentialProblem =
  | { readonly is: 'without' | 'empty'; readonly keys: readonly string[] }
  | { readonly is: 'not PEM' | 'no certificate'; readonly key: string }
  | { readonly is: 'expired' | 'early'; readonly key: string; readonly date: Date };

/** The names that a Secret may have for a certificate and its key; those of kubectl are read last. */
const PAIRS = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

/**
 * Looks at a Secret as `istioctl analyze` does: there is a certificate and a key, and the first certificate is one,
 * valid now. Whether the key fits is not looked at. Undefined where nothing is wrong.
 *
 * Source: `ExtractCertInfo` in pilot/pkg/credentials/kube and `ValidateCertificate` in pilot/pkg/xds.
 */
export function credentialProblem(secret: Resource, now: Date): CredentialProblem | undefined {
  const data = dataOf(secret);
  const pair = PAIRS.find((keys) => keys.every((key) => (data.get(key)?.length ?? 0) > 0));
  if (pair === undefined) {
    const isEmpty = PAIRS.some((keys) => keys.every((key) => data.has(key)));
    return { is: isEmpty ? 'empty' : 'without', keys: [...data.keys()].sort() };
  }
  const [key] = pair;
  const block = firstBlock(data.get(key)!.toString('latin1'));
  if (block === undefined) return { is: 'not PEM', key };
  const certificates = certificatesOf(block);
  if (certificates === undefined) return { is: 'no certificate', key };
  for (const { validFrom, validTo } of certificates) {
    const [from, to] = [new Date(validFrom), new Date(validTo)];
    if (now > to) return { is: 'expired', key, date: to };
    if (now < from) return { is: 'early', key, date: from };
  }
  return undefined;
}

/** As the rest of a sentence about the Secret. */
export function describeProblem(problem: CredentialProblem): string {
  switch (problem.is) {
    case 'without':
      return `has neither cert and key nor tls.crt and tls.key, but ${problem.keys.join(', ') || 'nothing'}`;
    case 'empty':
      return 'has an empty certificate or an empty key';
    case 'not PEM':
      return `has no PEM in ${problem.key}`;
    case 'no certificate':
      return `has in ${problem.key} what is no X.509 certificate`;
    case 'expired':
      return `has a certificate that expired on ${day(problem.date)}`;
    case 'early':
      return `has a certificate that is not valid before ${day(problem.date)}`;
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

const PEM = /^-----BEGIN (.*?)-----[ \t\r]*\n(?:[^:\n]*:.*\n)*([^-]*)^-----END \1-----[ \t\r]*$/gm;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** What the first block of PEM holds; one that is broken is passed over. */
function firstBlock(text: string): Buffer | undefined {
  for (const [, , body] of text.matchAll(PEM)) {
    const base64 = body!.replace(/\s/g, '');
    if (base64.length % 4 === 0 && BASE64.test(base64)) return Buffer.from(base64, 'base64');
  }
  return undefined;
}

/** The certificates that follow each other in one block; undefined where anything else is in it. */
function certificatesOf(der: Buffer): readonly X509Certificate[] | undefined {
  const found: X509Certificate[] = [];
  try {
    for (let rest = der; rest.length > 0; rest = rest.subarray(found.at(-1)!.raw.length)) {
      found.push(new X509Certificate(rest));
    }
  } catch {
    return undefined;
  }
  return found;
}

/** What a Secret holds, by key: `data`, and over it `stringData`. */
function dataOf({ object }: Resource): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const [key, value] of Object.entries(fieldsOf(object.data)))
    found.set(key, Buffer.from(textOf(value) ?? '', 'base64'));
  for (const [key, value] of Object.entries(fieldsOf(object.stringData)))
    found.set(key, Buffer.from(textOf(value) ?? ''));
  return found;
}
