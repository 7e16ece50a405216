import { join } from 'node:path';
import { runCli } from '../../cli/main';

/** Runs one command line in the checkout `test/fixtures/<fixture>` or in a folder given whole. */
export async function cli(
  root: string,
  ...argv: string[]
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const stream = (to: 'out' | 'err') => ({ write: (text: string) => (written[to] += text) });
  const code = await runCli(argv, { out: stream('out'), err: stream('err') }, root);
  return { code, ...written };
}

export const fixture = (name: string) => join(__dirname, '../fixtures', name);
