import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../support/cli';

const root = join(__dirname, '../..');

test('the example of docs/applications.md renders in a mesh that init made', async () => {
  const project = mkdtempSync(join(tmpdir(), 'applications-'));
  mkdirSync(join(project, 'clusters'));
  expect((await cli(project, 'init', 'shop')).code).toBe(0);
  const [, example] = /```ts\n([^`][^]*?)\n```/.exec(
    readFileSync(join(root, 'docs/applications.md'), 'utf8'),
  )!;
  const here = (text: string) => text.replaceAll("'../../", `'${root}/`);
  for (const file of ['mesh.ts', 'index.ts']) {
    const path = join(project, 'clusters/shop', file);
    writeFileSync(path, here(readFileSync(path, 'utf8')));
  }
  writeFileSync(join(project, 'clusters/shop/cart.ts'), here(example!));
  writeFileSync(
    join(project, 'clusters/shop/index.ts'),
    "import { mesh } from './mesh';\nimport { cart } from './cart';\nexport default { mesh, applications: [cart] };\n",
  );
  const { code, err, out } = await cli(project, 'synth', '--fail-on', 'info', '--output', 'json');
  expect({ err, code }).toEqual({ err: '', code: 0 });
  const { findings } = JSON.parse(out) as { findings: readonly unknown[] };
  expect(findings).toEqual([]);
});
