import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { cdk8sOutput, linkOutput } from '../../synth/cdk8s-output';
import { writeTree } from '../../synth/write';
import { faulty } from './support/faults';
import { put, snapshot, temporaryFolder } from './support/folder';

const fromCli = createRequire(require.resolve('cdk8s-cli/package.json'));
const { rmSync } = fromCli('fs-extra') as typeof fs;
const { findManifests } = fromCli('./lib/util') as { findManifests(folder: string): Promise<string[]> };

test("where the CLI's output path leads", () => {
  const link = path.join('/repo', '.meshwright', 'dist');
  expect(cdk8sOutput(undefined, '/repo')).toEqual({ out: '/repo/dist' });
  expect(cdk8sOutput('', '/repo')).toEqual({ out: '/repo/dist' });
  expect(cdk8sOutput('.meshwright/dist', '/repo')).toEqual({ out: '/repo/dist', link });
  expect(cdk8sOutput(link, '/repo')).toEqual({ out: '/repo/dist', link });
  expect(cdk8sOutput('dist', '/repo')).toEqual({ out: '/repo/dist' });
  expect(cdk8sOutput('/tmp/cdk8s-x', '/repo')).toEqual({ out: '/tmp/cdk8s-x' });
  expect(cdk8sOutput('../elsewhere', '/repo')).toEqual({ out: '/elsewhere' });
});

test('what cdk8s.yaml names is the link', () => {
  const config = fs.readFileSync(path.join(__dirname, '../../cdk8s.yaml'), 'utf8');
  const [, configured] = /^output: (.*)$/m.exec(config) ?? [];
  expect(cdk8sOutput(configured, '/repo').link).toBe(path.join('/repo', '.meshwright', 'dist'));
});

test.each([
  ['node', fs.rmSync],
  ['fs-extra, which the CLI uses', rmSync],
])('the CLI deletes the link alone (%s), and lists the manifests through it', async (_, remove) => {
  const root = temporaryFolder();
  const target = cdk8sOutput('.meshwright/dist', root);
  const write = (text: string) =>
    writeTree({ out: target.out, meshes: ['demo'], files: new Map([['demo/kube-01/a/x.yaml', text]]) });
  write('1\n');
  linkOutput(target);
  linkOutput(target);
  expect(snapshot(root)['.meshwright/dist']).toBe('-> ../dist');

  remove(target.link as string, { recursive: true, force: true });
  expect(fs.existsSync(path.join(root, '.meshwright/dist'))).toBe(false);
  expect(snapshot(root)).toMatchObject({ 'dist/demo/kube-01/a/x.yaml': '1\n' });

  write('2\n');
  linkOutput(target);
  expect(await findManifests(target.link as string)).toEqual([`${target.link}/demo/kube-01/a/x.yaml`]);
});

test('a folder in the place of the link is not touched', () => {
  const root = temporaryFolder();
  put(root, { '.meshwright/dist/mine': 'mine\n' });
  const target = cdk8sOutput('.meshwright/dist', root);
  expect(() => linkOutput(target)).toThrow(
    'something stands there already (EEXIST); the output is written, but the cdk8s CLI will not find it',
  );
  expect(snapshot(root)).toEqual({ '.meshwright/dist/mine': 'mine\n' });
});

test("a folder of the user's own needs no link", () => {
  const disk = faulty(() => 'EROFS');
  linkOutput(cdk8sOutput('elsewhere', temporaryFolder()), disk);
  expect(disk.calls).toEqual([]);
});
