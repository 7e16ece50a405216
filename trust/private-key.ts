import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { UserError } from '../values/user-error';

/** ECDSA on P-256, or RSA of 4096 bits. */
export const keyTypes = ['ec', 'rsa'] as const;
export type KeyType = (typeof keyTypes)[number];

/** A private key that shows itself to nobody who does not ask for it by `reveal`. */
export class PrivateKey {
  readonly #key: KeyObject;

  private constructor(key: KeyObject) {
    this.#key = key;
  }

  static of(key: KeyObject): PrivateKey {
    return new PrivateKey(key);
  }

  /**
   * Reads a key of any PEM form.
   *
   * @param source - what is read, for the message, which never holds the text
   */
  static fromPem(pem: string, source: string): PrivateKey {
    try {
      return new PrivateKey(createPrivateKey(pem));
    } catch {
      throw UserError.of(source, 'is not a private key in PEM form');
    }
  }

  get type(): KeyType {
    return this.#key.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  }

  /** The public half, as DER of its SubjectPublicKeyInfo. */
  get publicKey(): Buffer {
    return createPublicKey(this.#key).export({ type: 'spki', format: 'der' });
  }

  /** PKCS #8, which istiod reads as well as the older forms. */
  reveal(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  revealDer(): Buffer {
    return this.#key.export({ type: 'pkcs8', format: 'der' });
  }

  toString(): string {
    return '(private key)';
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
