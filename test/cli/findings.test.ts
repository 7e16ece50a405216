import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Log } from 'sarif';
import { allCodes } from '../../analysis/codes';
import { explainCommand } from '../../cli/explain';
import { UserError } from '../../values/user-error';
import { cli } from '../support/cli';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'findings-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
const analyze = async (...argv: string[]) => {
  const { code, out, err } = await cli(root, 'analyze', ...argv);
  return { code, out: out.replaceAll(`${root}/`, ''), err: err.replaceAll(`${root}/`, '') };
};

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example.org]
      tls: { mode: SIMPLE, credentialName: shop }
`;
const secret = `apiVersion: v1
kind: Secret
metadata: { name: other, namespace: istio-system }
`;

test('a SARIF log has each code once, and every finding at its line', async () => {
  write('a b/web.yaml', `${gateway}---\n${secret}`);
  const { code, out } = await analyze(join(root, 'a b'), '--output', 'sarif');
  expect(code).toBe(1);
  const { version, runs } = JSON.parse(out) as Log;
  expect(version).toBe('2.1.0');
  const [{ tool, results }] = runs as [(typeof runs)[0]];
  expect(tool.driver.rules).toEqual([
    {
      id: 'IST0101',
      name: 'ReferencedResourceNotFound',
      shortDescription: { text: 'An object refers to something that is not there.' },
      helpUri: 'https://istio.io/v1.29/docs/reference/config/analysis/ist0101/',
      help: {
        text: 'Correct the reference, or add what it names. npx meshwright explain IST0101 says more.',
        markdown: readFileSync(join(__dirname, '../../docs/findings/IST0101.md'), 'utf8'),
      },
      defaultConfiguration: { level: 'error' },
    },
  ]);
  expect(results).toEqual([
    {
      ruleId: 'IST0101',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: 'there is no Secret shop in namespace istio-system. Correct the reference, or add what it names.',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a%20b/web.yaml' },
            region: { startLine: 9 },
          },
          logicalLocations: [
            { fullyQualifiedName: 'Gateway istio-system/web spec.servers[0].tls.credentialName' },
          ],
        },
      ],
    },
  ]);
});

test('commands of a GitHub workflow name file and line, and escape what would end them', async () => {
  write('a,b/web.yaml', `${gateway}---\n${secret}`);
  const { out } = await analyze(join(root, 'a,b'), '--output', 'github');
  expect(out).toBe(
    '::error file=a%2Cb/web.yaml,line=9,title=IST0101 ReferencedResourceNotFound::' +
      'Gateway istio-system/web spec.servers[0].tls.credentialName: there is no Secret shop in namespace istio-system' +
      '%0ACorrect the reference, or add what it names.\n',
  );
});

describe('what is given', () => {
  const given = (secrets: string) => `clusters:\n  left:\n    secrets: [${secrets}]\n`;

  test('in a file of its own counts', async () => {
    write('left/web.yaml', gateway);
    write('mine.yaml', given('istio-system/shop'));
    const cluster = ['--cluster', `left=${join(root, 'left')}`];
    const file = ['--given', join(root, 'mine.yaml')];
    expect((await analyze(...cluster, ...file)).out).toBe('1 object: 0 errors, 0 warnings, 0 infos.\n');
    write('mine.yaml', given('istio-system/shops'));
    expect((await analyze(...cluster, ...file)).out).toContain('IST0101');
  });

  test('in dist counts, for its mesh', async () => {
    write('dist/demo/.meshwright-files', '');
    write('dist/demo/left/app/web.yaml', gateway);
    write('dist/demo/given.yaml', given('istio-system/shops'));
    const { out } = await analyze();
    expect(out).toContain('there is no Secret shop in namespace istio-system');
    expect(out).toContain('1 object: 1 error');
  });

  test.each([
    ['that is not there', undefined, 'mine.yaml: cannot be read: '],
    ['that says something else', 'secrets: []\n', 'mine.yaml: the file: "secrets" is unknown'],
  ])('by a file %s is refused', async (_, text, message) => {
    write('web.yaml', gateway);
    if (text !== undefined) write('mine.yaml', text);
    const { code, err } = await analyze(join(root, 'web.yaml'), '--given', join(root, 'mine.yaml'));
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string });
  });
});

describe('explain', () => {
  test.each(allCodes)('%s', async (code) => {
    const { code: ended, out } = await cli(root, 'explain', code.toLowerCase());
    expect(ended).toBe(0);
    expect(out).toMatch(new RegExp(`^# ${code} `));
  });

  test('a code that nothing has is refused, with the nearest', async () => {
    const { code, out, err } = await cli(root, 'explain', 'IST0100');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^IST0100: is no code that is reported here; did you mean "IST01\d\d"\?\n$/);
  });

  test('a code without a page is not said to mean itself', async () => {
    const silent = { write: () => true };
    const context = { streams: { out: silent, err: silent }, root, done: () => {} };
    const run = explainCommand(context, root).parseAsync(['IST0101'], { from: 'user' });
    await expect(run).rejects.toThrow(
      UserError.of('IST0101', 'is reported here, and docs/findings/ has no page of it'),
    );
  });
});
