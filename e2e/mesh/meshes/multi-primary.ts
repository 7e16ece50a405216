import { join } from 'node:path';
import { addressOf, ask, curls, get, linesOf, tally, within, type Answers, type Asker } from '../requests';
import { rolledOut } from '../delivery';
import type { Scenario, Stage } from '../scenario';
import { VirtualMachine } from '../../machines/virtual-machine';
import { until } from '../../kubectl';

const CLUSTERS = ['kube-01', 'kube-02'] as const;
const MACHINE = 'virt-01';
const HOST = 'httpbin.demo.lab';
const SERVICE = 'http://httpbin.httpbin.svc.cluster.local/get';

/** Two primaries on two networks, and a machine. */
export const multiPrimary: Scenario = {
  source: { mesh: 'multi-primary' },
  needs: { clusters: CLUSTERS, machines: [MACHINE] },
  prepare: async (stage) => {
    if (stage.environment.lab === undefined) return;
    // The nodes' places, which `dist/multi-primary/machines/<node>` has k3s set.
    for (const name of CLUSTERS) {
      const { region, zone, subzone } = stage.mesh.cluster(name).locality!;
      await stage
        .cluster(name)
        .call([
          ...['label', 'node', name, '--overwrite'],
          ...[`topology.kubernetes.io/region=${region}`, `topology.kubernetes.io/zone=${zone}`],
          `topology.istio.io/subzone=${subzone}`,
        ]);
    }
  },
  check: async (stage) => {
    await waysIn(stage);
    await trust(stage);
    await failover(stage);
    const { shell } = stage.environment;
    if (shell === undefined) {
      console.log(`\n${MACHINE} is left out: MESH_EXEC does not say how a command runs on it`);
      return;
    }
    const inside = (script: string) => shell(MACHINE, script);
    await machineJoins(stage, inside);
    await machineShares(stage);
    await machineFails(stage, inside);
    await allReturn(stage);
  },
};

function sleep(stage: Stage, cluster: string): Asker {
  return { kubectl: stage.cluster(cluster), namespace: 'httpbin', name: 'sleep' };
}

/** Names of who answers: the cluster that a pod or an east-west gateway is of, or the machine. */
async function namesOf(stage: Stage): Promise<(upstream: string) => string> {
  const names = new Map<string, string>();
  for (const name of CLUSTERS) {
    const pods = await stage.cluster(name).list('pods', 'httpbin', 'app=httpbin');
    for (const { status } of pods) {
      const { podIP } = status as { podIP?: string };
      if (podIP !== undefined) names.set(podIP, `${name}'s pod`);
    }
    const { eastWest } = await stage.gateways(name);
    if (eastWest !== undefined) names.set(eastWest, `${name}'s gateway`);
  }
  names.set(stage.mesh.machine(MACHINE).spec.address, MACHINE);
  return (upstream) => names.get(upstream.split(':')[0] ?? '') ?? upstream;
}

async function asked(stage: Stage, cluster: string, url = SERVICE, times = 20): Promise<Answers> {
  return ask(sleep(stage, cluster), url, times, await namesOf(stage));
}

/** Who answers in the end, within a minute. */
async function settles(stage: Stage, cluster: string, wanted: string): Promise<string> {
  const { codes, who } = await until(
    90,
    () => asked(stage, cluster),
    (answers) => `${answers.codes}: ${answers.who}` === wanted,
  );
  return `${codes}: ${who}`;
}

const other = (cluster: string) => CLUSTERS.find((one) => one !== cluster)!;

async function waysIn(stage: Stage): Promise<void> {
  const { run } = stage;
  await run.step('who asks httpbin, and how', async () => {
    for (const name of CLUSTERS) {
      const local = `20 200: 20 ${name}'s pod`;
      for (const url of ['http://httpbin/get', 'http://httpbin.httpbin/get', SERVICE]) {
        const { codes, who } = await until(
          60,
          () => asked(stage, name, url),
          (answers) => `${answers.codes}: ${answers.who}` === local,
        );
        run.expect(`${name}: ${url}`, `${codes}: ${who}`, local);
      }
      const address = await addressOf(stage.cluster(name), 'istio-ingressgateway');
      const { status } = await until(
        60,
        () => get(`http://${address}/get`, { headers: { host: HOST } }),
        (answer) => answer.status === 200,
      );
      run.expect(`${name}: the ingress gateway, from outside, by ${HOST}`, String(status), '200');
      const unknown = await get(`http://${address}/get`, { headers: { host: 'other.demo.lab' } });
      run.expect(`${name}: by a host that it does not have`, String(unknown.status), '404');
      for (const from of CLUSTERS) {
        const codes = tally(
          linesOf(await within(sleep(stage, from), curls(3, `http://${address}/get`, `-H 'Host: ${HOST}'`))),
        );
        run.expect(`${name}: the ingress gateway, from sleep in ${from}`, codes, '3 200');
      }
    }
  });
}

