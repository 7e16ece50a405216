import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, fixture } from '../support/cli';

let out: string;
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'synth-')), 'dist');
});
afterEach(() => {
  rmSync(join(out, '..'), { recursive: true });
});

const synth = (name: string, ...flags: string[]) => cli(fixture(name), 'synth', '--out', out, ...flags);
const gatewayFile = 'gateway.networking.istio.io_entry_entry.yaml';

describe('a mistake ends with 2, one message, no stack, and nothing written:', () => {
  test.each<[string, string, string]>([
    [
      'a mesh file that throws',
      'throws',
      'clusters/demo: does not load: index.ts:1: Unexpected end of JSON input\n',
    ],
    ['an empty mesh', 'empty', 'clusters: is empty: a mesh has at least one cluster\n'],
    [
      'two clusters of one name',
      'same-name',
      'clusters/demo/index.ts:9: duplicate key "left" in object literal: the later one would silently replace the ' +
        'earlier; names are unique\n',
    ],
    ['a cluster that is not a DNS label', 'bad-values', 'clusters.Left: "Left" is not a DNS label'],
    ['port 70000', 'bad-values', 'clusters.Left.eastWest.port: 70000 is not a port (1-65535)\n'],
    [
      'a locality with four parts',
      'bad-values',
      'clusters.Left.locality: "a/b/c/d" is not a locality (region, ',
    ],
    ['weights that are all zero', 'zero-weights', 'VirtualService shop/shop'],
    ['an object of two components', 'twice', 'left.one/entry'],
    [
      'two constructs of one id',
      'same-id',
      'clusters/demo: component entry of left: two constructs in Component [left.entry] have the id "namespace"',
    ],
    [
      'an application that fails',
      'build-throws',
      "clusters/demo: component entry of left: TypeError: Cannot read properties of undefined (reading 'name') (clusters/demo/index.ts:14:",
    ],
    [
      'a module that is no mesh',
      'no-module',
      'clusters/demo/index.ts: does not export a mesh; it needs `export',
    ],
    ['no folder of meshes', 'nowhere', 'is no folder; it should hold one folder per mesh\n'],
  ])('%s', async (_, name, message) => {
    const { code, out: printed, err } = await synth(name);
    expect(err).toContain(message);
    expect(err).not.toMatch(/^\s+at /m);
    expect({ code, printed, written: existsSync(out) }).toEqual({ code: 2, printed: '', written: false });
  });

  test('a flag that there is not', async () => {
    const { code, err } = await synth('right', '--dry');
    expect({ code, err }).toEqual({
      code: 2,
      err: "error: unknown option '--dry'\n(--help shows what there is)\n",
    });
  });

  test('an output folder that is a file', async () => {
    writeFileSync(out, 'mine\n');
    const { code, err } = await synth('right');
    expect(err).toContain(`${out}: is a file; the output needs a folder`);
    expect({ code, kept: readFileSync(out, 'utf8') }).toEqual({ code: 2, kept: 'mine\n' });
  });

  test('a mesh that there is not', async () => {
    const { code, err } = await synth('right', '--mesh', 'dmo');
    expect({ code, err }).toEqual({
      code: 2,
      err: '--mesh: "dmo" is not a mesh of clusters/ (demo); did you mean "demo"?\n',
    });
  });

  test('the values of a mesh are all named at once', async () => {
    const { err } = await synth('bad-values');
    expect(err.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'clusters/demo',
      'clusters.Left',
      'clusters.Left.locality',
      'clusters.Left.eastWest.port',
      '',
    ]);
  });
});

describe('a mesh that the API server would refuse', () => {
  test('is not written; every finding is named, and it exits 1', async () => {
    const { code, out: printed, err } = await synth('refused');
    expect(printed).toMatchSnapshot();
    expect(err).toContain('Nothing was written: ');
    expect({ code, written: existsSync(join(out, 'demo')) }).toEqual({ code: 1, written: false });
  });

  test('leaves what was there as it was', async () => {
    await synth('right');
    const before = readFileSync(join(out, 'demo/left/entry', gatewayFile), 'utf8');
    const { code, out: printed } = await synth('refused', '--output', 'json');
    const { findings } = JSON.parse(printed) as { findings: { code: string; field: string }[] };
    expect(findings.map((one) => `${one.code} ${one.field}`)).toEqual([
      'MW0005 metadata.namespace',
      'IST0106 spec.hots',
    ]);
    expect(code).toBe(1);
    expect(readFileSync(join(out, 'demo/left/entry', gatewayFile), 'utf8')).toBe(before);
  });
});

