import { generateKeyPairSync, webcrypto } from 'node:crypto';
import {
  makeIntermediate,
  makeRoot,
  type Authority,
  type IntermediateProps,
  type RootProps,
} from '../../trust/authority';
import { cacertsSecret, type Plan } from '../../trust/cacerts';
import { Certificate } from '../../trust/certificate';
import type { Entropy } from '../../trust/entropy';
import { DAY } from '../../trust/lifetime';
import { PrivateKey } from '../../trust/private-key';
import { x509Library } from '../../trust/x509-library';

export const noon = new Date('2026-11-21T12:00:00.000Z');

export const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

/** Elliptic keys only, and serial numbers 11, 12, … */
export function countingEntropy(): Entropy {
  let serial = 16;
  return {
    newKey: () =>
      Promise.resolve(PrivateKey.of(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey)),
    serialNumber: () => (serial += 1).toString(16),
  };
}

export function root(props: Partial<RootProps> = {}): Promise<Authority> {
  return makeRoot({
    mesh: 'demo',
    generation: 1,
    keyType: 'ec',
    lifetime: 3650 * DAY,
    now: noon,
    entropy: countingEntropy(),
    ...props,
  });
}

export function intermediate(of: Authority, props: Partial<IntermediateProps> = {}): Promise<Authority> {
  return makeIntermediate({
    mesh: 'demo',
    cluster: 'kube-01',
    trustDomain: 'cluster.local',
    root: of,
    keyType: 'ec',
    lifetime: 730 * DAY,
    now: noon,
    entropy: countingEntropy(),
    ...props,
  });
}

/** The data of a Secret `cacerts`, as a cluster holds it. */
export function secretData(
  of: Authority,
  plan: Omit<Plan, 'intermediate'>,
): Readonly<Record<string, string>> {
  return cacertsSecret(of, plan).data;
}

/** A certificate as a workload has one, of an elliptic authority. */
export async function leaf(of: Authority): Promise<Certificate> {
  const { X509Certificate, X509CertificateGenerator } = x509Library();
  const elliptic = { name: 'ECDSA', namedCurve: 'P-256' };
  const made = await X509CertificateGenerator.create(
    {
      serialNumber: '01',
      subject: '',
      issuer: new X509Certificate(of.certificate.pem).subjectName,
      notBefore: noon,
      notAfter: later(DAY),
      publicKey: (await countingEntropy().newKey('ec')).publicKey,
      signingKey: await webcrypto.subtle.importKey('pkcs8', of.key.revealDer(), elliptic, false, ['sign']),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    },
    webcrypto,
  );
  return new Certificate(made.toString('pem'));
}
