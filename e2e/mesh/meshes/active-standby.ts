import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  appArguments,
  host as HOST,
  image,
  tierOneCertificate,
  tierTwoCa,
  tierTwoCertificate,
} from '../../../clusters/active-standby/mesh';
import {
  apps,
  switches as committed,
  type App,
  type Switches,
} from '../../../clusters/active-standby/switches';
import { serverOf, standIns } from '../../images/images';
import { until } from '../../kubectl';
import { VirtualMachine } from '../../machines/virtual-machine';
import { Authority, type Certificate } from '../certificate';
import { rolledOut, type Delivery } from '../delivery';
import { Project } from '../project';
import { gets, tally, type RequestOptions } from '../requests';
import { gatewaysOf, type Scenario, type Stage } from '../scenario';

const ACTIVE = 'active-cluster';
const STANDBY = 'standby-cluster';
const CLUSTERS = ['mgmt-cluster', ACTIVE, STANDBY] as const;
const PATH = '/proxy/app-b.ns-b/proxy/app-c.ns-c';
const machines: Readonly<Record<App, string>> = {
  'app-a': 'ubuntu-vm-a',
  'app-b': 'ubuntu-vm-b',
  'app-c': 'ubuntu-vm-c',
};
const namespaceOf = (app: App) => app.replace('app-', 'ns-');

const setting = (
  tierOne: Switches['tierOne'],
  tierTwo: Switches['tierTwo'],
  deployment: Switches['deployment'],
  onMachine: readonly App[],
): Switches => ({
  tierOne,
  tierTwo,
  deployment,
  onMachine: Object.fromEntries(
    apps.map((app) => [app, onMachine.includes(app) ? 'enabled' : 'disabled']),
  ) as Switches['onMachine'],
});

/** With what dist holds, every pair of values of any two switches. */
const others: readonly Switches[] = [
  setting('http', 'https', 'active-standby', ['app-b']),
  setting('http', 'http', 'active', []),
  setting('https', 'https', 'active', ['app-b', 'app-c']),
  setting('https', 'http', 'active-standby', ['app-a']),
  setting('mtls', 'http', 'active-standby', ['app-b']),
  setting('mtls', 'https', 'active', ['app-a', 'app-c']),
];

/** Three clusters and three machines; a request goes through two gateways and three services. */
export const activeStandby: Scenario = {
  source: { mesh: 'active-standby' },
  needs: { clusters: CLUSTERS, machines: apps.map((app) => machines[app]) },
  images: (folder) => [standIns(folder, 'e2e-active-standby', [{ name: image }])],
  prepare: secrets,
  check: async (stage) => {
    const addresses = await gatewaysOf(stage);
    const tierOne = addresses['mgmt-cluster']!.ingress!;
    await machinesJoin(stage);
    await stage.run.step('who answers', async () => {
      await expectHops(stage, tierOne, committed, 'all is well', {
        'app-a': both('a'),
        'app-b': both('b'),
        'app-c': both('c'),
      });
    });
    await hopDies(stage, tierOne);
    await clusterDies(stage, tierOne);
    for (const switches of others) await variant(stage, tierOne, switches);
    await variant(stage, tierOne, committed);
  },
};

const both = (letter: string) => `${ACTIVE} ubuntu-vm-${letter}`;

/** Secrets for all settings: docs/meshes/active-standby.md says which is where. */
async function secrets(stage: Stage): Promise<void> {
  const tierOne = new Authority(stage.folder, 'tier-1-ca');
  const tierTwo = new Authority(stage.folder, 'tier-2-ca');
  const one = tierOne.issue(HOST);
  const two = tierTwo.issue(HOST);
  tierOne.issue('client.example.com');
  const secret = (name: string, { certificate, key }: Certificate, ca?: string) =>
    opaque(name, { 'tls.crt': certificate, 'tls.key': key, ...(ca !== undefined && { 'ca.crt': ca }) });
  for (const name of CLUSTERS) {
    const own =
      name === 'mgmt-cluster'
        ? [
            secret(tierOneCertificate, one, tierOne.certificate),
            opaque(tierTwoCa, { 'ca.crt': tierTwo.certificate }),
          ]
        : [secret(tierTwoCertificate, two)];
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } };
    await stage.cluster(name).apply([namespace, ...own]);
  }
}

function opaque(name: string, stringData: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'istio-system' }, stringData };
}

