import type { Construct } from 'constructs';
import { Certificate as CertificateObject, type CertificateSpec } from '../../imports/cert-manager.io';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { parseDuration } from '../../values/duration';
import { checkLabels } from '../../values/label';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { keyUsages, type KeyUsage } from '../kubernetes/certificate-signing-request';
import { Resource, type ResourceProps } from '../resource';
import type { IssuerReference } from './cluster-issuer';

/** The key pair of a certificate. */
export interface PrivateKey {
  /** @default RSA */
  readonly algorithm?: 'RSA' | 'ECDSA' | 'Ed25519';
  /**
   * Bits: 2048-8192 for RSA, 256, 384 or 521 for ECDSA, none for Ed25519.
   * @default - 2048 for RSA, 256 for ECDSA
   */
  readonly size?: number;
  /** @default PKCS1 */
  readonly encoding?: 'PKCS1' | 'PKCS8';
  /**
   * Whether each renewal takes a new key.
   * @default - cert-manager's, which is Always since 1.18
   */
  readonly rotationPolicy?: 'Never' | 'Always';
}

export interface CertificateProps extends ResourceProps {
  /** Who issues it: a ClusterIssuer, or `ClusterIssuer.existing('letsencrypt')`. */
  readonly issuer: IssuerReference;
  /**
   * Secret that keeps the certificate and its key, of the Certificate's namespace; cert-manager makes it.
   * @default - the name
   */
  readonly secretName?: string;
  /**
   * At most 64 characters. An ACME server wants it among `dnsNames`.
   * @default - none
   */
  readonly commonName?: string;
  /**
   * Hosts, `*.example.org` included.
   * @default - none
   */
  readonly dnsNames?: readonly string[];
  /** @default - none */
  readonly ipAddresses?: readonly string[];
  /** @default - none */
  readonly uris?: readonly string[];
  /**
   * How long it is to be valid, 1h at least.
   * @default 2160h
   */
  readonly duration?: string;
  /**
   * How long before its end it is to be renewed, 5m at least.
   * @default - a third of its validity
   */
  readonly renewBefore?: string;
  /** @default - RSA of 2048 bits */
  readonly privateKey?: PrivateKey;
  /** @default - digital signature and key encipherment */
  readonly usages?: readonly KeyUsage[];
  /**
   * Whether it may sign others.
   * @default false
   */
  readonly isCa?: boolean;
  /**
   * Labels and annotations of the Secret.
   * @default - none
   */
  readonly secretTemplate?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /**
   * CertificateRequests that are kept.
   * @default 1
   */
  readonly revisionHistoryLimit?: number;
}

/**
 * A certificate that cert-manager gets and renews, in a Secret. An Istio gateway reads that as `credentialName`, from the
 * namespace of its pods: the Certificate belongs there.
 *
 * @throws UserError for what cert-manager's webhook would refuse, and for names that its issuer could not prove
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export class Certificate extends Resource {
  readonly apiObject: CertificateObject;
  /** For a Gateway's `credentialName`. */
  readonly secretName: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id, props);
    this.secretName = props.secretName ?? this.name;
    this.check('Certificate', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checks.at('secretName').dnsSubdomain(this.secretName);
      checkCertificate(props, checks);
    });
    this.apiObject = new CertificateObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(this.secretName, props),
    });
  }
}

function checkCertificate(props: CertificateProps, checks: Checks): void {
  const { commonName, dnsNames = [], ipAddresses = [], uris = [] } = props;
  checks.at('issuer').at('name').dnsSubdomain(props.issuer.name);
  checks.expect(
    commonName !== undefined || dnsNames.length + ipAddresses.length + uris.length > 0,
    'is for nobody: give commonName, dnsNames, ipAddresses or uris',
  );
  if (commonName !== undefined) {
    checks
      .at('commonName')
      .expect(
        commonName !== '' && commonName.length <= 64,
        `${show(commonName)} is not 1 to 64 characters long: cert-manager refuses it; dnsNames may be longer`,
      );
  }
  dnsNames.forEach((name, index) =>
    checks
      .at('dnsNames')
      .at(index)
      .expect(
        isDnsSubdomain(name.replace(/^\*\./, '')),
        `${show(name)} is not a host's name in lower case, nor one after "*."`,
      ),
  );
  ipAddresses.forEach((address, index) => checks.at('ipAddresses').at(index).ipAddress(address));
  uris.forEach((uri, index) =>
    checks
      .at('uris')
      .at(index)
      .expect(URL.canParse(uri), `${show(uri)} is not a URI`),
  );
  checkAcmeNames(props, checks);
  checkValidity(props, checks);
  if (props.privateKey !== undefined) checkPrivateKey(props.privateKey, checks.at('privateKey'));
  props.usages?.forEach((usage, index) => checks.at('usages').at(index).oneOf(usage, keyUsages));
  if (props.secretTemplate?.labels !== undefined) {
    checkLabels(props.secretTemplate.labels, checks.at('secretTemplate').at('labels'));
  }
  if (props.revisionHistoryLimit !== undefined) {
    checkInteger(checks.at('revisionHistoryLimit'), props.revisionHistoryLimit, 1, INT32_MAX);
  }
}

