import { InvalidArgumentError, Command } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveClusterId, liveMeshConfig } from '../live/control-plane';
import type { KubeClient } from '../live/kube-client';
import { machineToken, rootCertificate, serviceAddress } from '../live/machine-secrets';
import { assertPrivate, writeSecretFolder } from '../live/secret-folder';
import { onboardingFiles } from '../machines/onboarding';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { addKubeFlags, kubeClients, type KubeFlags } from './kube-flags';
import { assertUnseen } from './secret-place';
import type { CommandContext } from './streams';
import { meshConfigFrom, readText, workloadGroupFrom, workloadGroupIn } from './vm-inputs';

interface ConfigureFlags extends KubeFlags {
  readonly file?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly output: string;
  readonly clusterID?: string;
  readonly revision?: string;
  readonly istioNamespace: string;
  readonly autoregister: boolean;
  readonly captureDns: boolean;
  readonly externalIP?: string;
  readonly internalIP?: string;
  readonly ingressIP?: string;
  readonly ingressService: string;
  readonly tokenDuration: number;
  readonly meshConfig?: string;
  readonly rootCert?: string;
  readonly token?: string;
}

/** `meshwright vm configure`: what `istioctl x workload entry configure` does, with no need of a cluster. */
export function vmConfigureCommand({ streams, done }: CommandContext): Command {
  const command = new Command('configure')
    .description(
      "Write a machine's onboarding files from a WorkloadGroup and a MeshConfig, by istioctl's flags.",
    )
    .option('-f, --file <file>', 'the WorkloadGroup, as YAML')
    .option('--name <name>', 'name of the WorkloadGroup in the cluster, in place of --file')
    .option('-n, --namespace <namespace>', 'its namespace')
    .requiredOption('-o, --output <dir>', 'folder to write to')
    .option(
      '--mesh-config <file>',
      'the MeshConfig, or the ConfigMap that holds it (default: of the cluster)',
    )
    .option('--clusterID <id>', 'what the mesh calls the cluster (default: of the cluster)')
    .option('-r, --revision <revision>', 'revision of the control plane')
    .option('-i, --istioNamespace <namespace>', 'namespace of the control plane', 'istio-system')
    .option(
      '--autoregister [boolean]',
      'have istiod make the WorkloadEntry when the machine connects',
      boolean,
      false,
    )
    .option('--capture-dns [boolean]', "have the sidecar answer the machine's DNS requests", boolean, true)
    .option('--externalIP <address>', 'address of the machine for others')
    .option('--internalIP <address>', 'address of the machine on its network')
    .option('--ingressIP <address>', 'address of the gateway in front of istiod')
    .option(
      '--ingressService <service[.namespace]>',
      'its Service, where the address is not given',
      'istio-eastwestgateway',
    )
    .option('--tokenDuration <seconds>', 'how long the token is asked to be valid', seconds, 3600)
    .option('--root-cert <file>', 'the root certificate (default: of the cluster)')
    .option('--token <file>', 'the token (default: a new one of the cluster)')
    .addHelpText(
      'after',
      '\nA cluster is asked only with --kube-context or --kubeconfig; what it would give is left out otherwise.',
    )
    .action(async (flags: ConfigureFlags) => {
      const note = (message: string) => streams.err.write(`note: ${message}\n`);
      const { files, secret } = await configure(flags, note);
      if (secret) writeSecretFolder(flags.output, files);
      else writeFolder(flags.output, files);
      streams.out.write(`wrote ${flags.output}: ${[...files.keys()].join(', ')}\n`);
      done(exitCode.ok);
    });
  return addKubeFlags(command);
}

