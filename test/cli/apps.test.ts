import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { appsCommand } from '../../cli/apps';
import { writeDist } from '../support/dist';
import { deliveredMesh } from '../support/hub';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'apps-'));
  writeDist(join(root, 'dist'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function apps(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  let code = -1;
  const stream = (to: 'out' | 'err') => ({ write: (text: string) => (written[to] += text) });
  const context = {
    streams: { out: stream('out'), err: stream('err') },
    root,
    done: (ended: number) => {
      code = ended;
    },
  };
  await new Command().addCommand(appsCommand(context)).parseAsync(['apps', ...argv], { from: 'user' });
  return { code, ...written };
}

test('a table of what will be there', async () => {
  expect(await apps('demo')).toMatchSnapshot();
});

test('as JSON, with stable keys', async () => {
  const { code, out, err } = await apps('--output', 'json');
  const rows = JSON.parse(out) as Record<string, unknown>[];
  expect({ code, err, rows: rows.length }).toEqual({ code: 0, err: '', rows: 8 });
  expect(Object.keys(rows[0]!)).toEqual([
    'name',
    'mesh',
    'cluster',
    'server',
    'namespace',
    'path',
    'project',
    'applicationSet',
    'order',
  ]);
});

test('another folder may stand for dist', async () => {
  const dist = join(root, 'elsewhere');
  writeDist(dist, deliveredMesh({ name: 'other' }));
  const { out } = await apps('--dist', dist, '--output', 'json');
  expect((JSON.parse(out) as { mesh: string }[])[0]?.mesh).toBe('other');
});

test('where no mesh is delivered, it says so', async () => {
  const dist = join(root, 'elsewhere');
  writeDist(dist, deliveredMesh({ repository: undefined }));
  expect(await apps('--dist', dist)).toEqual({
    code: 0,
    err: '',
    out: 'No Applications: no mesh of dist names a repository.\n',
  });
});
