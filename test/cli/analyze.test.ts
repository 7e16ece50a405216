import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../cli/main';
import { cli, fixture } from '../support/cli';

const checkout = join(__dirname, '../..');
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'analyze-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** Runs `analyze`; what it prints names files from the folder on. */
async function analyze(...argv: string[]) {
  const { code, out, err } = await cli(checkout, 'analyze', ...argv);
  const short = (text: string) => text.replaceAll(`${root}/`, '').replaceAll(root, '.');
  return { code, out: short(out), err: short(err) };
}

async function findings(...argv: string[]): Promise<string[]> {
  const { out } = await analyze(...argv, '--output', 'json');
  const report = JSON.parse(out) as { findings: Record<string, string | null>[] };
  return report.findings.map(({ code, cluster, file, line }) => `${code} ${cluster} ${file}:${line}`);
}

const configMap = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\n${more}`;
const virtualService = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web
  namespace: default
spec:
  hots: [web]
  http:
    - route:
        - destination: { host: web }
`;

test('JSON has the keys that the design promises, and nothing else', async () => {
  write('web.yaml', `# comment\n${virtualService}---\n${configMap('Web')}`);
  const { code, out, err } = await analyze(root, '--output', 'json');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const report = JSON.parse(out) as { findings: object[] };
  expect(report).toEqual({
    findings: [
      {
        code: 'IST0106',
        name: 'SchemaValidationError',
        level: 'Error',
        mesh: null,
        cluster: null,
        component: null,
        object: {
          apiVersion: 'networking.istio.io/v1',
          kind: 'VirtualService',
          namespace: 'default',
          name: 'web',
        },
        field: 'spec.hots',
        message: 'unknown field "hots": did you mean "hosts"?',
        remedy: 'Rename it to hosts.',
        file: 'web.yaml',
        line: 8,
      },
      {
        code: 'MW0003',
        name: 'InvalidMetadata',
        level: 'Error',
        mesh: null,
        cluster: null,
        component: null,
        object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'Web' },
        field: 'metadata.name',
        message: expect.stringContaining('"Web" is not a DNS name') as unknown,
        remedy: expect.any(String) as unknown,
        file: 'web.yaml',
        line: 16,
      },
    ],
    summary: { objects: 2, errors: 2, warnings: 0, infos: 0 },
  });
  expect(Object.keys(report.findings[0]!)).toEqual([
    ...['code', 'name', 'level', 'mesh', 'cluster', 'component'],
    ...['object', 'field', 'message', 'remedy', 'file', 'line'],
  ]);
});

test('text is grouped by cluster, with file and line', async () => {
  write('a/web.yaml', virtualService);
  write('b/web.yaml', virtualService);
  write('c/package.json', '{"name": "x"}');
  write('dist/demo/.meshwright-files', '');
  write('dist/demo/left/entry/web.yaml', virtualService);
  const { code, out } = await analyze(
    ...['--cluster', `kube-02=${root}/b`, `kube-01=${root}/a`, `${root}/c`, `${root}/dist`],
  );
  expect(code).toBe(1);
  expect(out).toMatchSnapshot();
});

test('text has colours on a terminal alone', async () => {
  const file = write('web.yaml', virtualService);
  const colours = async (isTTY: boolean) => {
    let out = '';
    const stream = { isTTY, write: (text: string) => (out += text) };
    await runCli(['analyze', file], { out: stream, err: { write: () => true } }, checkout);
    return out.includes('\u001b[31mError\u001b[0m');
  };
  expect([await colours(true), await colours(false)]).toEqual([true, false]);
});

test('what is right ends with 0', async () => {
  write('a.yaml', `${configMap('a')}---\n${configMap('b')}`);
  expect(await analyze(root)).toEqual({
    code: 0,
    out: '2 objects: 0 errors, 0 warnings, 0 infos.\n',
    err: '',
  });
});

test('dist has no error, and is what is looked at where nothing is named', async () => {
  const { code, out } = await cli(checkout, 'analyze', '--output', 'json');
  const report = JSON.parse(out) as { findings: { level: string }[]; summary: { objects: number } };
  expect(report.findings.filter(({ level }) => level === 'Error')).toEqual([]);
  expect(report.summary.objects).toBeGreaterThan(100);
  expect(code).toBe(0);
});

