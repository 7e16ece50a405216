import { createPublicKey, X509Certificate } from 'node:crypto';
import { show, UserError } from '../values/user-error';
import type { PrivateKey } from './private-key';

/** What a certificate says, with stable names for JSON. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal digits. */
  readonly serialNumber: string;
  /** `EC prime256v1` or `RSA 4096`. */
  readonly keyType: string;
  /** ISO 8601, in UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of the certificate, as hexadecimal digits. */
  readonly fingerprint: string;
}

/** A certificate, read. */
export class Certificate {
  readonly #x509: X509Certificate;
  /** As it stands in bundles: the bytes matter, see `trustBundle`. */
  readonly pem: string;

  constructor(pem: string) {
    this.#x509 = new X509Certificate(pem);
    this.pem = `${pem.trim()}\n`;
  }

  /**
   * Reads exactly one certificate.
   *
   * @param source - what is read, for the message
   */
  static only(pem: string, source: string): Certificate {
    const [certificate, ...more] = Certificate.allOf(pem, source);
    if (certificate === undefined || more.length > 0) {
      throw UserError.of(
        source,
        `holds ${more.length === 0 ? 'no certificate' : 'more than one certificate'}`,
      );
    }
    return certificate;
  }

  /** Reads all certificates of a bundle, in its order. */
  static allOf(pem: string, source: string): readonly Certificate[] {
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    return blocks.map((block, index) => {
      try {
        return new Certificate(block);
      } catch {
        throw UserError.of(source, `certificate ${index + 1} of ${blocks.length} cannot be read`);
      }
    });
  }

  get fingerprint(): string {
    return this.#x509.fingerprint256.replaceAll(':', '').toLowerCase();
  }

  get notBefore(): Date {
    return new Date(this.#x509.validFrom);
  }

  get notAfter(): Date {
    return new Date(this.#x509.validTo);
  }

  get isAuthority(): boolean {
    return this.#x509.ca;
  }

  get facts(): CertificateFacts {
    return {
      subject: oneLine(this.#x509.subject),
      issuer: oneLine(this.#x509.issuer),
      serialNumber: this.#x509.serialNumber.toLowerCase(),
      keyType: keyTypeOf(this.#x509),
      notBefore: this.notBefore.toISOString(),
      notAfter: this.notAfter.toISOString(),
      fingerprint: this.fingerprint,
    };
  }

  /** Whether the other certificate's key signed this one. */
  isIssuedBy(issuer: Certificate): boolean {
    return this.#x509.checkIssued(issuer.#x509) && this.#x509.verify(issuer.#x509.publicKey);
  }

  isOf(key: PrivateKey): boolean {
    return this.#x509.publicKey.equals(createPublicKey({ key: key.publicKey, format: 'der', type: 'spki' }));
  }

  /** What is wrong with its dates; undefined where nothing is. */
  datesProblem(now: Date): string | undefined {
    if (now > this.notAfter) return `expired at ${this.notAfter.toISOString()}`;
    if (now < this.notBefore) return `is not valid before ${this.notBefore.toISOString()}`;
    return undefined;
  }

  toJSON(): CertificateFacts {
    return this.facts;
  }
}

/** Lines of `key=value`, as `key=value, key=value`. Node gives an empty name as undefined, whatever its types say. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

function keyTypeOf({ publicKey: { asymmetricKeyType, asymmetricKeyDetails } }: X509Certificate): string {
  if (asymmetricKeyType === 'ec') return `EC ${asymmetricKeyDetails?.namedCurve ?? show(undefined)}`;
  if (asymmetricKeyType === 'rsa') return `RSA ${asymmetricKeyDetails?.modulusLength ?? 0}`;
  return asymmetricKeyType ?? 'unknown';
}