/** How a client asks, under a setting of the first tier. */
function asking(
  stage: Stage,
  { tierOne }: Switches,
): { readonly scheme: string; readonly options: RequestOptions } {
  const headers = { host: HOST };
  if (tierOne === 'http') return { scheme: 'http', options: { headers } };
  const pem = (name: string) => readFileSync(join(stage.folder, name), 'utf8');
  const client = tierOne === 'mtls' && {
    cert: pem('client.example.com.crt'),
    key: pem('client.example.com.key'),
  };
  return {
    scheme: 'https',
    options: { headers, tls: { ca: pem('tier-1-ca.crt'), servername: HOST, ...client } },
  };
}

type Hops = Readonly<Record<App, string>>;

/** Where each hop of some requests was answered: names of clusters and machines. */
async function hopsOf(
  stage: Stage,
  tierOne: string,
  switches: Switches,
  times = 20,
): Promise<{ readonly hops: Hops; readonly codes: string }> {
  const { scheme, options } = asking(stage, switches);
  const answers = await gets(times, `${scheme}://${tierOne}${PATH}`, options);
  const where = await places(stage);
  const lines = answers.filter(({ status }) => status === 200).flatMap(({ body }) => body.trim().split('\n'));
  const seen = (app: App) =>
    [
      ...new Set(
        lines
          .map((line) => line.split(' '))
          .filter(([name]) => name === app)
          .map(([, host = '']) => where.get(host) ?? host),
      ),
    ]
      .sort()
      .join(' ');
  const hops = Object.fromEntries(apps.map((app) => [app, seen(app)])) as Hops;
  return { hops, codes: tally(answers.map(({ status, body }) => (status === 0 ? body : String(status)))) };
}

/** Clusters by the names of their pods; of a cluster that is off the network nothing is known. */
async function places(stage: Stage): Promise<ReadonlyMap<string, string>> {
  const where = new Map<string, string>();
  for (const cluster of [ACTIVE, STANDBY]) {
    for (const app of apps) {
      const pods = await stage
        .cluster(cluster)
        .list('pods', namespaceOf(app), `app=${app}`, 5)
        .catch(() => []);
      for (const { metadata } of pods) where.set(metadata.name, cluster);
    }
  }
  return where;
}

async function expectHops(
  stage: Stage,
  tierOne: string,
  switches: Switches,
  what: string,
  wanted: Partial<Hops>,
  seconds = 120,
): Promise<void> {
  const line = ({ hops, codes }: { readonly hops: Partial<Hops>; readonly codes: string }) =>
    `${codes}; ${apps
      .filter((app) => wanted[app] !== undefined)
      .map((app) => `${app}: ${hops[app]}`)
      .join(', ')}`;
  const want = line({ hops: wanted, codes: '20 200' });
  const got = await until(
    seconds,
    () => hopsOf(stage, tierOne, switches),
    (answer) => line(answer) === want,
  );
  stage.run.expect(what, line(got), want);
}

/** Where hops are answered while all is well. */
function wellOf({ onMachine }: Switches): Hops {
  const place = (app: App) => (onMachine[app] === 'enabled' ? `${ACTIVE} ${machines[app]}` : ACTIVE);
  return Object.fromEntries(apps.map((app) => [app, place(app)])) as Hops;
}

async function machinesJoin(stage: Stage): Promise<void> {
  const { lab } = stage.environment;
  if (lab === undefined) return;
  await stage.run.step('the machines join', async () => {
    for (const app of apps) {
      const name = machines[app];
      const folder = join(stage.folder, name);
      await stage.command('vm', 'bundle', 'active-standby', name, '--out', folder);
      const machine = new VirtualMachine(lab.lab, name);
      await machine.install(folder);
      await machine.handOut(folder);
      stage.run.expect(`${name}: its sidecar may start`, (await machine.prepare()).trim(), 'ready');
      const server = readFileSync(serverOf(stage.folder));
      await lab.lab.run(
        ['exec', name, '--', 'sh', '-c', 'cat >/root/server && chmod 755 /root/server'],
        server,
      );
      await startProgram(machine, app);
      await machine.startSidecar();
    }
  });
}

async function startProgram(machine: VirtualMachine, app: App): Promise<void> {
  await machine.shell(
    `cd / && (SVCNAME=${app} setsid /root/server ${appArguments.join(' ')} >/var/log/program.log 2>&1 </dev/null & echo $! >/run/program.pid)`,
  );
}

