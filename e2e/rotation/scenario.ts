import { join } from 'node:path';
import { until } from '../kubectl';
import { addressOf, curls, tally, linesOf, within } from '../mesh/requests';
import { multiPrimary } from '../mesh/meshes/multi-primary';
import type { Scenario, Stage } from '../mesh/scenario';
import type { Phases } from './phases';
import { Rotation } from './rotate';
import { PACE, stop, Stream, streamObjects, type Answer, type Endpoint } from './streams';

const MESH = 'multi-primary';
const CLUSTERS = ['kube-01', 'kube-02'] as const;

/**
 * The flagship, whose root is rotated while its clusters ask each other.
 *
 * @param control - whether the root is then replaced at once, by which the same requests have to fail
 */
export const rotationScenario = (control: boolean): Scenario => ({
  source: {
    mesh: MESH,
    expression: `require(${JSON.stringify(join(__dirname, 'mesh'))}).forRotation(all.default)`,
  },
  needs: { clusters: CLUSTERS },
  prepare: multiPrimary.prepare,
  check: async (stage) => {
    const { run } = stage;
    const streams = streamsOf(stage);
    await run.step('requests that only the other cluster can answer', () => reach(stage, streams));
    const rotating = new Rotation(stage);
    const { phases } = rotating;
    const before = await countersOf(streams);
    await start(streams, phases);
    await rotating.all();
    await end(streams, phases);
    await run.step('requests, every 100 ms in each of these', () => count(stage, before, phases));
    await run.step('what is held in the end', () => held(stage, rotating));
    if (control) await withoutRotation(stage, streams);
  },
});

async function start(streams: readonly Stream[], phases: Phases): Promise<void> {
  phases.begin('before');
  for (const stream of streams) await stream.start();
  await new Promise((later) => setTimeout(later, 10_000));
}

async function end(streams: readonly Stream[], phases: Phases): Promise<void> {
  for (const name of CLUSTERS) await stop(streams.find(({ from }) => from === name)!);
  phases.stop();
}

/** The root is replaced without the steps in between: if no request failed then, the count would prove nothing. */
async function withoutRotation(stage: Stage, streams: readonly Stream[]): Promise<void> {
  const { run } = stage;
  await run.step('the other way: another root at once', async () => {
    const replacing = new Rotation(stage);
    await start(streams, replacing.phases);
    await replacing.replaceAtOnce();
    await end(streams, replacing.phases);
    for (const stream of streams.filter(({ connections }) => connections === 'new')) {
      const answers = await stream.answers();
      const lost = answers.filter(({ failed }) => failed);
      const [line] = await stream.failures();
      run.expect(
        `${stream.name}: some of ${answers.length} requests fail (${lost.length})`,
        `${lost.length > 0}`,
        'true',
      );
      console.log(`  ${line === undefined ? 'nothing in the log' : reasonOf(line)}`);
    }
  });
}

function streamsOf(stage: Stage): readonly Stream[] {
  const [one, other] = CLUSTERS;
  return [
    [one, other],
    [other, one],
  ].flatMap(([from, to]) =>
    (['new', 'kept'] as const).map((kind) => new Stream(from!, to!, kind, stage.cluster(from!))),
  );
}

/** Makes the hosts, and waits until each is answered from the other side. */
async function reach(stage: Stage, streams: readonly Stream[]): Promise<void> {
  const { run } = stage;
  for (const name of CLUSTERS) await stage.cluster(name).apply(CLUSTERS.flatMap(streamObjects));
  for (const stream of streams) {
    const gateway = `${await addressOf(stage.cluster(stream.to), 'istio-eastwestgateway')}:15443`;
    const endpoints = await until(
      90,
      async () => (await stream.endpoints()).map(({ address }) => address).join(' '),
      (addresses) => addresses === gateway,
    );
    run.expect(
      `${stream.name}: its only endpoint, the east-west gateway of ${stream.to}`,
      endpoints,
      gateway,
    );
    const codes = await until(
      60,
      async () => tally(linesOf(await within(stream.asker, curls(5, stream.url)))),
      (found) => found === '5 200',
    );
    run.expect(`${stream.name}: answers`, codes, '5 200');
  }
}

/** What each stream's proxy has counted of its only endpoint. */
async function countersOf(streams: readonly Stream[]): Promise<ReadonlyMap<Stream, Endpoint>> {
  const counters = new Map<Stream, Endpoint>();
  for (const stream of streams) {
    const [endpoint, ...others] = await stream.endpoints();
    if (endpoint === undefined || others.length > 0) throw new Error(`${stream.name}: not one endpoint`);
    counters.set(stream, endpoint);
  }
  return counters;
}

