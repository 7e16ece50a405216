import { Command, Option } from 'commander';
import { dirname, join, resolve } from 'node:path';
import type { Machine } from '../fleet/mesh';
import { Mesh } from '../fleet/mesh';
import type { KubeClient } from '../live/kube-client';
import type { KubeClients } from '../live/kube-clients';
import { LiveError } from '../live/live-error';
import {
  machineToken,
  rootCertificate,
  rootConfigMap,
  serviceAddress,
  tokenAudience,
} from '../live/machine-secrets';
import { assertPrivate, writeSecretFile, writeSecretFolder } from '../live/secret-folder';
import { tarOf } from '../live/tar';
import { machineFiles } from '../machines/machine-files';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { addKubeFlags, durationFlag, kubeClients, type KubeFlags } from './kube-flags';
import { chosen, meshNamed } from './live-mesh';
import { assertUnseen } from './secret-place';
import type { CommandContext } from './streams';

interface BundleFlags extends KubeFlags {
  readonly out?: string;
  readonly tar?: string;
  readonly tokenDuration: string;
  readonly dryRun?: boolean;
  readonly output: 'text' | 'json';
}

/** `meshwright vm bundle MESH MACHINE`: a machine's files with the secrets that it joins with. */
export function vmBundleCommand({ streams, root, done }: CommandContext): Command {
  const command = new Command('bundle')
    .description("Write a machine's onboarding files with the root certificate and a token from its cluster.")
    .argument('<mesh>', 'name of the mesh')
    .argument('<machine>', 'name of the machine')
    .option('-o, --out <dir>', 'folder to write to (default: .meshwright/machines/<mesh>/<machine>)')
    .option('--tar <file>', 'archive to write, in place of a folder')
    .option('--token-duration <duration>', 'how long the token is asked to be valid', '1h')
    .option('--dry-run', 'ask nothing and write nothing; say what would be asked')
    .addOption(new Option('--output <format>', 'how to report').choices(['text', 'json']).default('text'))
    .action(async (name: string, given: string, flags: BundleFlags) => {
      const mesh = meshNamed(root, name);
      if (mesh.machines.length === 0) throw UserError.of(`clusters/${name}`, 'has no machines');
      const [wanted = ''] = chosen(
        'machine',
        [given],
        mesh.machines.map((one) => one.name),
      );
      const machine = mesh.machine(wanted);
      const target = targetOf(flags, join(root, '.meshwright', 'machines', name, wanted));
      const seconds = durationFlag('--token-duration', flags.tokenDuration) / 1000;
      if (seconds < 600) {
        throw UserError.of(
          '--token-duration',
          `${flags.tokenDuration} is shorter than 10m: no API server gives such a token`,
        );
      }
      const requests = requestsFor(machine, flags.tokenDuration);
      const print = (report: object, text: string) =>
        streams.out.write(flags.output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : text);
      if (flags.dryRun) {
        const report = { machine: wanted, requests, ...target, expires: null, files: [] };
        print(report, dryRun(requests, machine, target));
        return done(exitCode.ok);
      }
      checkTarget(target);
      const clients = kubeClients(flags, [machine.cluster.name]);
      const { files, expires } = await bundleOf(machine, clients, Math.round(seconds)).catch(
        (error: unknown) => {
          throw error instanceof LiveError ? missing(error, requests) : error;
        },
      );
      if (target.tar === null) writeSecretFolder(target.folder, files);
      else writeSecretFile(target.tar, await tarOf(wanted, files));
      const names = [...files.keys()];
      if (files.get('hosts') === '') {
        const gateway = `${machine.cluster.name}'s east-west gateway`;
        streams.err.write(`warning: hosts is empty: the address of ${gateway} is not known\n`);
      }
      print(
        { machine: wanted, requests, ...target, expires: expires.toISOString(), files: names },
        `wrote ${shown(target)}: ${names.join(', ')}\nThe token expires ${expires.toISOString()}; the machine must have joined by then.\n`,
      );
      done(exitCode.ok);
    });
  return addKubeFlags(command);
}

