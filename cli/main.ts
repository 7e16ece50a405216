import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { UserError } from '../values/user-error';
import { analyzeCommand } from './analyze';
import { appsCommand } from './apps';
import { commandsCommand } from './commands';
import { diagramCommand } from './diagram';
import { exitCode, type ExitCode } from './exit';
import { explainCommand } from './explain';
import { initCommand } from './init';
import { pkiCommand } from './pki';
import { clusterSecretCommand } from './cluster-secret';
import { remoteSecretCommand } from './remote-secret';
import { vmCommand } from './vm';
import type { Streams } from './streams';
import { synthCommand } from './synth';

/**
 * Runs one command line.
 *
 * @param argv - the arguments after the program's name
 * @returns the exit code; a user's mistake is printed without a stack
 */
export async function runCli(argv: readonly string[], streams: Streams, root: string): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const program = new Command('meshwright')
    .description('Renders Istio meshes across clusters and machines from clusters/ into dist/.')
    .version(version, '-V, --version', 'print the version')
    .addHelpText('after', '\nExit codes, formats and examples: docs/cli.md.')
    // A flag behind a command is that command's own.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.out.write(text),
      writeErr: (text) => streams.err.write(text),
    })
    .showHelpAfterError('(--help shows what there is)');
  const context = {
    streams,
    root: resolve(root),
    done: (ended: ExitCode) => {
      code = ended;
    },
  };
  for (const command of [
    synthCommand(context),
    analyzeCommand(context),
    appsCommand(context),
    commandsCommand(context),
    diagramCommand(context),
    explainCommand(context),
    initCommand(context),
    pkiCommand(context),
    remoteSecretCommand(context),
    clusterSecretCommand(context),
    vmCommand(context),
  ]) {
    program.addCommand(inherit(command, program));
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (!(error instanceof UserError)) throw error;
    streams.err.write(`${error.message}\n`);
    return exitCode.usage;
  }
}

/** Gives a command and all below it the program's streams and its way to end. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  command.commands.forEach((below) => inherit(below, command));
  return command;
}
