import { webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';
import { UserError } from '../values/user-error';
import { Certificate } from './certificate';
import type { Entropy } from './entropy';
import { BACKDATED } from './lifetime';
import type { KeyType, PrivateKey } from './private-key';
import { x509Library } from './x509-library';

/** A certificate of an authority, and the key that it signs with. */
export interface Authority {
  readonly certificate: Certificate;
  readonly key: PrivateKey;
}

export interface MakingProps {
  /** Name of the mesh, the organization of every subject. */
  readonly mesh: string;
  readonly keyType: KeyType;
  /** Milliseconds from now. */
  readonly lifetime: number;
  readonly now: Date;
  readonly entropy: Entropy;
}

export interface RootProps extends MakingProps {
  /** Tells the roots of one mesh apart; two in a bundle should not share a name. */
  readonly generation: number;
}

export interface IntermediateProps extends MakingProps {
  readonly cluster: string;
  readonly trustDomain: string;
  readonly root: Authority;
}

/** How many authorities may stand below: one below the root, none below a cluster's. */
const rootPathLength = 1;
const intermediatePathLength = 0;
/** What Istio's own tools/certs writes into the intermediates. */
const istiodHost = 'istiod.istio-system.svc';

/** Makes a root. */
export async function makeRoot(props: RootProps): Promise<Authority> {
  const x509 = x509Library();
  const key = await props.entropy.newKey(props.keyType);
  const name = new x509.Name([{ O: [props.mesh] }, { CN: [`Root CA ${props.generation}`] }]);
  const { keyId } = await subjectKeyIdentifier(key);
  return sign(key, {
    making: props,
    subject: name,
    signer: { name, key, keyId },
    notAfter: new Date(props.now.getTime() + props.lifetime),
    pathLength: rootPathLength,
  });
}

/**
 * Makes what a cluster's istiod signs with. It never outlives its root.
 *
 * Its SPIFFE id is the trust domain itself, without a path, as the SPIFFE standard wants of a signing certificate.
 */
export async function makeIntermediate(props: IntermediateProps): Promise<Authority> {
  const { root, now, lifetime } = props;
  const wrong = root.certificate.datesProblem(now);
  if (wrong !== undefined) throw UserError.of('root', `${wrong}: nothing that it signs would be trusted`);
  const x509 = x509Library();
  const key = await props.entropy.newKey(props.keyType);
  const issuer = new x509.X509Certificate(root.certificate.pem);
  const { keyId } = await subjectKeyIdentifier(root.key);
  return sign(key, {
    making: props,
    subject: new x509.Name([{ O: [props.mesh] }, { L: [props.cluster] }, { CN: ['Intermediate CA'] }]),
    signer: { name: issuer.subjectName, key: root.key, keyId },
    notAfter: new Date(Math.min(now.getTime() + lifetime, root.certificate.notAfter.getTime())),
    pathLength: intermediatePathLength,
    alternativeNames: [
      { type: 'url', value: `spiffe://${props.trustDomain}` },
      { type: 'dns', value: istiodHost },
    ],
  });
}

interface Signing {
  readonly making: MakingProps;
  readonly subject: X509.Name;
  readonly signer: { readonly name: X509.Name; readonly key: PrivateKey; readonly keyId: string };
  readonly notAfter: Date;
  readonly pathLength: number;
  readonly alternativeNames?: X509.JsonGeneralNames;
}

async function sign(key: PrivateKey, signing: Signing): Promise<Authority> {
  const { making, subject, signer, notAfter, pathLength, alternativeNames } = signing;
  const x509 = x509Library();
  const { parameters, algorithm } = algorithms[signer.key.type];
  const signingKey = await webcrypto.subtle.importKey('pkcs8', signer.key.revealDer(), parameters, false, [
    'sign',
  ]);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: making.entropy.serialNumber(),
      subject,
      issuer: signer.name,
      notBefore: wholeSeconds(making.now.getTime() - BACKDATED),
      notAfter: wholeSeconds(notAfter.getTime()),
      publicKey: key.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, pathLength, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await subjectKeyIdentifier(key),
        new x509.AuthorityKeyIdentifierExtension(signer.keyId),
        ...(alternativeNames === undefined
          ? []
          : [new x509.SubjectAlternativeNameExtension(alternativeNames)]),
      ],
    },
    webcrypto,
  );
  return { certificate: new Certificate(certificate.toString('pem')), key };
}

const algorithms = {
  ec: {
    parameters: { name: 'ECDSA', namedCurve: 'P-256' },
    algorithm: { name: 'ECDSA', hash: 'SHA-256' },
  },
  rsa: {
    parameters: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
    algorithm: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  },
} as const;

function subjectKeyIdentifier(key: PrivateKey): Promise<X509.SubjectKeyIdentifierExtension> {
  return x509Library().SubjectKeyIdentifierExtension.create(key.publicKey, false, webcrypto);
}

function wholeSeconds(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}
