import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Stage } from '../mesh/scenario';
import { parseSecrets, type ProxyTrust } from './held';

const run = promisify(execFile);

/** A Deployment whose pods have a proxy. */
export interface Workload {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** All that have one in the flagship. */
export function workloads({ primaries, mesh }: Stage): readonly Workload[] {
  return primaries.flatMap((cluster) => {
    const { ingress, eastWest } = mesh.cluster(cluster);
    return [
      { cluster, namespace: 'httpbin', name: 'sleep' },
      { cluster, namespace: 'httpbin', name: 'httpbin' },
      { cluster, namespace: 'istio-system', name: ingress!.name },
      { cluster, namespace: 'istio-system', name: eastWest!.name },
    ];
  });
}

/** What its proxy uses now, by istioctl. */
export async function secretsOf({ environment }: Stage, workload: Workload): Promise<ProxyTrust> {
  const { cluster, namespace, name } = workload;
  const { stdout } = await run(environment.istioctl, [
    ...['--kubeconfig', environment.kubeconfig, '--context', cluster],
    ...['proxy-config', 'secret', `deploy/${name}`, '-n', namespace, '-o', 'json'],
  ]);
  return parseSecrets(stdout);
}

/**
 * How many identities sleep's proxy expects that have no trust domain. A defect of istiod 1.29.1: as it starts, it may
 * read the pods of another cluster before that cluster's mesh configuration, and then nobody there is who was expected.
 */
export async function strangers(stage: Stage, cluster: string): Promise<number> {
  const dump = await stage
    .cluster(cluster)
    .call([
      ...['-n', 'httpbin', 'exec', 'deploy/sleep', '-c', 'istio-proxy', '--'],
      ...['pilot-agent', 'request', 'GET', 'config_dump'],
    ]);
  return [...dump.matchAll(/"spiffe:\/\/\//g)].length;
}
