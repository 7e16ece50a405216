import type { Authority } from '../../trust/authority';
import { cacertsSecret, publicFiles, trustBundle } from '../../trust/cacerts';
import { intermediate, root } from './support';

let one: Authority;
let two: Authority;
let ours: Authority;
beforeAll(async () => {
  one = await root({ generation: 1 });
  two = await root({ generation: 2 });
  ours = await intermediate(one);
});

test('the files as istiod wants them: the chain from the intermediate up, every trusted root', () => {
  const [issuer, trusted] = [one.certificate, [one.certificate, two.certificate]];
  expect(publicFiles({ intermediate: ours.certificate, issuer, trusted })).toEqual({
    'ca-cert.pem': ours.certificate.pem,
    'cert-chain.pem': ours.certificate.pem + one.certificate.pem,
    'root-cert.pem': one.certificate.pem + two.certificate.pem,
  });
});

test('each bundle of a rotation contains the one before or is contained in it, byte for byte', () => {
  const [old, both, fresh] = [[one], [one, two], [two]].map((roots) =>
    trustBundle(roots.map(({ certificate }) => certificate)),
  );
  expect(both).toContain(old);
  expect(both).toContain(fresh);
});

test('the Secret', () => {
  const secret = cacertsSecret(ours, { issuer: one.certificate, trusted: [one.certificate] });
  expect({ ...secret, data: Object.keys(secret.data) }).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cacerts', namespace: 'istio-system' },
    type: 'Opaque',
    data: ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'],
  });
  expect(Buffer.from(secret.data['ca-key.pem']!, 'base64').toString()).toBe(ours.key.reveal());
});

test('what a cluster could not use is not made', () => {
  const plan = { issuer: one.certificate, trusted: [one.certificate] };
  expect(() => cacertsSecret({ ...ours, key: two.key }, plan)).toThrow(
    'the key is not that of the intermediate',
  );
  expect(() => cacertsSecret(ours, { ...plan, issuer: two.certificate })).toThrow(
    'the intermediate is not of that root',
  );
  expect(() => cacertsSecret(ours, { ...plan, trusted: [two.certificate] })).toThrow(
    'the root of the intermediate is not trusted',
  );
});
