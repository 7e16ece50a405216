import { Command, Option } from 'commander';
import { isServing, machineStatus, type MachineStatus } from '../live/workload-entries';
import { exitCode } from './exit';
import { addKubeFlags, kubeClients, type KubeFlags } from './kube-flags';
import { chosen, meshNamed } from './live-mesh';
import type { CommandContext } from './streams';
import { textTable } from './table';

interface StatusFlags extends KubeFlags {
  readonly output: 'text' | 'json';
}

/** `meshwright vm status MESH [MACHINE]`: the WorkloadEntries that machines registered. */
export function vmStatusCommand({ streams, root, done }: CommandContext): Command {
  const command = new Command('status')
    .description('Say what the clusters know of the machines: registered, connected, healthy.')
    .argument('<mesh>', 'name of the mesh')
    .argument('[machine]', 'one machine (default: all of the mesh)')
    .addOption(new Option('--output <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit codes: 0 all serve, 1 one is absent, disconnected or unhealthy, 2 failed.')
    .action(async (name: string, machine: string | undefined, flags: StatusFlags) => {
      const mesh = meshNamed(root, name);
      const all = mesh.machines.map((one) => one.name);
      const wanted = chosen('machine', machine === undefined ? [] : [machine], all);
      const machines = mesh.machines.filter((one) => wanted.includes(one.name));
      const clients = kubeClients(flags, [...new Set(machines.map(({ cluster }) => cluster.name))]);
      const rows: MachineStatus[] = [];
      for (const one of machines) rows.push(await machineStatus(clients.of(one.cluster.name), one));
      streams.out.write(flags.output === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : table(name, rows));
      done(rows.every(isServing) ? exitCode.ok : exitCode.findings);
    });
  return addKubeFlags(command);
}

function table(mesh: string, rows: readonly MachineStatus[]): string {
  if (rows.length === 0) return `${mesh} has no machines.\n`;
  return textTable([
    ['machine', 'cluster', 'entry', 'connection', 'healthy', 'address', 'network', 'locality', 'since'],
    ...rows.map((row) => [
      row.machine,
      row.cluster,
      row.entry === null ? '-' : `${row.namespace}/${row.entry}`,
      row.connection,
      row.healthy === null
        ? '-'
        : row.healthy
          ? 'yes'
          : `no${row.message === null ? '' : `: ${row.message}`}`,
      ...[row.address, row.network, row.locality, row.since].map((value) => value ?? '-'),
    ]),
  ]);
}
