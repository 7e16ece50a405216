import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { activeStandby } from '../../clusters/active-standby/index';
import { host } from '../../clusters/active-standby/mesh';
import { switches } from '../../clusters/active-standby/switches';
import type { Lab } from '../lab';
import { Backend, Silence } from './backend';
import { Envoy, type Excerpt } from './envoy';
import type { FakeIstiod } from './istiod';
import { service, tierTwo } from './orders';
import type { Report } from '../report';
import { Stage, type Installer } from './stage';

/**
 * Runs Envoy with what istiod gives a proxy, and backends in place of the endpoints that fall sick and vanish without
 * istiod's knowing: what requests meet on the way.
 */
export async function checkRequests(
  lab: Lab,
  folder: string,
  installer: Installer,
  istiod: FakeIstiod,
  report: Report,
): Promise<void> {
  const stage = await Stage.set(installer, activeStandby(switches));
  const dumps = await istiod.ask(stage, ['tier1-gateway@mgmt-cluster', 'app-a@active-cluster']);
  const backends = await Backends.start(new Set(stage.names.values()));
  const silence = await Silence.start();
  const nameOf = (address: string) => stage.names.get(address) ?? address;
  const portOf = (address: string) => backends.get(nameOf(address)).port;
  const tierExcerpt = { dump: dumps.get('tier1-gateway@mgmt-cluster')!, host, cluster: tierTwo(80), portOf };
  const hopExcerpt = {
    dump: dumps.get('app-a@active-cluster')!,
    host: 'app-b.ns-b',
    cluster: service('app-b'),
    portOf,
  };
  const run = async (excerpt: Excerpt, trial: Trial) => {
    const envoy = await Envoy.start(lab, mkdtempSync(join(folder, 'envoy-')), excerpt);
    try {
      await trial(envoy, backends, report);
    } finally {
      await envoy.stop();
    }
  };
  try {
    report.title('requests at the tier-1 gateway');
    await run(tierExcerpt, tierOne);
    await run(tierExcerpt, faults);
    await run(
      { ...tierExcerpt, portOf: (address) => (nameOf(address) === active ? silence.port : portOf(address)) },
      silent,
    );
    report.title("requests of active-cluster's app-a for app-b");
    await run(hopExcerpt, hop);
  } finally {
    silence.stop();
    await backends.vanish();
  }
}

type Trial = (envoy: Envoy, backends: Backends, report: Report) => Promise<void>;

const active = 'active-cluster/istio-ingressgateway';
const standby = 'standby-cluster/istio-ingressgateway';

async function tierOne(envoy: Envoy, backends: Backends, report: Report): Promise<void> {
  const gateway = backends.get(active);
  const ask = async (what: string, want: string) => report.expect(what, said(await envoy.ask(20)), want);
  await ask('all is well', `20 ${active}`);
  await gateway.vanish();
  await ask("active-cluster's gateway refuses connections", `20 ${standby}`);
  await gateway.comeBack();
  report.expect('it is back, and asked again', await whenAsked(envoy, active), 'within a minute');
  gateway.fallSick(503);
  await ask('it answers 503', `20 ${standby}`);
  await gateway.comeBack();
}

/** What is not tried again: an error that the program itself may have answered with. */
async function faults(envoy: Envoy, backends: Backends, report: Report): Promise<void> {
  backends.get(active).fallSick(500);
  report.expect('it answers 500', said(await envoy.ask(20)), `15 ${standby}, 5 500`);
  await backends.get(active).comeBack();
}

/** Two tries of a second for each request, until five have failed and it is out: nobody waits from then on. */
async function silent(envoy: Envoy, _: Backends, report: Report): Promise<void> {
  const seconds: number[] = [];
  const answers: string[] = [];
  for (let request = 0; request < 5; request++) {
    const begun = Date.now();
    answers.push(said(await envoy.ask(1)));
    seconds.push(Math.floor((Date.now() - begun) / 1000));
  }
  const waits =
    seconds.every((one) => one <= 2) && seconds[0]! > 0 && seconds.slice(-2).every((one) => one === 0);
  report.expect(
    `nobody answers where it was, five requests, after ${seconds.join(', ')} seconds`,
    `${[...new Set(answers)].join(', ')}, ${waits ? 'the last two' : 'not'} at once`,
    `1 ${standby}, the last two at once`,
  );
}

async function hop(envoy: Envoy, backends: Backends, report: Report): Promise<void> {
  const other = 'standby-cluster/istio-eastwestgateway';
  const shares = async (
    what: string,
    want: Readonly<Record<string, readonly [least: number, most: number]>>,
  ) => {
    const counts = await envoy.ask(400);
    const within = [...counts].every(([who, count]) => {
      const [least, most] = want[who] ?? [0, 0];
      return count >= 4 * least && count <= 4 * most;
    });
    const all = Object.keys(want).every((who) => counts.has(who));
    report.expect(
      what,
      `${said(counts)}: ${within && all ? 'as' : 'not as'} wanted`,
      `${said(counts)}: as wanted`,
    );
  };
  await shares('all is well, pod and machine alike', {
    'active-cluster/app-b': [40, 60],
    'ubuntu-vm-b': [40, 60],
  });
  await backends.get('active-cluster/app-b').vanish();
  // Envoy counts on its endpoints for 140 % of the load: with half of them, 70 % stays and the rest moves on.
  await shares('the pod refuses connections', { 'ubuntu-vm-b': [60, 80], [other]: [20, 40] });
  backends.get('ubuntu-vm-b').fallSick(503);
  await shares('the machine answers 503 as well', { [other]: [100, 100] });
}

function said(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([who, count]) => `${count} ${who}`)
    .join(', ');
}

async function whenAsked(envoy: Envoy, name: string): Promise<string> {
  for (let second = 0; second < 60; second++) {
    if ((await envoy.ask(1)).has(name)) return 'within a minute';
    await new Promise((later) => setTimeout(later, 1000));
  }
  return 'not within a minute';
}

class Backends {
  static async start(names: ReadonlySet<string>): Promise<Backends> {
    const started = await Promise.all([...names].map((name) => Backend.start(name)));
    return new Backends(new Map(started.map((backend) => [backend.name, backend])));
  }

  private constructor(private readonly byName: ReadonlyMap<string, Backend>) {}

  get(name: string): Backend {
    const backend = this.byName.get(name);
    if (backend === undefined) throw new RangeError(`nothing is behind ${name}`);
    return backend;
  }

  async vanish(): Promise<void> {
    await Promise.all([...this.byName.values()].map((backend) => backend.vanish()));
  }
}
