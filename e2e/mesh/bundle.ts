import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubectl } from '../kubectl';
import type { Environment, Needs } from './environment';

/** Writes what is to be seen after a failure: events, logs, the proxies' configuration. No Secret. */
export async function bundle(folder: string, environment: Environment, needs: Needs): Promise<void> {
  for (const name of needs.clusters) {
    const kubectl = environment.cluster(name);
    const into = join(folder, name);
    mkdirSync(into, { recursive: true });
    await write(into, 'events', () => kubectl.call(['get', 'events', '-A', '--sort-by=.lastTimestamp']));
    await write(into, 'pods', () => kubectl.call(['get', 'pods', '-A', '-o', 'wide']));
    await write(into, 'services', () => kubectl.call(['get', 'services', '-A', '-o', 'wide']));
    await write(into, 'istio.yaml', () => kubectl.call(['get', 'vs,dr,gw,se,we,wg,pa', '-A', '-o', 'yaml']));
    await pods(kubectl, into);
  }
  const { shell } = environment;
  if (shell === undefined) return;
  for (const name of needs.machines ?? []) {
    const into = join(folder, name);
    mkdirSync(into, { recursive: true });
    await write(into, 'log', () => shell(name, 'tail -n 500 /var/log/istio/*'));
    await write(into, 'config_dump.json', () =>
      shell(name, 'curl -s -m 5 http://127.0.0.1:15000/config_dump'),
    );
  }
}

async function pods(kubectl: Kubectl, into: string): Promise<void> {
  const all = await kubectl.list('pods').catch(() => []);
  for (const { metadata, spec, status } of all) {
    const namespace = metadata.namespace ?? '';
    if (namespace === 'kube-system') continue;
    const pod = `${namespace}_${metadata.name}`;
    const where = ['-n', namespace];
    await write(into, `${pod}.log`, () =>
      kubectl.call([...where, 'logs', metadata.name, '--all-containers', '--prefix', '--tail=500']),
    );
    if (!isReady(status)) {
      await write(into, `${pod}.describe`, () => kubectl.call([...where, 'describe', 'pod', metadata.name]));
    }
    if (!JSON.stringify(spec).includes('"istio-proxy"')) continue;
    for (const page of ['config_dump', 'clusters']) {
      await write(into, `${pod}.${page}`, () =>
        kubectl.call([
          ...[...where, 'exec', metadata.name, '-c', 'istio-proxy', '--'],
          ...['pilot-agent', 'request', 'GET', page],
        ]),
      );
    }
  }
}

function isReady(status: unknown): boolean {
  const { conditions = [] } = status as { conditions?: readonly { type: string; status: string }[] };
  return conditions.some((one) => one.type === 'Ready' && one.status === 'True');
}

/** What cannot be had is said in the file. */
async function write(folder: string, name: string, text: () => Promise<string>): Promise<void> {
  const said = await text().catch((error: unknown) => String(error));
  writeFileSync(join(folder, name), said);
}
