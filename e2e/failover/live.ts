import { activeStandby } from '../../clusters/active-standby/index';
import { switches } from '../../clusters/active-standby/switches';
import type { KubeObject } from '../../synth/resolve';
import type { Lab } from '../lab';
import { LiveCluster, LiveIstiod } from './live-istiod';
import { service } from './orders';
import type { Report } from '../report';
import { Stage, type Installer } from './stage';
import { entryOf } from './world';

/** How long a change takes from the API server to the endpoints, generously. */
const settle = () => new Promise((later) => setTimeout(later, 2000));

/**
 * Two API servers with an istiod each, which read each other's by remote secrets: what a machine's registration comes
 * to, and what the other cluster makes of it.
 *
 * Takes the six ports from `port` on for the API servers, and six more for the istiods.
 */
export async function checkLive(
  lab: Lab,
  folder: string,
  installer: Installer,
  port: number,
  report: Report,
): Promise<void> {
  report.title('two istiods that read each other by remote secret');
  const stage = await Stage.set(installer, activeStandby(switches));
  const istiods: LiveIstiod[] = [];
  try {
    await lab.withApiServer(port, async (standbyConfig) => {
      const standby = new LiveCluster(lab, 'standby-cluster', standbyConfig);
      await lab.withApiServer(port + 3, async (activeConfig) => {
        const active = new LiveCluster(lab, 'active-cluster', activeConfig);
        await Promise.all([active.fill(stage), standby.fill(stage)]);
        await active.readEndpointsOf(standby);
        await standby.readEndpointsOf(active);
        istiods.push(await LiveIstiod.start(lab, folder, stage, active, port + 6));
        istiods.push(await LiveIstiod.start(lab, folder, stage, standby, port + 9));
        await checkMachine(stage, active, istiods, report);
      });
      await settle();
      const order = await orderOf(stage, istiods[1]!, 'app-a@standby-cluster');
      report.expect("standby-cluster, when active-cluster's API server is gone", order, standbyWithMachine);
    });
  } finally {
    await Promise.all(istiods.map((istiod) => istiod.stop()));
  }
}

const activeWithMachine =
  '0: active-cluster/app-b 50%, ubuntu-vm-b 50%; 1: standby-cluster/istio-eastwestgateway 100%';
const standbyWithMachine =
  '0: standby-cluster/app-b 100%; 1: active-cluster/istio-eastwestgateway 50%, ubuntu-vm-b 50%';
const activeWithout = '0: active-cluster/app-b 100%; 1: standby-cluster/istio-eastwestgateway 100%';
const standbyWithout = '0: standby-cluster/app-b 100%; 1: active-cluster/istio-eastwestgateway 100%';

async function checkMachine(
  stage: Stage,
  active: LiveCluster,
  istiods: readonly LiveIstiod[],
  report: Report,
): Promise<void> {
  const machine = stage.mesh.machine('ubuntu-vm-b');
  const entry = await register(stage, active, istiods[0]!, machine.name);
  report.expect(
    'the entry that istiod makes of ubuntu-vm-b, without the locality of its group',
    JSON.stringify(entry['spec']),
    JSON.stringify(sorted(entryOf(machine)['spec'] as object)),
  );
  const looks = [
    ['registered, not yet well', undefined, activeWithout, standbyWithout],
    ['well', true, activeWithMachine, standbyWithMachine],
    ['its program is not well', false, activeWithout, standbyWithout],
    ['well again', true, activeWithMachine, standbyWithMachine],
  ] as const;
  for (const [what, healthy, fromActive, fromStandby] of looks) {
    if (healthy !== undefined) await active.report(entry, healthy);
    await settle();
    const [one, other] = istiods;
    report.expect(
      `active-cluster, ubuntu-vm-b ${what}`,
      await orderOf(stage, one!, 'app-a@active-cluster'),
      fromActive,
    );
    report.expect(
      `standby-cluster, ubuntu-vm-b ${what}`,
      await orderOf(stage, other!, 'app-a@standby-cluster'),
      fromStandby,
    );
  }
}

/** Connects as the machine's agent does, which makes istiod write its entry. */
async function register(
  stage: Stage,
  cluster: LiveCluster,
  istiod: LiveIstiod,
  machine: string,
): Promise<KubeObject> {
  const proxy = stage.proxy(machine);
  const { workloadGroup } = stage.mesh.machine(machine);
  const meta = {
    AUTO_REGISTER_GROUP: workloadGroup.name,
    PROXY_CONFIG: { readinessProbe: workloadGroup.probe },
  };
  await istiod.ask({ ...proxy, meta });
  const [entry] = await cluster.workloadEntries();
  if (entry === undefined) throw new Error(`istiod makes no entry for ${machine}`);
  return entry;
}

async function orderOf(stage: Stage, istiod: LiveIstiod, proxy: string): Promise<string> {
  return (await istiod.ask(stage.proxy(proxy))).order(service('app-b'));
}

/** As an API server gives it back: without what is undefined, by name. */
function sorted(object: object): object {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