test('standard input', () => {
  const run = (text: string) =>
    execFileSync(
      process.execPath,
      [join(checkout, 'bin/meshwright.js'), 'analyze', '-', '--output', 'json'],
      {
        input: text,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
  const report = JSON.parse(run(`${configMap('a')}---\n${configMap('b')}`)) as object;
  expect(report).toEqual({ findings: [], summary: { objects: 2, errors: 0, warnings: 0, infos: 0 } });
  expect(() => run(virtualService)).toThrow(
    expect.objectContaining({
      status: 1,
      stdout: expect.stringContaining('"file": "<stdin>",\n      "line": 7') as string,
    }) as never,
  );
});

describe('bad input is a finding with file and line, and the rest goes on:', () => {
  test.each<[string, string | Buffer, string[]]>([
    ['a syntax error', 'a: b: c\n', ['MW0011 null bad.yaml:1']],
    ['duplicate keys', configMap('x', 'data: {}\ndata: {}\n'), ['MW0012 null bad.yaml:7']],
    ['a template', 'a: 1\nb: {{ .x }}\n', ['MW0013 null bad.yaml:2']],
    ['a list', `${configMap('x')}---\n- 1\n`, ['MW0008 null bad.yaml:7']],
    ['an object without a kind', 'apiVersion: v1\nmetadata: {name: x}\n', ['MW0008 null bad.yaml:1']],
    [
      'a kind that Istio does not have',
      '\napiVersion: networking.istio.io/v1\nkind: Thing\nmetadata: {name: x}\n',
      ['MW0001 null bad.yaml:3'],
    ],
    [
      "somebody else's kind",
      '\napiVersion: example.org/v1\nkind: Thing\nmetadata: {name: x}\n',
      ['MW0016 null bad.yaml:3'],
    ],
    ['a binary file', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00]), ['MW0010 null bad.yaml:null']],
    ['an anchor in itself', 'a: &a [*a]\n', ['MW0014 null bad.yaml:1']],
    ['a nesting without an end', '{"a":'.repeat(5000), ['MW0011 null bad.yaml:1']],
  ])('%s', async (_, content, expected) => {
    write('bad.yaml', content);
    write('web.yaml', virtualService);
    expect(await findings(root)).toEqual([...expected, 'IST0106 null web.yaml:7']);
  });
});

test('a bomb of aliases is refused at once', async () => {
  const list = (level: number) =>
    `  l${level}: &l${level} [${Array(9)
      .fill(level === 0 ? 'lol' : `*l${level - 1}`)
      .join(', ')}]\n`;
  write(
    'bomb.yaml',
    configMap('x', `data:\n${Array.from({ length: 12 }, (_, level) => list(level)).join('')}`),
  );
  const { code, out } = await analyze(root);
  expect(code).toBe(1);
  expect(out).toMatch(/ {2}Error MW0014 bomb\.yaml:1\n {4}aliases make [\d,]{15} values of this document\n/);
});

describe('one object twice', () => {
  beforeEach(() => {
    write('a/x.yaml', configMap('x'));
    write('b/x.yaml', configMap('x'));
  });

  test('in one cluster is told', async () => {
    const { out } = await analyze(root);
    expect(out).toContain('ConfigMap default/x is there twice: a/x.yaml:1 has it already');
  });

  test('in two clusters is as it should be', async () => {
    expect(await findings('--cluster', `one=${root}/a`, '--cluster', `two=${root}/b`)).toEqual([]);
  });
});

