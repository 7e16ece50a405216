import { inspect } from 'node:util';
import type { Authority } from '../../trust/authority';
import { handOutRisks, readHeld } from '../../trust/held-trust';
import { DAY } from '../../trust/lifetime';
import { intermediate, later, leaf, noon, root, secretData } from './support';

let one: Authority;
let two: Authority;
let ours: Authority;
let data: Readonly<Record<string, string>>;
const base64 = (text: string) => Buffer.from(text).toString('base64');
beforeAll(async () => {
  one = await root({ generation: 1 });
  two = await root({ generation: 2 });
  ours = await intermediate(one);
  data = secretData(ours, { issuer: one.certificate, trusted: [one.certificate] });
});
const configMap = (...roots: Authority[]) => ({
  'root-cert.pem': roots.map(({ certificate }) => certificate.pem).join(''),
});

test('what a cluster holds', () => {
  const held = readHeld(data, configMap(one), noon);
  expect(held.problems).toEqual([]);
  expect(held.intermediate?.fingerprint).toBe(ours.certificate.fingerprint);
  expect(held.issuer?.fingerprint).toBe(one.certificate.fingerprint);
  expect(held.roots.map(({ facts }) => facts.subject)).toEqual(['O=demo, CN=Root CA 1']);
  expect(held.distributed?.map(({ facts }) => facts.subject)).toEqual(['O=demo, CN=Root CA 1']);
});

test('a cluster without the Secret', () => {
  expect(readHeld(undefined, undefined, noon)).toEqual({
    roots: [],
    problems: ['there is no Secret istio-system/cacerts'],
  });
});

test.each([
  [
    'a file is missing',
    () => ({ ...data, 'cert-chain.pem': '' }),
    ['cacerts lacks cert-chain.pem: istiod does not start with it'],
  ],
  [
    'the key is another',
    () => ({ ...data, 'ca-key.pem': base64(two.key.reveal()) }),
    ['ca-key.pem is not the key of ca-cert.pem'],
  ],
  [
    'the key is none',
    () => ({ ...data, 'ca-key.pem': base64('a secret that is no key') }),
    ['ca-key.pem: is not a private key in PEM form'],
  ],
  [
    'the certificate is none',
    () => ({ ...data, 'ca-cert.pem': base64('?') }),
    ['ca-cert.pem: holds no certificate'],
  ],
  [
    'the chain begins elsewhere',
    () => ({ ...data, 'cert-chain.pem': data['root-cert.pem']! }),
    ['cert-chain.pem does not begin with ca-cert.pem'],
  ],
  [
    'istiod made it',
    () => ({ ...data, 'istio-generated': '' }),
    ['cacerts has istio-generated, by which istiod may take it for its own and renew it'],
  ],
  [
    'istiod reads another form',
    () => ({ ...data, 'tls.crt': '' }),
    ['cacerts has tls.crt, which istiod reads in place of ca-cert.pem'],
  ],
])('%s', (_, secret, problems) => {
  expect(readHeld(secret(), configMap(one), noon).problems).toEqual(problems);
});

test('the root is not that of the intermediate, and istiod has the old one still', () => {
  const [first, second] = [one, two].map(({ certificate }) => certificate.fingerprint.slice(0, 8));
  const secret = { ...data, 'root-cert.pem': base64(two.certificate.pem) };
  expect(readHeld(secret, configMap(one), noon).problems).toEqual([
    'ca-cert.pem is of none of the roots in root-cert.pem',
    `istiod has not taken up root-cert.pem: istio-ca-root-cert holds O=demo, CN=Root CA 1 (${first}), cacerts O=demo, CN=Root CA 2 (${second}); restart istiod`,
  ]);
});

test('a certificate that may not sign', async () => {
  const secret = { ...data, 'ca-cert.pem': base64((await leaf(one)).pem) };
  expect(readHeld(secret, configMap(one), noon).problems).toContain(
    'ca-cert.pem may not sign other certificates',
  );
});

test('an expired intermediate, and one that ends soon', () => {
  expect(readHeld(data, configMap(one), later(731 * DAY)).problems).toEqual([
    'ca-cert.pem (O=demo, L=kube-01, CN=Intermediate CA) expired at 2028-11-20T12:00:00.000Z',
  ]);
  expect(readHeld(data, configMap(one), later(710 * DAY)).problems).toEqual([
    'ca-cert.pem (O=demo, L=kube-01, CN=Intermediate CA) expires soon, at 2028-11-20T12:00:00.000Z',
  ]);
});

test('the key is in nothing that comes out', () => {
  const held = readHeld(data, configMap(one), noon);
  const body = ours.key.reveal().split('\n')[1]!;
  expect(inspect(held, { depth: 9 })).not.toContain(body);
  expect(JSON.stringify(held)).not.toContain('PRIVATE');
});

test('what can be handed out without breaking a connection', () => {
  const [old, fresh] = [one.certificate, two.certificate];
  const held = readHeld(data, configMap(one), noon);
  const name = (root: Authority, number: number) =>
    `O=demo, CN=Root CA ${number} (${root.certificate.fingerprint.slice(0, 8)})`;
  expect(handOutRisks(held, { issuer: old, trusted: [old, fresh] })).toEqual([]);
  expect(handOutRisks(readHeld(undefined, undefined, noon), { issuer: old, trusted: [old] })).toEqual([]);
  expect(handOutRisks(held, { issuer: fresh, trusted: [old, fresh] })).toEqual([
    `workloads trust ${name(one, 1)}, and not ${name(two, 2)}, the root of the new intermediate`,
  ]);
  expect(handOutRisks(held, { issuer: fresh, trusted: [fresh] })).toEqual([
    `workloads trust ${name(one, 1)}, and not ${name(two, 2)}, the root of the new intermediate`,
    `workloads hold certificates of ${name(one, 1)}, which the new root-cert.pem leaves out`,
  ]);
});

test('an istiod that signs with its own root is told apart from one that has none', () => {
  const held = readHeld(undefined, configMap(two), noon);
  expect(handOutRisks(held, { issuer: one.certificate, trusted: [one.certificate] })).toHaveLength(1);
});
