import { UserError } from '../values/user-error';
import { cacerts, distributedRoots, keyFile, type Plan } from './cacerts';
import { Certificate } from './certificate';
import { EXPIRES_SOON } from './lifetime';
import { PrivateKey } from './private-key';

/** What a cluster really holds, its key left out. */
export interface HeldTrust {
  /** Of the Secret; undefined where there is none. */
  readonly intermediate?: Certificate;
  /** The root that signed the intermediate, if the Secret has it. */
  readonly issuer?: Certificate;
  /** Roots of the Secret. */
  readonly roots: readonly Certificate[];
  /** Roots that istiod has taken up and handed out; undefined where it has not run. */
  readonly distributed?: readonly Certificate[];
  /** What keeps istiod from using the Secret, or differs between the two. */
  readonly problems: readonly string[];
}

type Data = Readonly<Record<string, string>>;

/**
 * Reads the Secret `cacerts` (its `data`, in base64) and the ConfigMap `istio-ca-root-cert` of a cluster.
 *
 * The private key is looked at once, to see that it is that of the certificate, and is in nothing that this returns.
 */
export function readHeld(secret: Data | undefined, configMap: Data | undefined, now: Date): HeldTrust {
  const problems: string[] = [];
  const bundle = (source: string, text: string): readonly Certificate[] =>
    read(problems, () => Certificate.allOf(text, source)) ?? [];

  const distributed = configMap && bundle(distributedRoots.name, configMap['root-cert.pem'] ?? '');
  if (secret === undefined) {
    problems.push(`there is no Secret ${cacerts.namespace}/${cacerts.name}`);
    return { roots: [], distributed, problems };
  }
  const file = (name: string) => decode(secret[name]);
  const missing = ['ca-cert.pem', keyFile, 'cert-chain.pem', 'root-cert.pem'].filter(
    (name) => file(name) === '',
  );
  if (missing.length > 0)
    problems.push(`${cacerts.name} lacks ${missing.join(', ')}: istiod does not start with it`);

  if ('istio-generated' in secret) {
    problems.push(
      `${cacerts.name} has istio-generated, by which istiod may take it for its own and renew it`,
    );
  }
  if ('tls.crt' in secret)
    problems.push(`${cacerts.name} has tls.crt, which istiod reads in place of ca-cert.pem`);
  const roots = bundle('root-cert.pem', file('root-cert.pem'));
  const chain = bundle('cert-chain.pem', file('cert-chain.pem'));
  const intermediate =
    file('ca-cert.pem') === ''
      ? undefined
      : read(problems, () => Certificate.only(file('ca-cert.pem'), 'ca-cert.pem'));
  const issuer = intermediate && roots.find((root) => intermediate.isIssuedBy(root));
  if (intermediate !== undefined) {
    if (issuer === undefined) problems.push('ca-cert.pem is of none of the roots in root-cert.pem');
    if (!intermediate.isAuthority) problems.push('ca-cert.pem may not sign other certificates');
    if (chain.length > 0 && chain[0]!.fingerprint !== intermediate.fingerprint)
      problems.push('cert-chain.pem does not begin with ca-cert.pem');
    problems.push(...expiryProblems('ca-cert.pem', intermediate, now));
    const key =
      file(keyFile) === '' ? undefined : read(problems, () => PrivateKey.fromPem(file(keyFile), keyFile));
    if (key !== undefined && !intermediate.isOf(key))
      problems.push(`${keyFile} is not the key of ca-cert.pem`);
  }
  problems.push(...roots.flatMap((root) => expiryProblems('root-cert.pem', root, now)));
  if (distributed !== undefined && !same(distributed, roots)) {
    problems.push(
      `istiod has not taken up root-cert.pem: ${distributedRoots.name} holds ${names(distributed)}, ${cacerts.name} ${names(roots)}; restart istiod`,
    );
  }
  return { intermediate, issuer, roots, distributed, problems };
}

/**
 * Why connections would fail if the cluster got this now; empty where none would.
 *
 * Workloads go on with the certificates and roots that they have until they renew. So what they trust now must hold
 * the root of the certificates to come, and what they will trust must hold the root of the certificates of now.
 */
export function handOutRisks(
  held: HeldTrust,
  { issuer, trusted }: Omit<Plan, 'intermediate'>,
): readonly string[] {
  const now = held.distributed ?? held.roots;
  const risks: string[] = [];
  if (now.length > 0 && !includes(now, issuer)) {
    risks.push(`workloads trust ${names(now)}, and not ${names([issuer])}, the root of the new intermediate`);
  }
  if (held.issuer !== undefined && !includes(trusted, held.issuer)) {
    risks.push(
      `workloads hold certificates of ${names([held.issuer])}, which the new root-cert.pem leaves out`,
    );
  }
  return risks;
}

/** Which clusters do not trust each other's workloads, of all that were read. */
export function mutualProblems(held: ReadonlyMap<string, HeldTrust>): readonly string[] {
  return [...held].flatMap(([truster, { roots, distributed = roots }]) =>
    [...held].flatMap(([other, { issuer }]) =>
      issuer === undefined || distributed.length === 0 || includes(distributed, issuer)
        ? []
        : [
            `${truster} does not trust the workloads of ${other}: ${names([issuer])} is not among ${names(distributed)}`,
          ],
    ),
  );
}

/** What the dates of a certificate give to say. */
export function expiryProblems(name: string, certificate: Certificate, now: Date): readonly string[] {
  const wrong = certificate.datesProblem(now);
  if (wrong !== undefined) return [`${name} (${certificate.facts.subject}) ${wrong}`];
  return certificate.notAfter.getTime() - now.getTime() < EXPIRES_SOON
    ? [`${name} (${certificate.facts.subject}) expires soon, at ${certificate.notAfter.toISOString()}`]
    : [];
}

/** Whether both hold the same certificates, in whatever order. */
export function same(some: readonly Certificate[], others: readonly Certificate[]): boolean {
  return some.every((one) => includes(others, one)) && others.every((one) => includes(some, one));
}

function includes(list: readonly Certificate[], wanted: Certificate): boolean {
  return list.some(({ fingerprint }) => fingerprint === wanted.fingerprint);
}

function names(roots: readonly Certificate[]): string {
  if (roots.length === 0) return 'nothing';
  return roots.map(({ facts }) => `${facts.subject} (${facts.fingerprint.slice(0, 8)})`).join(' and ');
}

function decode(value: string | undefined): string {
  return Buffer.from(value ?? '', 'base64').toString();
}

function read<T>(problems: string[], reading: () => T): T | undefined {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(error.message);
    return undefined;
  }
}