async function trust(stage: Stage): Promise<void> {
  const { run } = stage;
  await run.step('who trusts whom', async () => {
    const status = await stage
      .command('pki', 'status', 'multi-primary', '--dir', stage.authorities, '--live')
      .then(
        () => 'all trust each other',
        (error: Error) => error.message,
      );
    run.expect('pki status --live', status, 'all trust each other');
    for (const name of CLUSTERS) {
      const kubectl = stage.cluster(name);
      const headers = await within(sleep(stage, name), 'curl -s -m 5 http://httpbin/headers');
      const caller = /URI=(spiffe:[^"; ]+)/.exec(headers)?.[1] ?? headers;
      run.expect(`${name}: whom httpbin sees`, caller, 'spiffe://cluster.local/ns/httpbin/sa/sleep');
      await kubectl.apply(outsider);
      await kubectl.call(['-n', 'e2e-plain', 'wait', '--for=condition=Ready', 'pod/curl', '--timeout=120s']);
      const refused = await kubectl
        .call([
          ...['-n', 'e2e-plain', 'exec', 'curl', '--'],
          ...['sh', '-c', `curl -sS -m 5 ${SERVICE} 2>&1; echo " exit $?"`],
        ])
        .catch((error: Error) => error.message);
      run.expect(
        `${name}: plaintext from a pod without a sidecar`,
        /reset by peer|Empty reply/.test(refused) ? 'refused' : refused,
        'refused',
      );
    }
  });
}

const outsider = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'e2e-plain' } },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'curl', namespace: 'e2e-plain' },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        { name: 'curl', image: 'docker.io/curlimages/curl:8.16.0', command: ['sleep', 'infinity'] },
      ],
    },
  },
];

async function scale(stage: Stage, cluster: string, replicas: number): Promise<void> {
  const kubectl = stage.cluster(cluster);
  await kubectl.call(['-n', 'httpbin', 'scale', 'deployment/httpbin', `--replicas=${replicas}`]);
  if (replicas > 0) return rolledOut(kubectl, 'httpbin', 'deployment/httpbin');
  await kubectl.call(['-n', 'httpbin', 'wait', '--for=delete', 'pod', '-l', 'app=httpbin', '--timeout=120s']);
}

async function failover(stage: Stage): Promise<void> {
  const { run } = stage;
  await run.step('the local pods go, and come back', async () => {
    for (const name of CLUSTERS) {
      await scale(stage, name, 0);
      const remote = `20 200: 20 ${other(name)}'s gateway`;
      run.expect(`${name}, without httpbin`, await settles(stage, name, remote), remote);
      const address = await addressOf(stage.cluster(name), 'istio-ingressgateway');
      const codes: string[] = [];
      for (let i = 0; i < 10; i++) {
        codes.push(String((await get(`http://${address}/get`, { headers: { host: HOST } })).status));
      }
      run.expect(`${name}: its ingress gateway meanwhile`, tally(codes), '10 200');
      await scale(stage, name, 1);
      const local = `20 200: 20 ${name}'s pod`;
      run.expect(`${name}, with httpbin again`, await settles(stage, name, local), local);
    }
  });
}

/** What a shell of the machine says. */
type Inside = (script: string) => Promise<string>;

function virtualMachine(stage: Stage): VirtualMachine {
  return new VirtualMachine(stage.environment.lab!.lab, MACHINE);
}

async function health(stage: Stage): Promise<string> {
  const said = await stage
    .command('vm', 'status', 'multi-primary', '--output', 'json')
    .catch((error: Error) => error.message.slice(error.message.indexOf('[')));
  const [row] = JSON.parse(said) as readonly { connection: string; healthy: boolean | null }[];
  return `${row?.connection}, ${row?.healthy === true ? 'healthy' : 'not healthy'}`;
}

