import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { PrivateKey } from '../../trust/private-key';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const key = PrivateKey.of(privateKey);

test('a key shows itself in no text', () => {
  const texts = [
    `${key}`,
    JSON.stringify({ key }),
    inspect(key),
    inspect({ deep: { key } }),
    Object.keys(key).join(),
  ];
  expect(texts).toEqual([
    '(private key)',
    '{"key":"(private key)"}',
    '(private key)',
    '{ deep: { key: (private key) } }',
    '',
  ]);
});

test('it reads the older form of a key and gives PKCS #8', () => {
  const older = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const read = PrivateKey.fromPem(older, 'ca-key.pem');
  expect(read.reveal()).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  expect(read.publicKey).toEqual(key.publicKey);
});

test('what is no key is named and not quoted', () => {
  const broken = key.reveal().replace(/A/g, '!');
  let message = '';
  try {
    PrivateKey.fromPem(broken, 'ca-key.pem');
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toBe('ca-key.pem: is not a private key in PEM form');
});
