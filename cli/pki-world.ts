import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { Mesh } from '../fleet/mesh';
import type { KubeObject, ObjectRef } from '../live/kube-object';
import { systemEntropy, type Entropy } from '../trust/entropy';
import { parseDuration } from '../values/duration';
import { UserError } from '../values/user-error';
import { durationFlag, kubeClients, type KubeFlags } from './kube-flags';
import { meshNamed } from './live-mesh';
import { defaultPkiDirectory, PkiDirectory } from './pki-directory';

/** What the commands of `pki` take from outside; tests give their own. */
export interface PkiWorld {
  readonly now: () => Date;
  readonly entropy: Entropy;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connect: (
    flags: KubeFlags,
    clusters: readonly string[],
    known: readonly string[],
  ) => ClusterAccess;
}

/** Clusters by their name in the mesh. */
export interface ClusterAccess {
  of(cluster: string): {
    read(ref: ObjectRef): Promise<KubeObject | undefined>;
    apply(object: KubeObject, options: { readonly force: boolean }): Promise<KubeObject>;
  };
}

export const systemWorld: PkiWorld = {
  now: () => new Date(),
  entropy: systemEntropy,
  env: process.env,
  connect: kubeClients,
};

export interface DirectoryFlags {
  readonly dir?: string;
}

export function addDirectoryFlag(command: Command): Command {
  return command.option(
    '--dir <dir>',
    'folder that holds the authority (default: $XDG_DATA_HOME/meshwright/pki/<mesh>, else below ~/.local/share)',
  );
}

/** The mesh, its clusters that run an istiod, and the folder of its authority. */
export function pkiMesh(root: string, name: string, flags: DirectoryFlags, { env }: PkiWorld) {
  const mesh = meshNamed(root, name);
  const clusters = mesh.primaries.map((cluster) => cluster.name);
  if (mesh.istio === undefined || clusters.length === 0) {
    throw UserError.of(
      'mesh',
      `${name} has no cluster that runs istiod, so nothing in it needs an authority`,
    );
  }
  const path = flags.dir === undefined ? defaultPkiDirectory(name, env) : resolve(flags.dir);
  return { mesh, clusters, path, open: () => PkiDirectory.open(path, name) };
}

/** How long a workload's certificate lives unless the mesh says otherwise, as istio's agent has it. */
const agentDefaultTtl = '24h';

/** Milliseconds that a workload's certificate lives: what the flag says, else what the mesh tells its proxies. */
export function workloadTtl(mesh: Mesh, flag: string | undefined): number {
  if (flag !== undefined) return durationFlag('--workload-ttl', flag);
  const told = mesh.istio?.meshConfig?.defaultConfig?.proxyMetadata?.SECRET_TTL;
  return parseDuration(told ?? agentDefaultTtl) ?? parseDuration(agentDefaultTtl)!;
}