/** What an ACME server, or the way in which names are proven to it, does not do. */
function checkAcmeNames(props: CertificateProps, checks: Checks): void {
  const { issuer, commonName, dnsNames = [], ipAddresses = [] } = props;
  if (issuer.solvers === undefined) return;
  checks
    .at('commonName')
    .expect(
      commonName === undefined || [...dnsNames, ...ipAddresses].includes(commonName),
      `${show(commonName)} is not among dnsNames: an ACME server wants it there, no certificate would be issued`,
    );
  if (issuer.solvers.some(({ challenge }) => challenge === 'dns01')) return;
  dnsNames.forEach((name, index) =>
    checks
      .at('dnsNames')
      .at(index)
      .expect(
        !name.startsWith('*.'),
        `${show(name)} has a wildcard, and issuer ${issuer.name} has no solver by DNS: no other can prove it`,
      ),
  );
}

const HOUR = 3_600_000;

function checkValidity({ duration, renewBefore }: CertificateProps, checks: Checks): void {
  const whole = checkAtLeast(duration, '1h', checks.at('duration')) ?? 2160 * HOUR;
  const before = checkAtLeast(renewBefore, '5m', checks.at('renewBefore'));
  checks
    .at('renewBefore')
    .expect(
      before === undefined || before < whole,
      `${show(renewBefore)} is not less than the duration ${show(duration ?? '2160h')}: cert-manager refuses it`,
    );
}

/** Records what is no duration, or too short a one; answers its milliseconds. */
function checkAtLeast(value: string | undefined, least: string, checks: Checks): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = parseDuration(value);
  checks.expect(
    milliseconds !== undefined && milliseconds >= (parseDuration(least) ?? 0),
    `${show(value)} is not a duration of ${least} at least (such as 2160h; there is no unit for days)`,
  );
  return milliseconds;
}

function checkPrivateKey(
  { algorithm = 'RSA', size, encoding, rotationPolicy }: PrivateKey,
  checks: Checks,
): void {
  if (encoding !== undefined) checks.at('encoding').oneOf(encoding, ['PKCS1', 'PKCS8']);
  if (rotationPolicy !== undefined) checks.at('rotationPolicy').oneOf(rotationPolicy, ['Never', 'Always']);
  if (!checks.at('algorithm').oneOf(algorithm, ['RSA', 'ECDSA', 'Ed25519']) || size === undefined) return;
  const at = checks.at('size');
  if (algorithm === 'RSA') checkInteger(at, size, 2048, 8192);
  else if (algorithm === 'ECDSA') at.oneOf(size, [256, 384, 521]);
  else at.fail(`${size} is given with Ed25519, which has one size: cert-manager ignores it`);
}

function lower(secretName: string, props: CertificateProps): CertificateSpec {
  const { issuer, secretTemplate } = props;
  return {
    secretName,
    issuerRef: { group: 'cert-manager.io', kind: issuer.issuerKind, name: issuer.name },
    commonName: props.commonName,
    dnsNames: props.dnsNames && [...props.dnsNames],
    ipAddresses: props.ipAddresses && [...props.ipAddresses],
    uris: props.uris && [...props.uris],
    duration: props.duration,
    renewBefore: props.renewBefore,
    // The imported enums have the values of our unions.
    privateKey: props.privateKey as CertificateSpec['privateKey'],
    usages: props.usages && ([...props.usages] as CertificateSpec['usages']),
    isCa: props.isCa,
    secretTemplate: secretTemplate && {
      labels: secretTemplate.labels && { ...secretTemplate.labels },
      annotations: secretTemplate.annotations && { ...secretTemplate.annotations },
    },
    revisionHistoryLimit: props.revisionHistoryLimit,
  };
}
