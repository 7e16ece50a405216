import { generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { PrivateKey, type KeyType } from './private-key';

/** Where keys and serial numbers come from; tests give their own. */
export interface Entropy {
  newKey(type: KeyType): Promise<PrivateKey>;
  /** A positive number of at most 20 octets, as hexadecimal digits. */
  serialNumber(): string;
}

/** Off the main thread: an RSA key takes seconds. */
function newKeyObject(type: KeyType): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
      error === null ? resolve(privateKey) : reject(error);
    if (type === 'rsa') generateKeyPair('rsa', { modulusLength: 4096 }, done);
    else generateKeyPair('ec', { namedCurve: 'prime256v1' }, done);
  });
}

export const systemEntropy: Entropy = {
  async newKey(type) {
    return PrivateKey.of(await newKeyObject(type));
  },
  serialNumber() {
    const bytes = randomBytes(16);
    // The first bit is the sign, and the first octet must not be zero.
    bytes[0] = (bytes[0]! & 0x3f) | 0x40;
    return bytes.toString('hex');
  },
};