async function count({ run }: Stage, before: ReadonlyMap<Stream, Endpoint>, phases: Phases): Promise<void> {
  const answers = new Map<Stream, readonly Answer[]>();
  for (const stream of before.keys()) answers.set(stream, await stream.answers());
  phases.count(run.report, answers);
  const after = await countersOf([...before.keys()]);
  for (const [stream, all] of answers) {
    const pace = all.length / phases.seconds;
    const slowest = Math.max(...all.map((answer) => answer.seconds));
    run.expect(
      `${stream.name}: ${all.length} requests, ${pace.toFixed(2)} each second; the slowest took ${slowest.toFixed(2)} s; often enough`,
      `${pace * PACE >= 800}`,
      'true',
    );
    const counted = since(before.get(stream)!, after.get(stream)!, all.length);
    run.expect(
      `${stream.name}: its proxy has counted ${counted.connections} connections for ${counted.requests} requests`,
      `${counted.failedConnections} connections and ${counted.failedRequests} requests failed`,
      '0 connections and 0 requests failed',
    );
    const isSo =
      stream.connections === 'new' ? counted.connections >= counted.requests : counted.connections <= 1;
    run.expect(`${stream.name}: so it was`, `${isSo}`, 'true');
    await explain(stream, all);
  }
}

/**
 * What a proxy has counted meanwhile. Where it is told of its endpoint anew, it begins at 0, and what it had counted is
 * lost: then it is what it has counted from there on. The requests themselves are counted by who makes them.
 */
function since(before: Endpoint, after: Endpoint, requests: number): Omit<Endpoint, 'address'> {
  const { connections, failedConnections, failedRequests, requests: all } = after;
  if (all - before.requests < requests)
    return { connections, failedConnections, failedRequests, requests: all };
  return {
    connections: connections - before.connections,
    failedConnections: failedConnections - before.failedConnections,
    requests: all - before.requests,
    failedRequests: failedRequests - before.failedRequests,
  };
}

/** Prints what is known of failures. */
async function explain(stream: Stream, answers: readonly Answer[]): Promise<void> {
  const lost = answers.filter(({ failed }) => failed).slice(0, 20);
  for (const { at, line } of lost) console.log(`  ${new Date(at * 1000).toISOString()} ${line}`);
  if (lost.length === 0) return;
  for (const line of (await stream.failures()).slice(0, 20)) console.log(`  ${reasonOf(line)}`);
}

interface Status {
  readonly rotation: unknown;
  readonly roots: readonly {
    readonly generation: number;
    readonly role: string;
    readonly fingerprint: string;
  }[];
  readonly clusters: readonly {
    readonly cluster: string;
    readonly live: {
      readonly intermediate: { readonly issuer: string };
      readonly roots: readonly { readonly fingerprint: string }[];
      readonly distributed: readonly { readonly fingerprint: string }[];
    };
  }[];
}

async function held(stage: Stage, rotating: Rotation): Promise<void> {
  const { run } = stage;
  await rotating.proxiesHold('trusts 2, verifies against 2');
  const said = await stage
    .command('pki', 'status', MESH, '--dir', rotating.directory, '--live', '--output', 'json')
    .catch((error: Error) => error.message);
  run.expect('pki status --live', said.startsWith('{') ? 'exits 0' : said, 'exits 0');
  if (!said.startsWith('{')) return;
  const { rotation: under, roots, clusters } = JSON.parse(said) as Status;
  run.expect('a rotation under way', JSON.stringify(under), 'null');
  run.expect(
    'roots',
    roots.map(({ generation, role }) => `${generation} ${role}`).join(', '),
    '1 retired, 2 issuing',
  );
  const number = ({ fingerprint }: { readonly fingerprint: string }) =>
    roots.find((root) => root.fingerprint === fingerprint)?.generation ?? 'a stranger';
  for (const { cluster, live } of clusters) {
    const { intermediate, roots: own, distributed } = live;
    run.expect(
      `${cluster}: roots of cacerts, roots handed out, issuer of its intermediate`,
      `${own.map(number).join(' ')}, ${distributed.map(number).join(' ')}, ${intermediate.issuer}`,
      `2, 2, O=${MESH}, CN=Root CA 2`,
    );
  }
}

/** Of a line of the access log. */
function reasonOf(line: string): string {
  const { start_time, response_flags, response_code_details, upstream_transport_failure_reason } = JSON.parse(
    line,
  ) as Record<string, unknown>;
  return JSON.stringify({
    start_time,
    response_flags,
    response_code_details,
    upstream_transport_failure_reason,
  });
}