test('a definition that comes along makes its kind known', async () => {
  const definition = (plural: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { plural: ${plural}, singular: thing, kind: Thing, listKind: ThingList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { size: { type: integer } } }
`;
  write('z/crd.yaml', definition('things'));
  write('a.yaml', 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: x}\nspec:\n  size: big\n');
  expect(await findings(root)).toEqual(['MW0002 null a.yaml:5']);
});

describe('--only', () => {
  beforeEach(() => {
    write('a.yaml', `${configMap('Web')}---\n${virtualService}`);
  });

  test.each<[string, string[], string[]]>([
    ['a code', ['MW0003'], ['MW0003 null a.yaml:4']],
    ['codes', ['MW0003', 'IST0106'], ['MW0003 null a.yaml:4', 'IST0106 null a.yaml:13']],
    ['the schemas', ['schema'], ['MW0003 null a.yaml:4', 'IST0106 null a.yaml:13']],
    ['another code', ['MW0004'], []],
    ['small letters', ['mw0003', 'Ist0106'], ['MW0003 null a.yaml:4', 'IST0106 null a.yaml:13']],
    ['commas', ['mw0003,IST0106,'], ['MW0003 null a.yaml:4', 'IST0106 null a.yaml:13']],
    ['commas and spaces', ['schema,', 'MW0004'], ['MW0003 null a.yaml:4', 'IST0106 null a.yaml:13']],
  ])('%s', async (_, only, expected) => {
    expect(await findings(root, '--only', ...only)).toEqual(expected);
  });

  test('may stand before the path', async () => {
    expect(await findings('--only', 'MW0003', root)).toEqual(['MW0003 null a.yaml:4']);
  });

  test('takes what is no code for a path, with commas and with small letters', async () => {
    write('a,b/app1/b.yaml', configMap('Web'));
    const folder = join(root, 'a,b');
    expect(await findings('--only', 'MW0003', folder)).toEqual(['MW0003 null a,b/app1/b.yaml:4']);
    const { code, err } = await analyze(root, '--only', 'MW0003,app1');
    expect({ code, err }).toEqual({
      code: 2,
      err: '--only: "app1" is neither a code or "schema" (IST0102) nor a file or folder\n',
    });
  });

  test('leaves in what cannot be read', async () => {
    write('b.yaml', 'a: [');
    expect(await findings(root, '--only', 'MW0004')).toEqual(['MW0011 null b.yaml:2']);
  });
});

test('--suppress takes a code in small letters', async () => {
  write('a.yaml', `${configMap('Web')}---\n${virtualService}`);
  expect(await findings(root, '--suppress', 'ist0106=VirtualService web.*')).toEqual([
    'MW0003 null a.yaml:4',
  ]);
  expect(await findings(root, '--suppress', 'Mw0003=ConfigMap *')).toEqual(['IST0106 null a.yaml:13']);
});

describe('--fail-on', () => {
  test.each([
    ['error', 0],
    ['warning', 0],
    ['info', 1],
  ])('%s, where there is an info', async (level, code) => {
    write('a.yaml', configMap('a'));
    write('package.json', '{}');
    const result = await analyze(root, '--fail-on', level);
    expect(result.out).toContain('Info MW0015 package.json:1');
    expect(result.code).toBe(code);
  });
});

test('the version of Istio is taken', async () => {
  write('a.yaml', virtualService.replace('hots', 'hosts'));
  expect((await analyze(root, '--istio-version', '1.29.1')).code).toBe(0);
});

describe('what does not load ends with 2, one message and no stack:', () => {
  test.each<[string, string[], string]>([
    ['a path that is not there', ['nowhere.yaml'], 'nowhere.yaml: there is no such file or folder\n'],
    [
      'a folder without manifests',
      ['test/support'],
      'test/support: holds no manifest (*.yaml, *.yml or *.json)\n',
    ],
    [
      'a code that there is not',
      ['dist', '--only', 'IST9999'],
      '--only: "IST9999" is neither "schema" nor a code that is reported here',
    ],
    [
      'a code that there is not, in small letters',
      ['dist', '--only', 'ist010'],
      '--only: "IST010" is neither "schema" nor a code that is reported here; did you mean ',
    ],
    [
      'a version of Istio',
      ['dist', '--istio-version', '1.2'],
      '--istio-version: the kinds of Istio 1.2 are not known; known are 1.29, 1.30\n',
    ],
    [
      'a version of Kubernetes',
      ['dist', '--kubernetes-version', 'x'],
      '--kubernetes-version: the kinds of Kubernetes x are not known; known are 1.34\n',
    ],
    [
      'a cluster without a path',
      ['--cluster', 'kube-01='],
      '--cluster: "kube-01=" is not a cluster and its path (kube-01=path)\n',
    ],
    [
      'a cluster alone',
      ['--cluster', 'kube-01'],
      '--cluster: "kube-01" is not a cluster and its path (kube-01=path)\n',
    ],
    [
      'a folder without its cluster',
      ['--cluster', 'dist'],
      '--cluster: "dist" is not a cluster and its path (kube-01=path)\n',
    ],
    [
      'a second cluster alone',
      ['--cluster', 'kube-01=dist', 'kube-02'],
      '--cluster: "kube-02" is neither a cluster and its path (kube-01=path) nor a file or folder\n',
    ],
    [
      'a code to suppress of no object',
      ['dist', '--suppress', 'IST0102'],
      '--suppress: "IST0102" is not a code and its objects ("IST0103=Pod *.testing")\n',
    ],
    [
      'a second code to suppress of no object',
      ['--suppress', 'IST0103=Pod *.testing', 'IST0102', 'dist'],
      '--suppress: "IST0102" is neither a code and its objects ("IST0103=Pod *.testing") nor a file or folder\n',
    ],
    [
      'what is no code',
      ['dist', '--only', 'gateways'],
      '--only: "gateways" is not a code or "schema" (IST0102)\n',
    ],
    ['commas alone', ['dist', '--only', ','], '--only: "," is not a code or "schema" (IST0102)\n'],
    [
      'one cluster twice',
      ['--cluster', 'a=dist', 'a=test'],
      '--cluster: a is given twice; put its files below one folder\n',
    ],
    [
      'a level',
      ['dist', '--fail-on', 'bad'],
      "error: option '--fail-on <level>' argument 'bad' is invalid. Allowed choices are error, warning, info.",
    ],
    [
      'a format',
      ['dist', '--output', 'xml'],
      "error: option '--output <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, github.",
    ],
    ['a flag', ['dist', '--fix'], "error: unknown option '--fix'\n"],
  ])('%s', async (_, argv, message) => {
    const { code, out, err } = await cli(checkout, 'analyze', ...argv);
    expect(err.startsWith(message)).toBe(true);
    expect(err).not.toMatch(/^\s+at /m);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  test('no dist', async () => {
    const { code, err } = await cli(fixture('right'), 'analyze');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'test/fixtures/right/dist: there is no such file or folder\n',
    });
  });
});
