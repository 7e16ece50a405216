import { Command, CommanderError } from 'commander';
import type { CommandContext } from '../../cli/streams';
import { UserError } from '../../values/user-error';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command as the whole program would. */
export async function runCommand(
  of: (context: CommandContext) => Command,
  root: string,
  argv: readonly string[],
): Promise<Ran> {
  const written = { out: '', err: '' };
  const stream = (to: 'out' | 'err') => ({ write: (text: string) => (written[to] += text) });
  let code = -1;
  const streams = { out: stream('out'), err: stream('err') };
  const program = new Command('meshwright')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out.write(text),
      writeErr: (text) => streams.err.write(text),
    });
  const command = of({ streams, root, done: (ended) => (code = ended) });
  inherit(command, program);
  program.addCommand(command);
  try {
    await program.parseAsync([command.name(), ...argv], { from: 'user' });
    return { code, ...written };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, ...written };
    if (!(error instanceof UserError)) throw error;
    return { code: 2, ...written, err: `${written.err}${error.message}\n` };
  }
}

function inherit(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  command.commands.forEach((one) => inherit(one, command));
}
