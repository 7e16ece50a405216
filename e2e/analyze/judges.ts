import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { analyze } from '../../analysis/analyze';
import { NOWHERE } from '../../analysis/finding';
import { completed, isClusterWide, type Hit, type Input, type Json } from './input';
import { readKubeconfig } from './kubeconfig';
import { isLookedAt, type Refusal, type Server } from './server';

const run = promisify(execFile);

/** Version of Istio that both are asked about. */
export const ISTIO_VERSION = '1.29';

/** What `meshwright analyze` says of the objects, codes of this project alone aside. */
export function meshwright({ clusters }: Input): readonly Hit[] {
  const manifests = clusters.flatMap((objects, index) =>
    completed(objects)
      .filter(isLookedAt)
      .map((object) => ({ object, place: { ...NOWHERE, cluster: `kube-0${index + 1}` } })),
  );
  const findings = analyze({ manifests, findings: [] }, { istioVersion: ISTIO_VERSION, isComplete: true });
  return distinct(
    findings.flatMap(({ code, object }): readonly Hit[] => {
      if (!code.startsWith('IST') || object === null) return [];
      const { kind, namespace, name } = object;
      const isWide = isClusterWide(object as unknown as Json);
      return [{ code, object: `${kind} ${isWide ? '' : `${namespace ?? 'default'}/`}${name}` }];
    }),
  );
}

/** On some inputs it ends with a panic, or an error of its own. */
export class Crashed extends Error {}

/** It waits for ever for a server that is gone. */
const MOST_SECONDS = 30;

/** The real one. */
export class Istioctl {
  constructor(private readonly program: string) {}

  /** What it says of the objects in the servers, and of those that the first of them refused. */
  async analyze(servers: readonly Server[], refusals: readonly Refusal[]): Promise<readonly Hit[]> {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-analyze-'));
    try {
      const args = ['analyze', '--all-namespaces', '--output', 'json'];
      const [first, ...others] = servers;
      args.push('--kubeconfig', others.length === 0 ? first!.kubeconfig : this.joined(folder, servers));
      if (others.length > 0) {
        args.push('--context', 'kube-01');
        args.push('--remote-contexts', others.map((_, index) => `kube-0${index + 2}`).join(','));
      }
      const files = refusals.map(({ object }, index) => {
        const file = join(folder, `${index}.yaml`);
        writeFileSync(file, JSON.stringify(object));
        return file;
      });
      const options = { maxBuffer: 2 ** 26, timeout: MOST_SECONDS * 1000 };
      const { stdout } = await run(this.program, [...args, ...files], options).catch(
        (error: { code?: unknown; stderr?: string }) => {
          // Without a code it was killed for its time.
          if (typeof error.code !== 'number') throw error;
          const lines = (error.stderr ?? '').split('\n');
          const line = lines.find((one) => /analyzers\/|^Error/.test(one)) ?? '';
          throw new Crashed(line.replace(/\(0x.*/, ''));
        },
      );
      return hitsOf(stdout);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** One kubeconfig of several, its contexts named like the clusters. */
  private joined(folder: string, servers: readonly Server[]): string {
    const all = servers.map(({ kubeconfig }, index) => ({
      name: `kube-0${index + 1}`,
      kubeconfig: readKubeconfig(kubeconfig),
    }));
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: all.map(({ name, kubeconfig }) => ({ name, cluster: kubeconfig.clusters[0]!.cluster })),
      users: all.map(({ name, kubeconfig }) => ({ name, user: kubeconfig.users[0]!.user })),
      contexts: all.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
      'current-context': 'kube-01',
    };
    const file = join(folder, 'kubeconfig');
    writeFileSync(file, JSON.stringify(config));
    return file;
  }
}

function hitsOf(stdout: string): readonly Hit[] {
  // Its log comes before it.
  const json = /^\[(?:\]|$).*/ms.exec(stdout)?.[0];
  if (json === undefined) throw new Error(`no JSON of istioctl: ${stdout}`);
  const all = JSON.parse(json) as { code: string; origin?: string }[];
  // Two servers have two ports.
  const messages = all.filter(({ origin }) => origin !== 'Service default/kubernetes');
  return distinct(
    messages.map(({ code, origin = '' }) => ({
      code,
      // It reads the networks from the ConfigMap, and says so of an object of its own.
      object: origin.replace(/^MeshNetworks istio-system\/meshnetworks$/, 'ConfigMap istio-system/istio'),
    })),
  );
}

function distinct(hits: readonly Hit[]): readonly Hit[] {
  return [...new Map(hits.map((one) => [`${one.code} ${one.object}`, one])).values()];
}
