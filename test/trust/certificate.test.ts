import { Certificate } from '../../trust/certificate';
import { DAY } from '../../trust/lifetime';
import { later, noon, root } from './support';

test('a bundle is read in its order, whatever stands between', async () => {
  const [one, two] = [await root({ generation: 1 }), await root({ generation: 2 })];
  const read = Certificate.allOf(
    `# first\n${one.certificate.pem}\n\n${two.certificate.pem.trim()}`,
    'bundle',
  );
  expect(read.map(({ facts }) => facts.subject)).toEqual(['O=demo, CN=Root CA 1', 'O=demo, CN=Root CA 2']);
  expect(read.map(({ pem }) => pem)).toEqual([one.certificate.pem, two.certificate.pem]);
});

test('a bundle that cannot be read names the place', async () => {
  const { certificate } = await root();
  const bundle = `${certificate.pem}-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n`;
  expect(() => Certificate.allOf(bundle, 'root-cert.pem')).toThrow(
    'root-cert.pem: certificate 2 of 2 cannot be read',
  );
});

test('one certificate is neither none nor two', async () => {
  const { certificate } = await root();
  expect(() => Certificate.only('', 'ca-cert.pem')).toThrow('ca-cert.pem: holds no certificate');
  expect(() => Certificate.only(certificate.pem + certificate.pem, 'ca-cert.pem')).toThrow(
    'ca-cert.pem: holds more than one certificate',
  );
});

test('dates', async () => {
  const { certificate } = await root({ lifetime: DAY });
  expect(certificate.datesProblem(noon)).toBeUndefined();
  expect(certificate.datesProblem(later(DAY + 1))).toBe('expired at 2026-11-22T12:00:00.000Z');
  expect(certificate.datesProblem(later(-DAY))).toBe('is not valid before 2026-11-21T11:55:00.000Z');
});

test('in JSON a certificate is its facts', async () => {
  const { certificate } = await root();
  expect(Object.keys(JSON.parse(JSON.stringify(certificate)) as object)).toEqual([
    'subject',
    'issuer',
    'serialNumber',
    'keyType',
    'notBefore',
    'notAfter',
    'fingerprint',
  ]);
});