async function machineJoins(stage: Stage, inside: Inside): Promise<void> {
  const { run, environment } = stage;
  await run.step(`${MACHINE} joins`, async () => {
    const folder = join(stage.folder, MACHINE);
    await stage.command('vm', 'bundle', 'multi-primary', MACHINE, '--out', folder);
    if (environment.lab === undefined) {
      console.log(`  for somebody to start ${MACHINE} with, within ten minutes: ${folder}`);
    } else {
      const machine = virtualMachine(stage);
      await machine.install(folder);
      await machine.handOut(folder);
      run.expect('its sidecar may start', (await machine.prepare()).trim(), 'ready');
      await machine.startProgram();
      await machine.startSidecar();
    }
    const wanted = 'connected, healthy';
    run.expect(
      'vm status',
      await until(
        environment.lab === undefined ? 600 : 120,
        () => health(stage),
        (one) => one === wanted,
      ),
      wanted,
    );
    const listens = await inside(
      "curl -s http://127.0.0.1:15000/clusters | grep -o '^inbound|8080||' | sort -u",
    );
    // istio/istio#39246: not before its proxy connects anew, or a service of its namespace changes.
    console.log(`  its proxy's listener for its program: ${listens.trim() || 'none, requests pass as TCP'}`);
    const asks = async (url: string) => tally(linesOf(await inside(curls(5, url))));
    for (const url of [SERVICE, 'http://httpbin.httpbin/get']) {
      run.expect(`from it, by DNS capture: ${url}`, await asks(url), '5 200');
    }
    const unknown = await inside(`curl -sS -m 5 http://nobody.httpbin/get 2>&1; true`);
    run.expect(
      'a name that nobody has',
      /Could not resolve|timed out/.test(unknown) ? 'not resolved' : unknown,
      'not resolved',
    );
  });
}

const IDENTITY = 'spiffe://cluster.local/ns/httpbin/sa/httpbin';

/** Who the machine is to the httpbin that answers it. */
async function callerFrom(inside: Inside): Promise<string> {
  return until(
    60,
    async () => {
      const said = await inside(`curl -sS -m 5 ${SERVICE.replace('/get', '/headers')} 2>&1; true`);
      return /URI=(spiffe:[^"; ]+)/.exec(said)?.[1] ?? said.trim();
    },
    (caller) => caller === IDENTITY,
  );
}

async function machineShares(stage: Stage): Promise<void> {
  const { run } = stage;
  await run.step(`${MACHINE} gets its share`, async () => {
    for (const name of CLUSTERS) await scale(stage, name, 0);
    const wanted = `20 200: 20 ${MACHINE}`;
    for (const name of CLUSTERS) {
      run.expect(`${name}, with no httpbin in either cluster`, await settles(stage, name, wanted), wanted);
    }
    await scale(stage, 'kube-01', 1);
    const local = `20 200: 20 kube-01's pod`;
    run.expect('kube-01, with its own again', await settles(stage, 'kube-01', local), local);
  });
}

async function machineFails(stage: Stage, inside: Inside): Promise<void> {
  const { run, environment } = stage;
  if (environment.lab === undefined) {
    console.log(`\nleft out: ${MACHINE}'s program ends, and comes back`);
    return;
  }
  await run.step(`${MACHINE}'s program ends, and comes back`, async () => {
    const machine = virtualMachine(stage);
    await scale(stage, 'kube-01', 0);
    await machine.stopProgram();
    const failed = 'connected, not healthy';
    run.expect(
      'vm status',
      await until(
        90,
        () => health(stage),
        (one) => one === failed,
      ),
      failed,
    );
    const nobody = '20 503: 20 nobody';
    run.expect('kube-02, with no httpbin anywhere', await settles(stage, 'kube-02', nobody), nobody);
    await scale(stage, 'kube-02', 1);
    run.expect(`whom kube-02's httpbin sees, asked by ${MACHINE}`, await callerFrom(inside), IDENTITY);
    await machine.startProgram();
    const well = 'connected, healthy';
    run.expect(
      'vm status',
      await until(
        90,
        () => health(stage),
        (one) => one === well,
      ),
      well,
    );
    const wanted = `20 200: 20 ${MACHINE}`;
    await scale(stage, 'kube-02', 0);
    run.expect('kube-02', await settles(stage, 'kube-02', wanted), wanted);
  });
}

async function allReturn(stage: Stage): Promise<void> {
  const { run } = stage;
  await run.step('httpbin is back in both clusters', async () => {
    for (const name of CLUSTERS) await scale(stage, name, 1);
    for (const name of CLUSTERS) {
      const local = `20 200: 20 ${name}'s pod`;
      run.expect(`${name}, with its own again`, await settles(stage, name, local), local);
    }
  });
}
