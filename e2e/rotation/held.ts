import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Roots of the authority by their number. */
export type Roots = ReadonlyMap<number, { readonly file: string; readonly fingerprint: string }>;

/** The roots that are kept in a folder of `meshwright pki`. */
export function rootsIn(directory: string, generations: readonly number[]): Roots {
  return new Map(
    generations.map((one) => {
      const file = join(directory, 'roots', `${one}`, 'root-cert.pem');
      return [one, { file, fingerprint: new X509Certificate(readFileSync(file)).fingerprint256 }];
    }),
  );
}

/** Secrets of a proxy as `istioctl proxy-config secret -o json` has them; keys are blanked out there. */
interface ProxySecrets {
  readonly dynamicActiveSecrets?: readonly {
    readonly name: string;
    readonly secret: {
      readonly tlsCertificate?: { readonly certificateChain: { readonly inlineBytes: string } };
      readonly validationContext?: { readonly trustedCa: { readonly inlineBytes: string } };
    };
  }[];
}

/** What a proxy trusts and shows. */
export interface ProxyTrust {
  /** Its certificate, and what was sent with it. */
  readonly chain: string;
  /** What it holds others' certificates against. */
  readonly trusted: string;
}

export function parseSecrets(text: string): ProxyTrust {
  const { dynamicActiveSecrets: secrets = [] } = JSON.parse(text) as ProxySecrets;
  const decode = (bytes = '') => Buffer.from(bytes, 'base64').toString();
  const secret = (name: string) => secrets.find((one) => one.name === name)?.secret;
  return {
    chain: decode(secret('default')?.tlsCertificate?.certificateChain.inlineBytes),
    trusted: decode(secret('ROOTCA')?.validationContext?.trustedCa.inlineBytes),
  };
}

/** In numbers of roots: `trusts 1 2, verifies against 1`; the latter by `openssl verify` with each root alone. */
export async function describe(
  { chain, trusted }: ProxyTrust,
  roots: Roots,
  folder: string,
): Promise<string> {
  const known = certificatesOf(trusted).map((pem) => {
    const { fingerprint256 } = new X509Certificate(pem);
    return [...roots].find(([, { fingerprint }]) => fingerprint === fingerprint256)?.[0] ?? 'a stranger';
  });
  const verifying: number[] = [];
  for (const [generation, { file }] of roots) {
    if (await verifies(chain, file, folder)) verifying.push(generation);
  }
  // istiod gives the roots in no order.
  return `trusts ${known.sort().join(' ') || 'nothing'}, verifies against ${verifying.join(' ') || 'none'}`;
}

/** Whether openssl verifies the first certificate against this root alone, with the others as help. */
async function verifies(chain: string, root: string, folder: string): Promise<boolean> {
  const [leaf] = certificatesOf(chain);
  if (leaf === undefined) return false;
  const place = mkdtempSync(join(folder, 'verify-'));
  try {
    const path = (name: string, text: string) => {
      writeFileSync(join(place, name), text);
      return join(place, name);
    };
    const only = ['-no-CApath', '-no-CAstore', '-CAfile', root];
    await run('openssl', ['verify', ...only, '-untrusted', path('chain.pem', chain), path('leaf.pem', leaf)]);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 2) return false;
    throw error;
  } finally {
    rmSync(place, { recursive: true });
  }
}

function certificatesOf(bundle: string): readonly string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
}
