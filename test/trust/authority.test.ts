import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';
import type { Authority } from '../../trust/authority';
import { systemEntropy } from '../../trust/entropy';
import { DAY } from '../../trust/lifetime';
import { intermediate, later, leaf, noon, root } from './support';

let theRoot: Authority;
beforeAll(async () => {
  theRoot = await root();
});

const parsed = ({ certificate }: Authority) => new X509Certificate(certificate.pem);

test('a root says what it is, from a little before now', () => {
  expect(theRoot.certificate.facts).toMatchObject({
    subject: 'O=demo, CN=Root CA 1',
    issuer: 'O=demo, CN=Root CA 1',
    serialNumber: '11',
    keyType: 'EC prime256v1',
    notBefore: '2026-11-21T11:55:00.000Z',
    notAfter: '2036-11-18T12:00:00.000Z',
  });
  expect(theRoot.certificate.isIssuedBy(theRoot.certificate)).toBe(true);
  expect(theRoot.certificate.isOf(theRoot.key)).toBe(true);
});

test('an intermediate says whose it is', async () => {
  const made = await intermediate(theRoot);
  expect(made.certificate.facts).toMatchObject({
    subject: 'O=demo, L=kube-01, CN=Intermediate CA',
    issuer: 'O=demo, CN=Root CA 1',
    serialNumber: '11',
    keyType: 'EC prime256v1',
    notBefore: '2026-11-21T11:55:00.000Z',
    notAfter: '2028-11-20T12:00:00.000Z',
  });
  expect(made.certificate.isIssuedBy(theRoot.certificate)).toBe(true);
  expect(made.certificate.isIssuedBy((await root()).certificate)).toBe(false);
});

test('both may sign certificates and lists of revoked ones, to a depth, critically', async () => {
  const made = await intermediate(theRoot);
  const constraints = [theRoot, made].map((one) => {
    const { ca, pathLength, critical } = parsed(one).getExtension(BasicConstraintsExtension)!;
    const usage = parsed(one).getExtension(KeyUsagesExtension)!;
    return { ca, pathLength, critical, usage: usage.usages, usageCritical: usage.critical };
  });
  const usage = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;
  expect(constraints).toEqual([
    { ca: true, pathLength: 1, critical: true, usage, usageCritical: true },
    { ca: true, pathLength: 0, critical: true, usage, usageCritical: true },
  ]);
});

test('key identifiers lead from the intermediate to its root', async () => {
  const made = parsed(await intermediate(theRoot));
  const id = parsed(theRoot).getExtension(SubjectKeyIdentifierExtension)!.keyId;
  expect(made.getExtension(AuthorityKeyIdentifierExtension)!.keyId).toBe(id);
  expect(made.getExtension(SubjectKeyIdentifierExtension)!.keyId).not.toBe(id);
  expect(parsed(theRoot).getExtension(AuthorityKeyIdentifierExtension)!.keyId).toBe(id);
});

test('an intermediate carries the trust domain as its SPIFFE id, without a path', async () => {
  const made = parsed(await intermediate(theRoot, { trustDomain: 'example.org' }));
  expect(made.getExtension(SubjectAlternativeNameExtension)!.names.toJSON()).toEqual([
    { type: 'url', value: 'spiffe://example.org' },
    { type: 'dns', value: 'istiod.istio-system.svc' },
  ]);
});

test('an intermediate ends no later than its root', async () => {
  const made = await intermediate(theRoot, { now: later(3600 * DAY) });
  expect(made.certificate.notAfter).toEqual(theRoot.certificate.notAfter);
});

test('an expired root signs nothing', async () => {
  await expect(intermediate(theRoot, { now: later(3651 * DAY) })).rejects.toThrow(
    'root: expired at 2036-11-18T12:00:00.000Z: nothing that it signs would be trusted',
  );
});

test('parts of a second do not reach a certificate', async () => {
  const made = await root({ now: new Date(noon.getTime() + 987) });
  expect(made.certificate.facts.notBefore).toBe('2026-11-21T11:55:00.000Z');
});

test('what the intermediate signs verifies', async () => {
  const made = await intermediate(theRoot);
  const signed = await leaf(made);
  expect(signed.isIssuedBy(made.certificate)).toBe(true);
  expect(signed.isAuthority).toBe(false);
});

test('RSA of 4096 bits, and keys of both kinds in one chain', async () => {
  const rsa = await root({ keyType: 'rsa', entropy: systemEntropy });
  expect(rsa.certificate.facts.keyType).toBe('RSA 4096');
  expect(rsa.key.type).toBe('rsa');
  const made = await intermediate(rsa);
  expect(made.certificate.isIssuedBy(rsa.certificate)).toBe(true);
  expect(made.certificate.facts.keyType).toBe('EC prime256v1');
}, 60_000);

test('serial numbers of the system are positive, of 16 octets, and differ', () => {
  const serials = Array.from({ length: 50 }, () => systemEntropy.serialNumber());
  expect(new Set(serials).size).toBe(50);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
});
