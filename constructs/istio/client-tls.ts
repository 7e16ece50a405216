import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

export const clientTlsModes = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'] as const;
/** How a proxy secures its connections to a host. */
export type ClientTlsMode = (typeof clientTlsModes)[number];

/** TLS of the connections to a host. */
export interface ClientTls {
  /** MUTUAL presents a certificate of yours, ISTIO_MUTUAL the one that Istio issued to the workload. */
  readonly mode: ClientTlsMode;
  /**
   * For MUTUAL: file with the client's certificate, in the proxy's container.
   * @default - none
   */
  readonly clientCertificate?: string;
  /**
   * For MUTUAL: file with the client's key.
   * @default - none
   */
  readonly privateKey?: string;
  /**
   * For SIMPLE and MUTUAL: file with the CA that the server's certificate is checked against.
   * @default - the operating system's
   */
  readonly caCertificates?: string;
  /**
   * For SIMPLE and MUTUAL: file with the revoked certificates.
   * @default - none
   */
  readonly caCrl?: string;
  /**
   * For SIMPLE and MUTUAL, in place of the files: the Secret, or with `configmap://namespace/name` the ConfigMap, with
   * the certificates. A Secret is read by gateways, and by sidecars only where the rule has a `workloadSelector`: other
   * sidecars send plain text.
   * @default - none
   */
  readonly credentialName?: string;
  /**
   * Names of which the server's certificate must bear one.
   * @default - the host's
   */
  readonly subjectAltNames?: readonly string[];
  /** @default - the Host of the request; in mode ISTIO_MUTUAL Istio's own name of the service */
  readonly sni?: string;
  /**
   * For SIMPLE and MUTUAL: accepts any certificate of the server.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

const files = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;
const clientFiles = ['clientCertificate', 'privateKey'] as const;

/** What a mode leaves unread, and why. */
const unread: Readonly<
  Record<ClientTlsMode, { readonly fields: readonly (keyof ClientTls)[]; readonly why: string }>
> = {
  DISABLE: {
    fields: [...files, 'credentialName', 'subjectAltNames', 'sni', 'insecureSkipVerify'],
    why: 'nothing is encrypted',
  },
  SIMPLE: {
    fields: clientFiles,
    why: 'the client presents no certificate; MUTUAL does',
  },
  MUTUAL: { fields: [], why: '' },
  ISTIO_MUTUAL: {
    fields: [...files, 'credentialName', 'insecureSkipVerify'],
    why: 'Istio brings its own certificates',
  },
};

/** `namespace` is that of the object that holds the settings; a ConfigMap must be in the same. */
export function checkClientTls(tls: ClientTls, checks: Checks, namespace?: string): void {
  if (!checks.at('mode').oneOf(tls.mode, clientTlsModes)) return;
  for (const field of unread[tls.mode].fields) {
    checks
      .at(field)
      .expect(tls[field] === undefined, `has no effect in mode ${tls.mode}: ${unread[tls.mode].why}`);
  }
  if (tls.mode !== 'SIMPLE' && tls.mode !== 'MUTUAL') return;
  if (tls.credentialName !== undefined)
    checkCredentialName(tls.credentialName, checks.at('credentialName'), namespace);
  const given = files.filter((field) => tls[field] !== undefined);
  checks
    .at('credentialName')
    .expect(
      tls.credentialName === undefined || given.length === 0,
      `stands beside ${given.join(', ')}: the certificates come from a Secret or from files; Istio refuses both`,
    );
  if (tls.mode === 'MUTUAL' && tls.credentialName === undefined) {
    for (const field of clientFiles) {
      checks
        .at(field)
        .expect(
          (tls[field] ?? '') !== '',
          'is missing: mode MUTUAL needs clientCertificate and privateKey, or credentialName; Istio refuses it without',
        );
    }
  }
  if (tls.insecureSkipVerify === true) {
    const contradictory = (['caCertificates', 'subjectAltNames'] as const).filter(
      (field) => (tls[field] ?? '').length > 0,
    );
    const secret = tls.mode === 'SIMPLE' && tls.credentialName !== undefined ? ['credentialName'] : [];
    checks
      .at('insecureSkipVerify')
      .expect(
        contradictory.length + secret.length === 0,
        `is true beside ${[...contradictory, ...secret].join(', ')}: what is not verified needs nothing to verify against; ` +
          'Istio refuses it',
      );
  }
}

function checkCredentialName(name: string, checks: Checks, namespace: string | undefined): void {
  if (!checks.expect(name !== '', 'is empty')) return;
  const configMap = /^configmap:\/\/(.*)$/.exec(name)?.[1];
  if (configMap === undefined) return;
  const [owner, own, ...rest] = configMap.split('/');
  if (
    !checks.expect(
      Boolean(owner) && Boolean(own) && rest.length === 0,
      `${show(name)} is not configmap://namespace/name`,
    )
  ) {
    return;
  }
  checks.expect(
    namespace === undefined || owner === namespace,
    `${show(name)} is in another namespace than the rule (${show(namespace)}): Istio refuses it`,
  );
}
