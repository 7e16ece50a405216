import type { Construct } from 'constructs';
import { ClusterIssuer as ClusterIssuerObject, type ClusterIssuerSpec } from '../../imports/cert-manager.io';
import type { Checks } from '../../values/checks';
import { checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import type { AcmeSolver } from './acme-solver';
import { checkSecretKey, type SecretKey } from './secret-key';

/** Whoever issues certificates, made here or there already. */
export interface IssuerReference {
  readonly issuerKind: 'ClusterIssuer' | 'Issuer';
  readonly name: string;
  /** Its solvers, where it asks an ACME server and they are known. */
  readonly solvers?: readonly AcmeSolver[];
}

/** An account with an ACME server. */
export interface AcmeIssuer {
  /** The server's directory, an https URL. */
  readonly server: string;
  /**
   * Whom the server writes to when a certificate is about to end.
   * @default - nobody
   */
  readonly email?: string;
  /**
   * Secret that keeps the account's key, in cert-manager's own namespace; cert-manager makes it.
   * @default - the issuer's name
   */
  readonly privateKeySecretName?: string;
  /** At least one. */
  readonly solvers: readonly AcmeSolver[];
  /**
   * Common name of the root whose chain is to be taken, where the server offers several.
   * @default - the server's default
   */
  readonly preferredChain?: string;
  /**
   * Profile of certificates, where the server has them.
   * @default - the server's default
   */
  readonly profile?: string;
  /**
   * Account with the server's owner that this one is to belong to.
   * @default - none
   */
  readonly externalAccountBinding?: { readonly keyId: string; readonly key: SecretKey };
  /**
   * Uses a key that is in the Secret already, and never makes one.
   * @default false
   */
  readonly disableAccountKeyGeneration?: boolean;
}

export type ClusterIssuerProps = ClusterResourceProps &
  ExactlyOne<{
    readonly acme: AcmeIssuer;
    /** Signs with a CA whose key is in a Secret, `tls.crt` and `tls.key`, of cert-manager's own namespace. */
    readonly ca: { readonly secretName: string };
    /** Lets each certificate sign itself: the beginning of a CA. */
    readonly selfSigned: true;
  }>;

/**
 * Issues certificates in all namespaces.
 *
 * @throws UserError for what cert-manager's webhook would refuse
 * @see https://cert-manager.io/docs/configuration/
 */
export class ClusterIssuer extends ClusterResource implements IssuerReference {
  /** An issuer that something else makes. Nothing is rendered for it. */
  static existing(name: string): IssuerReference {
    return { issuerKind: 'ClusterIssuer', name };
  }

  readonly apiObject: ClusterIssuerObject;
  readonly issuerKind = 'ClusterIssuer';
  readonly solvers?: readonly AcmeSolver[];

  constructor(scope: Construct, id: string, props: ClusterIssuerProps) {
    super(scope, id, props);
    this.solvers = props.acme?.solvers;
    this.check('ClusterIssuer', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkClusterIssuer(props, checks);
    });
    this.apiObject = new ClusterIssuerObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(this.name, props),
    });
  }
}

function checkClusterIssuer(props: ClusterIssuerProps, checks: Checks): void {
  checkExactlyOne(checks, props, ['acme', 'ca', 'selfSigned']);
  if (props.acme !== undefined) checkAcme(props.acme, checks.at('acme'));
  if (props.ca !== undefined) checks.at('ca').at('secretName').dnsSubdomain(props.ca.secretName);
}

function checkAcme(acme: AcmeIssuer, checks: Checks): void {
  const { server, email, privateKeySecretName, solvers, preferredChain, externalAccountBinding } = acme;
  checks
    .at('server')
    .expect(
      URL.canParse(server) && server.startsWith('https://'),
      `${show(server)} is not the https URL of an ACME server's directory`,
    );
  checks
    .at('email')
    .expect(
      email === undefined || /^[^\s@<>]+@[^\s@<>]+$/.test(email),
      `${show(email)} is not an email address: the ACME server refuses the account`,
    );
  if (privateKeySecretName !== undefined) {
    checks.at('privateKeySecretName').dnsSubdomain(privateKeySecretName);
  }
  checks
    .at('preferredChain')
    .expect(
      preferredChain === undefined || (preferredChain !== '' && preferredChain.length <= 64),
      `${show(preferredChain)} is not a common name of at most 64 characters; leave it out for the server's default`,
    );
  if (externalAccountBinding !== undefined) {
    const at = checks.at('externalAccountBinding');
    at.at('keyId').expect(externalAccountBinding.keyId !== '', 'is empty: cert-manager refuses it');
    checkSecretKey(externalAccountBinding.key, at.at('key'));
  }
  checks
    .at('solvers')
    .expect(solvers.length > 0, 'is empty: no name could be proven, and no certificate issued');
  solvers.forEach((solver, index) => solver.check(checks.at('solvers').at(index)));
}

function lower(name: string, { acme, ca, selfSigned }: ClusterIssuerProps): ClusterIssuerSpec {
  if (acme === undefined) return { ca: ca && { ...ca }, selfSigned: selfSigned && {} };
  const { server, email, preferredChain, profile, externalAccountBinding } = acme;
  return {
    acme: {
      server,
      email,
      preferredChain,
      profile,
      privateKeySecretRef: { name: acme.privateKeySecretName ?? name },
      disableAccountKeyGeneration: acme.disableAccountKeyGeneration,
      externalAccountBinding: externalAccountBinding && {
        keyId: externalAccountBinding.keyId,
        keySecretRef: { ...externalAccountBinding.key },
      },
      solvers: acme.solvers.map((solver) => solver.lower()),
    },
  };
}