/** Where a bundle goes: into a folder or into an archive. */
type Target =
  { readonly folder: string; readonly tar: null } | { readonly folder: null; readonly tar: string };

function targetOf({ out, tar }: BundleFlags, standard: string): Target {
  if (out !== undefined && tar !== undefined) {
    throw UserError.of('--tar', 'is given beside --out; a bundle goes into one of the two');
  }
  return tar === undefined
    ? { folder: resolve(out ?? standard), tar: null }
    : { folder: null, tar: resolve(tar) };
}

function checkTarget({ folder, tar }: Target): void {
  if (folder === null) {
    assertUnseen('--tar', dirname(tar));
    return;
  }
  assertUnseen('--out', folder);
  assertPrivate(folder);
}

function shown({ folder, tar }: Target): string {
  return folder === null ? `${tar} (0600)` : `${folder} (0700, its files 0600)`;
}

/** What a bundle needs of the cluster. */
interface BundleRequest {
  readonly file: string;
  readonly verb: 'get' | 'create';
  readonly object: string;
}

function requestsFor({ cluster, spec }: Machine, tokenDuration: string): readonly BundleRequest[] {
  const { namespace, serviceAccount } = spec.workloadGroup;
  const { eastWest } = cluster;
  const requests: BundleRequest[] = [
    { file: 'root-cert.pem', verb: 'get', object: `ConfigMap ${namespace}/${rootConfigMap}` },
    {
      file: 'istio-token',
      verb: 'create',
      object: `token of ServiceAccount ${namespace}/${serviceAccount}, audience ${tokenAudience}, ${tokenDuration}`,
    },
  ];
  if (eastWest === undefined || eastWest.address !== undefined) return requests;
  return [...requests, { file: 'hosts', verb: 'get', object: `Service istio-system/${eastWest.name}` }];
}

async function bundleOf(machine: Machine, clients: KubeClients, seconds: number) {
  const client = clients.of(machine.cluster.name);
  const { namespace, serviceAccount } = machine.spec.workloadGroup;
  const certificate = await rootCertificate(client, namespace);
  const located = await withGatewayAddress(machine, client);
  // Last, so that no token is made for a bundle that cannot be.
  const { token, expires } = await machineToken(client, { namespace, serviceAccount }, seconds);
  const files = new Map([...machineFiles(located), ['root-cert.pem', certificate], ['istio-token', token]]);
  return { files, expires };
}

/** The machine as if the mesh said the address that the cluster's load balancer gave the gateway. */
async function withGatewayAddress(machine: Machine, client: KubeClient): Promise<Machine> {
  const { mesh, cluster } = machine;
  const { eastWest } = cluster;
  if (eastWest === undefined || eastWest.address !== undefined) return machine;
  const address = await serviceAddress(client, { namespace: 'istio-system', name: eastWest.name });
  if (address === undefined) return machine;
  const located = { ...cluster.spec, eastWest: { ...cluster.spec.eastWest, address } };
  const spec = { ...mesh.spec, clusters: { ...mesh.spec.clusters, [cluster.name]: located } };
  return new Mesh(spec).machine(machine.name);
}

function dryRun(requests: readonly BundleRequest[], { cluster }: Machine, target: Target): string {
  const lines = requests.map(({ file, verb, object }) => `  ${verb} ${object}  ->  ${file}\n`);
  return `Would ask ${cluster.name}:\n${lines.join('')}and write ${shown(target)}.\n`;
}

/** Says what is missing of the bundle, of which nothing was written. */
function missing(error: LiveError, requests: readonly BundleRequest[]): UserError {
  return new UserError([
    ...error.problems,
    { field: '', message: 'Nothing was written. The bundle lacks:' },
    ...requests.map(({ file, object }) => ({ field: `  ${file}`, message: object })),
  ]);
}
