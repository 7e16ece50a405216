import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { cli } from '../support/cli';

const root = join(__dirname, '../..');
let checkout: string;
/** A checkout of its own, whose meshes find the sources through links. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  for (const room of ['fleet', 'constructs', 'values', 'imports', 'node_modules']) {
    symlinkSync(join(root, room), join(checkout, room));
  }
  cpSync(join(root, 'tsconfig.json'), join(checkout, 'tsconfig.json'));
});
afterEach(() => {
  rmSync(checkout, { recursive: true });
});

test('writes a mesh that compiles and renders at once', async () => {
  const { code, out } = await cli(checkout, 'init', 'shop');
  expect(out).toContain('wrote clusters/shop/mesh.ts\n');
  expect(code).toBe(0);

  const file = join(checkout, 'clusters/shop/index.ts');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([file], { ...options, incremental: false, tsBuildInfoFile: undefined });
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);

  const synth = await cli(checkout, 'synth', '--out', join(checkout, 'dist'), '--output', 'json');
  expect(synth.err).toBe('');
  const { places } = JSON.parse(synth.out) as { places: { cluster: string; components: number }[] };
  expect(places.map(({ cluster, components }) => [cluster, components])).toEqual([
    // Where the nodes are, in given.yaml.
    ['-', 0],
    ['cluster-east', 5],
    ['cluster-west', 5],
  ]);
}, 30_000);

test('refuses a name that is none, and a mesh that is there', async () => {
  expect(await cli(checkout, 'init', 'My_Shop')).toMatchObject({
    code: 2,
    err: expect.stringContaining('name: "My_Shop" is not a DNS label') as string,
  });
  expect(existsSync(join(checkout, 'clusters/My_Shop'))).toBe(false);
  await cli(checkout, 'init', 'shop');
  expect(await cli(checkout, 'init', 'shop')).toMatchObject({
    code: 2,
    err: 'clusters/shop: exists already; nothing was written. Take another name, or edit it\n',
  });
});
