import { Command } from 'commander';
import type { CommandContext } from './streams';
import { vmBundleCommand } from './vm-bundle';
import { vmConfigureCommand } from './vm-configure';
import { vmStatusCommand } from './vm-status';

/** `meshwright vm`: virtual machines join a mesh. */
export function vmCommand(context: CommandContext): Command {
  return new Command('vm')
    .description('Bring virtual machines into a mesh: their files, their secrets, their state.')
    .addCommand(vmConfigureCommand(context))
    .addCommand(vmBundleCommand(context))
    .addCommand(vmStatusCommand(context));
}