async function configure(flags: ConfigureFlags, note: (message: string) => void) {
  const asksCluster = flags.kubeContext.length > 0 || flags.kubeconfig !== undefined;
  const cluster = asksCluster ? connect(flags) : undefined;
  if (cluster !== undefined || flags.token !== undefined) {
    assertUnseen('--output', flags.output);
    assertPrivate(flags.output);
  }
  const { istioNamespace, revision } = flags;
  const plane = { istioNamespace, revision };
  const group = flags.file === undefined ? await groupOf(flags, cluster) : workloadGroupFrom(flags.file);
  const meshConfig = await meshConfigOf(flags, cluster);
  const clusterId = flags.clusterID ?? (cluster && (await liveClusterId(cluster, plane)));
  if (!clusterId)
    note('ISTIO_META_CLUSTER_ID is empty; give --clusterID, the name of the cluster in the mesh');

  const files = new Map<string, string>(
    Object.entries(
      onboardingFiles({
        workloadGroup: group,
        meshConfig,
        clusterId,
        revision,
        istioNamespace,
        autoregister: flags.autoregister,
        captureDns: flags.captureDns,
        internalIp: flags.internalIP,
        externalIp: flags.externalIP,
        ingressIp: flags.ingressIP,
        ingressServiceIp: cluster && (await serviceAddress(cluster, ingressOf(flags))),
      }),
    ),
  );
  if (files.get('hosts') === '')
    note('hosts is empty; give --ingressIP, the address by which the machine reaches istiod');

  const root =
    flags.rootCert === undefined
      ? cluster && (await rootCertificate(cluster, group.namespace))
      : readText('--root-cert', flags.rootCert);
  if (root === undefined) note('root-cert.pem is left out; give --root-cert FILE or --kube-context');
  else files.set('root-cert.pem', root);
  const token =
    flags.token === undefined
      ? cluster && (await machineToken(cluster, group, flags.tokenDuration)).token
      : readText('--token', flags.token).trim();
  if (token === undefined) note('istio-token is left out; give --token FILE or --kube-context');
  else files.set('istio-token', token);
  return { files, secret: token !== undefined };
}

/** The cluster has no name here: a context stands alone, and without one it is the current. */
function connect(flags: ConfigureFlags): KubeClient {
  const { kubeContext } = flags;
  if (kubeContext.length > 1)
    throw UserError.of('--kube-context', 'is given twice; the files are of one cluster');
  return kubeClients({ ...flags, kubeContext: [] }, [], []).ofContext(kubeContext[0]);
}

async function groupOf({ name, namespace }: ConfigureFlags, cluster: KubeClient | undefined) {
  if (!name || !namespace) {
    throw UserError.of(
      '--file',
      'is missing: give the WorkloadGroup as a file, or --name and --namespace with --kube-context',
    );
  }
  if (cluster === undefined) {
    throw UserError.of(
      '--name',
      'is looked up in a cluster: give --kube-context, or the WorkloadGroup with --file',
    );
  }
  const found = await cluster.read({
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadGroup',
    namespace,
    name,
  });
  if (found === undefined)
    throw UserError.of('--name', `${cluster.context} has no WorkloadGroup ${namespace}/${name}`);
  return workloadGroupIn(found, `WorkloadGroup ${namespace}/${name}`);
}

async function meshConfigOf(flags: ConfigureFlags, cluster: KubeClient | undefined) {
  if (flags.meshConfig !== undefined) return meshConfigFrom(readText('--mesh-config', flags.meshConfig));
  if (cluster !== undefined) return meshConfigFrom(await liveMeshConfig(cluster, flags));
  throw UserError.of(
    '--mesh-config',
    'is missing: give the MeshConfig as a file (kubectl -n istio-system get configmap istio -o yaml), or --kube-context',
  );
}

function ingressOf({ ingressService, istioNamespace }: ConfigureFlags) {
  const [name = '', namespace = istioNamespace, ...more] = ingressService.split('.');
  if (name === '' || namespace === '' || more.length > 0) {
    throw UserError.of('--ingressService', `${ingressService} is not a Service as NAME or NAME.NAMESPACE`);
  }
  return { name, namespace };
}

function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

function boolean(value: string): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw new InvalidArgumentError('It is true or false.');
}

function seconds(value: string): number {
  if (/^\d+$/.test(value) && Number(value) >= 600) return Number(value);
  throw new InvalidArgumentError(
    'It is a number of seconds, at least 600: no API server gives a shorter token.',
  );
}