describe('a mesh with a warning and something for information', () => {
  const isWritten = () => existsSync(join(out, 'demo'));
  /** What the report lists: the level, or that it is allowed, and the code. */
  const listed = (text: string) =>
    text.match(/^ *(Error|Warning|Info|allowed) \w+/gm)?.map((one) => one.trim());

  test('is written, and the warning is in the report', async () => {
    const { code, out: printed } = await synth('warned');
    expect({ code, written: isWritten(), listed: listed(printed) }).toEqual({
      code: 0,
      written: true,
      listed: ['Warning IST0128'],
    });
  });

  test.each<[string, string[]]>([
    ['warning', ['Warning IST0128', 'Info IST0102']],
    ['info', ['Warning IST0128', 'Info IST0102']],
  ])('is not written with --fail-on %s', async (level, expected) => {
    const { code, out: printed, err } = await synth('warned', '--fail-on', level);
    expect(err).toContain('Nothing was written: ');
    expect({ code, written: isWritten(), listed: listed(printed) }).toEqual({
      code: 1,
      written: false,
      listed: expected,
    });
  });

  test('is written where the warning is allowed, with the reason', async () => {
    const allow = 'IST0128=its certificate = the public one';
    const { code, out: printed } = await synth('warned', '--fail-on', 'warning', '--allow', allow);
    expect(printed).toMatch(
      /^allowed IST0128 demo left DestinationRule entry\/outside .*: its certificate = the public one$/m,
    );
    expect({ code, written: isWritten() }).toEqual({ code: 0, written: true });
  });

  test('--allow may be given several times, and is in the JSON', async () => {
    const allow = ['--allow', 'IST0128=public', '--allow', 'IST0102=no sidecar'];
    const { code, out: printed } = await synth(
      ...['warned', '--fail-on', 'info', ...allow, '--output', 'json'],
    );
    const { findings, allowed } = JSON.parse(printed) as {
      findings: object[];
      allowed: { code: string; reason: string }[];
    };
    expect(code).toBe(0);
    expect(findings).toEqual([]);
    expect(allowed.map((one) => [one.code, one.reason]).sort()).toEqual([
      ['IST0102', 'no sidecar'],
      ['IST0128', 'public'],
    ]);
  });

  test('what is allowed and not found is noted', async () => {
    const { code, err } = await synth('warned', '--allow', 'IST0101=later');
    expect({ code, err }).toEqual({ code: 0, err: '--allow: IST0101 is allowed, and nothing has it\n' });
  });

  test.each([
    ['IST0128', '--allow: IST0128 has no reason; say why it may be there\n'],
    ['IST0128= ', '--allow: IST0128 has no reason; say why it may be there\n'],
    ['IST9999=x', '--allow: "IST9999" is no code that is reported here'],
  ])('--allow %j is refused', async (allow, message) => {
    const { code, err } = await synth('warned', '--allow', allow);
    expect(err.startsWith(message)).toBe(true);
    expect({ code, written: isWritten() }).toEqual({ code: 2, written: false });
  });

  test('--fail-on takes a level', async () => {
    const { code, err } = await synth('warned', '--fail-on', 'fatal');
    expect(err).toContain(
      "option '--fail-on <level>' argument 'fatal' is invalid. Allowed choices are error, warning, info.",
    );
    expect(code).toBe(2);
  });
});

describe('a mesh that is right', () => {
  test('is written, and the summary counts it per cluster', async () => {
    const { code, out: printed } = await synth('right');
    expect(code).toBe(0);
    expect(printed.replace(/\d+\.\d s/, 'N s')).toMatchSnapshot();
    expect(readFileSync(join(out, 'demo/left/entry', gatewayFile), 'utf8')).toMatchSnapshot();
    expect(readdirSync(join(out, 'demo'))).toEqual(expect.arrayContaining(['left', 'right']));
  });

  test('a second run changes nothing', async () => {
    await synth('right');
    const { code, out: printed } = await synth('right', '--output', 'json');
    const { places } = JSON.parse(printed) as { places: { added: string[]; changed: string[] }[] };
    expect({ code, touched: places.flatMap(({ added, changed }) => [...added, ...changed]) }).toEqual({
      code: 0,
      touched: [],
    });
  });

  test('--quiet says nothing', async () => {
    expect(await synth('right', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('--check', () => {
  const changed = `demo/left/entry/${gatewayFile}`;

  test('exits 0 where nothing differs', async () => {
    await synth('right');
    const { code, out: printed } = await synth('right', '--check');
    expect(printed).toContain('dist is what clusters/ renders.');
    expect(code).toBe(0);
  });

  test('exits 1, lists what differs and writes nothing', async () => {
    await synth('right');
    writeFileSync(join(out, changed), 'edited: by hand\n');
    const { code, out: printed } = await synth('right', '--check');
    expect(printed).toContain(`~ ${changed}\n`);
    expect(code).toBe(1);
    expect(readFileSync(join(out, changed), 'utf8')).toBe('edited: by hand\n');
  });

  test('as markdown, for a pull request', async () => {
    await synth('right');
    rmSync(join(out, changed));
    const { out: printed } = await synth('right', '--check', '--output', 'markdown');
    expect(printed).toMatchSnapshot();
  });

  test('as JSON, with stable keys', async () => {
    const { code, out: printed } = await synth('right', '--check', '--output', 'json');
    const summary = JSON.parse(printed) as Record<string, unknown>;
    expect(code).toBe(1);
    expect(summary).toMatchObject({
      differs: true,
      places: [
        {
          mesh: 'demo',
          cluster: 'left',
          components: 1,
          objects: 2,
          added: [changed, 'demo/left/entry/namespace_entry.yaml'],
          changed: [],
          removed: [],
        },
        { mesh: 'demo', cluster: 'right', components: 1, objects: 2 },
      ],
    });
    expect(Object.keys(summary)).toEqual(['places', 'differs', 'findings', 'allowed', 'seconds']);
  });
});
