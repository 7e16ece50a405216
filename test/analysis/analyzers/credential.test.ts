import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { credentialProblem, describeProblem } from '../../../analysis/analyzers/credential';
import { buildMeshes } from '../../../analysis/model/mesh';
import { NOWHERE } from '../../../analysis/finding';
import { FIXTURES } from './fixtures';

const NOW = new Date('2026-06-01T00:00:00Z');
const GOOD = certificateOf('good', 'one', 'tls.crt');
const EXPIRED = certificateOf('bad', 'expired', 'tls.crt');
const EARLY = certificateOf('bad', 'early', 'cert');

function certificateOf(file: string, secret: string, key: string): string {
  const text = readFileSync(join(FIXTURES, 'IST0161', `${file}.yaml`), 'utf8');
  const documents = parseAllDocuments(text).map(
    (one) => one.toJS() as { kind: string; metadata: { name: string }; data: Record<string, string> },
  );
  const found = documents.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === secret);
  return Buffer.from(found!.data[key]!, 'base64').toString();
}

/** What is wrong with a Secret whose certificate is this text. */
function problemOf(certificate: string | Buffer): string | undefined {
  const data = { 'tls.crt': Buffer.from(certificate).toString('base64'), 'tls.key': 'a2V5' };
  return said({ data });
}

function said(fields: Record<string, unknown>, now = NOW): string | undefined {
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'one', namespace: 'shop' },
    ...fields,
  };
  const [mesh] = buildMeshes([{ object, place: NOWHERE }]);
  const problem = credentialProblem(mesh!.clusters[0]!.find('Secret', 'shop', 'one')!, now);
  return problem === undefined ? undefined : describeProblem(problem);
}

const body = (pem: string) => pem.replace(/-----.*-----|\s/g, '');
const pem = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
const der = (text: string) => Buffer.from(body(text), 'base64');
const both = (...parts: readonly Buffer[]) => pem(Buffer.concat(parts).toString('base64'));

test.each([
  ['as it is', GOOD],
  ['with the ends of lines of Windows', GOOD.replaceAll('\n', '\r\n')],
  ['after words', `Bag Attributes\n  friendlyName: one\n${GOOD}`],
  ['with headers', GOOD.replace('-----\n', '-----\nProc-Type: none\n\n')],
  ['called otherwise', GOOD.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')],
  ['after a block that is broken', `${pem('!!!!')}${GOOD}`],
  ['before one that has expired', GOOD + EXPIRED],
  ['as base64 in one line', pem(body(GOOD))],
])('takes a certificate %s', (_name, certificate) => {
  expect(problemOf(certificate)).toBeUndefined();
});

test.each([
  ['DER', der(GOOD), 'has no PEM in tls.crt'],
  ['a block without an end', GOOD.replace('-----END', ''), 'has no PEM in tls.crt'],
  ['a block whose end is indented', GOOD.replaceAll('\n', '\n  '), 'has no PEM in tls.crt'],
  ['a key before it', `${pem('a2V5')}${GOOD}`, 'has in tls.crt what is no X.509 certificate'],
  ['more after it', both(der(GOOD), Buffer.from('more')), 'has in tls.crt what is no X.509 certificate'],
  [
    'an expired one in the same block',
    both(der(GOOD), der(EXPIRED)),
    'has a certificate that expired on 2021-01-01',
  ],
  ['one of the future', EARLY, 'has a certificate that is not valid before 2190-01-01'],
])('refuses %s', (_name, certificate, problem) => {
  expect(problemOf(certificate)).toBe(problem);
});

test('reads cert and key before tls.crt and tls.key, and stringData over data', () => {
  const [good, expired] = [GOOD, EXPIRED].map((one) => Buffer.from(one).toString('base64'));
  const data = { cert: good, key: 'a2V5', 'tls.crt': expired, 'tls.key': 'a2V5' };
  expect(said({ data })).toBeUndefined();
  expect(said({ data: { ...data, key: '' } })).toBe('has a certificate that expired on 2021-01-01');
  expect(said({ data, stringData: { cert: EXPIRED } })).toBe('has a certificate that expired on 2021-01-01');
});

test('says what a Secret has instead of a certificate', () => {
  const missing = 'has neither cert and key nor tls.crt and tls.key, but';
  expect(said({})).toBe(`${missing} nothing`);
  expect(said({ data: { 'ca.crt': 'YQ==', 'tls.crt': 'YQ==' } })).toBe(`${missing} ca.crt, tls.crt`);
  expect(said({ data: { 'tls.crt': '', 'tls.key': '' } })).toBe('has an empty certificate or an empty key');
});

test('a certificate is valid from its first second to its last', () => {
  const data = { 'tls.crt': Buffer.from(EXPIRED).toString('base64'), 'tls.key': 'a2V5' };
  expect(said({ data }, new Date('2021-01-01T00:00:00.000Z'))).toBeUndefined();
  expect(said({ data }, new Date('2021-01-01T00:00:00.001Z'))).toContain('expired');
  expect(said({ data }, new Date('2019-12-31T23:59:59.999Z'))).toContain('not valid before 2020-01-01');
});
