import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMeshes } from '../../fleet/load';
import { render } from '../../run/render';
import { synthesize, type SynthesisOptions } from '../../main';
import { isClean } from '../../synth/plan';
import { Mesh } from '../../fleet/mesh';

const root = join(__dirname, '../..');
const modules = loadMeshes(join(root, 'clusters'));

/** What a run changes, or would; fails where a finding has vetoed it. */
function changesOf(options: Omit<SynthesisOptions, 'root'>) {
  const { changes, findings } = synthesize({ root, ...options });
  expect(findings).toEqual([]);
  return changes!;
}

test('dist/ is what clusters/ renders, byte for byte', () => {
  const changes = changesOf({ out: join(root, 'dist'), check: true });
  const { added, changed, removed } = changes;
  expect({ added, changed, removed, clean: isClean(changes) }).toEqual({
    added: [],
    changed: [],
    removed: [],
    clean: true,
  });
});

test.each(modules.map((module) => [module.mesh.name, module] as const))(
  '%s renders the same twice, and with its clusters in another order',
  (_, { mesh, applications }) => {
    const reversed = Object.fromEntries(Object.entries(mesh.spec.clusters).reverse());
    const again = new Mesh({ ...mesh.spec, clusters: reversed });
    const { files } = render([{ mesh, applications }]);
    expect(files.size).toBeGreaterThan(0);
    expect(render([{ mesh, applications }]).files).toEqual(files);
    expect(render([{ mesh: again, applications }]).files).toEqual(files);
  },
);

test('cdk8s synth leaves dist/ as it is, and needs no other command before it', () => {
  const before = new Map(
    modules.map(({ mesh }) => [
      mesh.name,
      readFileSync(join(root, 'dist', mesh.name, '.meshwright-files'), 'utf8'),
    ]),
  );
  const printed = execFileSync(process.execPath, ['node_modules/cdk8s-cli/bin/cdk8s', 'synth'], {
    cwd: root,
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    encoding: 'utf8',
    stdio: 'pipe',
  });
  for (const path of before
    .get('multi-primary')!
    .split('\n')
    .filter((line) => line.endsWith('.yaml'))) {
    expect(printed).toContain(`.meshwright/dist/multi-primary/${path}`);
  }
  const changes = changesOf({ out: join(root, 'dist'), check: true });
  expect(isClean(changes)).toBe(true);
}, 60_000);

test('a mesh alone leaves the folders of the others as they are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    cpSync(join(root, 'dist'), folder, { recursive: true });
    const changes = changesOf({ out: folder, meshes: ['multi-primary'] });
    expect(isClean(changes)).toBe(true);
    expect(isClean(changesOf({ out: folder, check: true }))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