async function scale(stage: Stage, app: App, replicas: number): Promise<void> {
  const kubectl = stage.cluster(ACTIVE);
  const namespace = namespaceOf(app);
  await kubectl.call(['-n', namespace, 'scale', `deployment/${app}`, `--replicas=${replicas}`]);
  if (replicas > 0) await rolledOut(kubectl, namespace, `deployment/${app}`);
}

async function hopDies(stage: Stage, tierOne: string): Promise<void> {
  const { lab } = stage.environment;
  if (lab === undefined) return;
  const well = wellOf(committed);
  for (const app of apps) {
    await stage.run.step(`${app} of active-cluster dies, and comes back`, async () => {
      const machine = new VirtualMachine(lab.lab, machines[app]);
      await scale(stage, app, 0);
      const one = { ...well, [app]: machines[app] };
      await expectHops(stage, tierOne, committed, 'its pod is gone', one);
      await machine.stopProgram();
      // What comes after it is asked by standby-cluster, whose own comes first. Who has handed failures on before it
      // may be out for a while as well.
      const after = apps.slice(apps.indexOf(app)).map((later) => [later, STANDBY]);
      const taken = Object.fromEntries(after) as Partial<Hops>;
      await expectHops(stage, tierOne, committed, "its machine's program is gone too", taken);
      await startProgram(machine, app);
      await scale(stage, app, 1);
      await expectHops(stage, tierOne, committed, 'both are back', well, 330);
    });
  }
}

async function clusterDies(stage: Stage, tierOne: string): Promise<void> {
  const { lab } = stage.environment;
  if (lab === undefined) return;
  await stage.run.step('active-cluster leaves the network, and comes back', async () => {
    const node = (script: string) => lab.lab.run(['exec', ACTIVE, '--', 'sh', '-c', script]);
    await node('ip link set eth0 down');
    const gone = Object.fromEntries(apps.map((app) => [app, STANDBY])) as Hops;
    try {
      // Connections that were open wait for an answer: nothing gives a request up.
      const { codes } = await hopsOf(stage, tierOne, committed, 10);
      console.log(`  the first ten requests, at once and for 15 s: ${codes}`);
      await expectHops(stage, tierOne, committed, 'it is gone', gone);
    } finally {
      await node(
        'ip link set eth0 up && ip route replace default via "$(ip -4 -o addr show dev eth0 | awk \'{print $4}\' | cut -d. -f1-2).0.1"',
      );
    }
    await expectHops(stage, tierOne, committed, 'it is back', wellOf(committed), 240);
  });
}

/** Renders other settings, applies them, and takes away what is not rendered any more. */
async function variant(stage: Stage, tierOne: string, switches: Switches): Promise<void> {
  const { lab } = stage.environment;
  if (lab === undefined) return;
  const onMachine = apps.filter((app) => switches.onMachine[app] === 'enabled').map((app) => app.slice(-1));
  const what = `tier 1 ${switches.tierOne}, tier 2 ${switches.tierTwo}, ${switches.deployment}, machines ${onMachine.join(' ') || 'none'}`;
  await stage.run.step(what, async () => {
    const before = stage.delivery;
    const gateways = await gatewaysOf(stage);
    const expression = `all.activeStandby(${JSON.stringify(switches)})`;
    stage.project = Project.write(
      stage.folder,
      { mesh: 'active-standby', expression },
      { ...lab.facts, gateways },
    );
    await stage.project.synth();
    const now: Delivery = stage.delivery;
    await now.deliver();
    await now.prune(before);
    for (const app of apps) {
      const machine = new VirtualMachine(lab.lab, machines[app]);
      const running = (await machine.shell('pgrep -u istio-proxy pilot-agent || true')).trim() !== '';
      const wanted = switches.onMachine[app] === 'enabled';
      if (running && !wanted) await machine.stopSidecar();
      if (!running && wanted) await machine.startSidecar();
    }
    await expectHops(stage, tierOne, switches, 'who answers', wellOf(switches), 180);
    if (switches.tierOne === 'mtls') {
      const { scheme, options } = asking(stage, { ...switches, tierOne: 'https' });
      const [answer] = await gets(1, `${scheme}://${tierOne}${PATH}`, options);
      stage.run.expect('a client without a certificate', String(answer?.status), '0');
    }
  });
}
