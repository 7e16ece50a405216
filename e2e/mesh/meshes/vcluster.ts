import { images, mesh } from '../../../clusters/vcluster/mesh';
import { standIns } from '../../images/images';
import { until } from '../../kubectl';
import { rolledOut } from '../delivery';
import { linesOf, tally, within, type Asker } from '../requests';
import type { Scenario, Stage } from '../scenario';
import { mirrored } from '../stand-ins';

const CLUSTERS = ['vc1', 'vc2'] as const;
const VERSIONS = ['v1', 'v2'] as const;

/** Two clusters on one network. What the host cluster has besides is looked at by e2e:admission. */
export const vcluster: Scenario = {
  source: { mesh: 'vcluster' },
  needs: { clusters: CLUSTERS, flat: true },
  images: (folder, lab) => [
    standIns(
      folder,
      'e2e-vcluster',
      VERSIONS.map((version) => ({ name: images.helloworld(version), env: [`SERVICE_VERSION=${version}`] })),
    ),
    mirrored(folder, lab, 'e2e-vcluster-istio', mesh.istio!),
  ],
  check: async (stage) => {
    const { run } = stage;
    await run.step('both versions answer sleep, across both clusters', async () => {
      run.expect('versions', await versions(stage, VERSIONS), 'v1 v2');
      run.expect(
        'endpoints that sleep knows',
        await endpoints(stage),
        `${await addresses(stage, 'vc1')} ${await addresses(stage, 'vc2')}`,
      );
      for (const name of CLUSTERS) {
        const services = await stage.cluster(name).list('services', 'istio-system');
        const gateways = services.filter(({ metadata }) => /east/.test(metadata.name));
        run.expect(`${name}: east-west gateways`, String(gateways.length), '0');
      }
    });
    await run.step('v1 goes, and comes back', async () => {
      await scale(stage, 0);
      run.expect('versions', await versions(stage, ['v2']), 'v2');
      await scale(stage, 1);
      run.expect('versions', await versions(stage, VERSIONS), 'v1 v2');
    });
  },
};

function sleep(stage: Stage): Asker {
  return { kubectl: stage.cluster('vc1'), namespace: 'sample', name: 'sleep' };
}

/** Versions that answer forty requests, once they are those. */
async function versions(stage: Stage, wanted: readonly string[]): Promise<string> {
  const said = await until(
    90,
    async () => {
      const script = 'for i in $(seq 40); do curl -sS -m 10 http://helloworld.sample:5000/hello; echo; done';
      const lines = linesOf(await within(sleep(stage), script));
      return lines.map((line) => /Hello version: (v\d)/.exec(line)?.[1] ?? line);
    },
    (seen) => [...new Set(seen)].sort().join(' ') === wanted.join(' '),
  );
  console.log(`  ${tally(said)}`);
  return [...new Set(said)].sort().join(' ');
}

/** Addresses of helloworld in the configuration of sleep's sidecar. */
async function endpoints(stage: Stage): Promise<string> {
  const said = await stage
    .cluster('vc1')
    .call([
      ...['-n', 'sample', 'exec', 'deploy/sleep', '-c', 'istio-proxy', '--'],
      ...['pilot-agent', 'request', 'GET', 'clusters'],
    ]);
  const found = said.matchAll(
    /^outbound\|5000\|\|helloworld\.sample\.svc\.cluster\.local::([\d.]+:\d+)::cx_active/gm,
  );
  return [...found]
    .map(([, address]) => address)
    .sort()
    .join(' ');
}

async function addresses(stage: Stage, cluster: string): Promise<string> {
  const pods = await stage.cluster(cluster).list('pods', 'sample', 'app=helloworld');
  return pods.map(({ status }) => `${(status as { podIP: string }).podIP}:5000`).join(' ');
}

async function scale(stage: Stage, replicas: number): Promise<void> {
  const kubectl = stage.cluster('vc1');
  await kubectl.call(['-n', 'sample', 'scale', 'deployment/helloworld-v1', `--replicas=${replicas}`]);
  if (replicas > 0) await rolledOut(kubectl, 'sample', 'deployment/helloworld-v1');
}
