import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { LabFacts } from '../overlay';
import { Kubectl } from '../kubectl';
import { Lab, LabLacks } from '../lab';

const run = promisify(execFile);

/** What a mesh needs to run. */
export interface Needs {
  readonly clusters: readonly string[];
  /** @default - none */
  readonly machines?: readonly string[];
  /**
   * Pods of all clusters reach each other.
   * @default false
   */
  readonly flat?: boolean;
}

/** Where a mesh runs: clusters by their names in a kubeconfig, and a way to run something on a machine. */
export interface Environment {
  readonly kubeconfig: string;
  readonly istioctl: string;
  /** Undefined on clusters that are not the lab's: there a mesh runs as its data say. */
  readonly lab?: LabEnvironment;
  cluster(name: string): Kubectl;
  /** What a shell of a machine says; undefined where nothing says how one is reached. */
  readonly shell?: (machine: string, script: string) => Promise<string>;
  /**
   * Folder of the mesh's certificate authorities, which stays.
   * @default - one of the run's own
   */
  readonly authorities?: string;
}

export interface LabEnvironment {
  readonly lab: Lab;
  /** What the mesh's data say otherwise here, gateways' addresses aside. */
  readonly facts: LabFacts;
}

/** Runs the body on the clusters of MESH_KUBECONFIG, or else on the lab's. */
export async function withEnvironment(
  root: string,
  needs: Needs,
  keep: boolean,
  body: (environment: Environment) => Promise<void>,
): Promise<void> {
  const kubeconfig = process.env['MESH_KUBECONFIG'];
  if (kubeconfig !== undefined) return body(owned(kubeconfig, needs));
  const lab = await Lab.find(root);
  await lab.withClusters(
    needs.clusters,
    async (file) => {
      const servers = serversOf(file);
      const addresses = await lab.addresses();
      await body({
        kubeconfig: file,
        istioctl: lab.program('istioctl'),
        lab: {
          lab,
          facts: {
            servers: Object.fromEntries(needs.clusters.map((name) => [name, servers.get(name)!])),
            machines: Object.fromEntries((needs.machines ?? []).map((name) => [name, addresses.get(name)!])),
          },
        },
        cluster: (name) => new Kubectl(lab.program('kubectl'), file, name),
        shell: (machine, script) => lab.run(['exec', machine, '--', 'sh', '-c', script]),
      });
    },
    { keep, flat: needs.flat, machines: needs.machines },
  );
}

/** Somebody's own clusters. MESH_EXEC runs a command on a machine: `ssh`, `multipass exec`. */
function owned(kubeconfig: string, { clusters }: Needs): Environment {
  const servers = serversOf(kubeconfig);
  const missing = clusters.filter((name) => !servers.has(name));
  if (missing.length > 0) {
    throw new LabLacks(
      `MESH_KUBECONFIG (${kubeconfig}) has no context ${missing.join(', ')}; contexts are named like the clusters`,
    );
  }
  return {
    kubeconfig,
    istioctl: 'istioctl',
    cluster: (name) => new Kubectl('kubectl', kubeconfig, name),
    shell: shellOf(process.env['MESH_EXEC']),
    authorities: process.env['MESH_PKI'],
  };
}

/** The script goes in as input: what a remote shell would make of quotes is then all the same. */
function shellOf(command: string | undefined): Environment['shell'] {
  const [program, ...words] = (command ?? '').split(' ').filter((word) => word !== '');
  if (program === undefined) return undefined;
  return async (machine, script) => {
    const running = run(program, [...words, machine, 'sh']);
    running.child.stdin?.end(script);
    return (await running).stdout;
  };
}

/** URLs of API servers, by context. */
function serversOf(kubeconfig: string): ReadonlyMap<string, string> {
  const { contexts, clusters } = parse(readFileSync(kubeconfig, 'utf8')) as {
    contexts: readonly { name: string; context: { cluster: string } }[];
    clusters: readonly { name: string; cluster: { server: string } }[];
  };
  return new Map(
    contexts.map(({ name, context }) => [
      name,
      clusters.find((one) => one.name === context.cluster)!.cluster.server,
    ]),
  );
}
