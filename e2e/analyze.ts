/**
 * `npm run e2e:analyze`: does `meshwright analyze` find what `istioctl analyze` finds?
 *
 * Makes inputs: small examples of every code, a shop and the meshes of dist changed in one way after the other, the
 * fixtures of the rules. Puts each into a real API server, has the real istioctl analyze it, analyzes the same objects
 * here, and compares by code and object. Exits 1 where they disagree and `explained.ts` does not say why, where an
 * explanation explains nothing, and where a covered code is hit too seldom.
 *
 * `npm run e2e:analyze -- TEXT`: inputs whose name has the text alone, each finding printed.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Lab, LabLacks } from './lab';
import { agrees, compare, type Outcome } from './analyze/compare';
import { explanationOf } from './analyze/explained';
import { fixtureInputs } from './analyze/fixtures';
import { gatewayApi } from './analyze/gateway-api';
import type { Input } from './analyze/input';
import { injectionExamples } from './analyze/inputs/injection';
import { policyExamples } from './analyze/inputs/policies';
import { serviceExamples } from './analyze/inputs/services';
import { trafficExamples } from './analyze/inputs/traffic';
import { Crashed, Istioctl, meshwright } from './analyze/judges';
import { renderedClusters } from './analyze/meshes';
import { distinctInputs, mutationsOf, thinned } from './analyze/mutations';
import { printReport } from './analyze/report';
import { Server, sleep, type Refusal } from './analyze/server';
import { shop } from './analyze/shop';

const ROOT = join(__dirname, '..');
const PORTS = [17543, 17643] as const;
/** Of each cluster of a mesh. */
const MOST_PER_CLUSTER = 12;
/** Kinds that istioctl does not read from files. */
const UNREAD = /^(?:Namespace|Node|Pod|Secret|Service)$/;
/** Time, in milliseconds, for a server to have forgotten what was just deleted, where the two disagree. */
const PAUSE = 400;

async function main(asked: string | undefined): Promise<number> {
  const lab = await Lab.find(ROOT);
  const running = await lab.run(['status']);
  const busy = PORTS.map((port) => `apiserver-${port}`).filter((name) => running.includes(`${name} `));
  if (busy.length > 0) throw new LabLacks(`the lab already runs ${busy.join(', ')}: \`lab down\` them first`);
  const istioctl = new Istioctl(lab.program('istioctl'));
  const inputs = await makeInputs(lab.program('istioctl'), asked);
  const outcomes: Outcome[] = [];
  await lab.withApiServer(PORTS[0], (first) =>
    lab.withApiServer(PORTS[1], async (second) => {
      const kubeconfigs = [first, second];
      for (const kubeconfig of kubeconfigs) await installKinds(lab.program('kubectl'), kubeconfig);
      const servers = kubeconfigs.map((kubeconfig) => new Server(kubeconfig));
      try {
        const judge = async (of: readonly Server[], input: Input) => {
          const outcome = await judged(of, input, istioctl);
          outcomes.push(outcome);
          printOpen(outcome);
          if (outcomes.length % 50 === 0) process.stderr.write(`${outcomes.length} of ${inputs.length}\n`);
        };
        const queue = inputs.filter(({ clusters }) => clusters.length === 1).values();
        await Promise.all(
          servers.map(async (server) => {
            try {
              for (const input of queue) await judge([server], input);
            } finally {
              // Where one fails, none goes on.
              queue.return?.();
            }
          }),
        );
        for (const input of inputs.filter(({ clusters }) => clusters.length > 1)) await judge(servers, input);
      } finally {
        for (const server of servers) server.close();
      }
    }),
  );
  outcomes.sort((a, b) => inputs.indexOf(a.input) - inputs.indexOf(b.input));
  if (asked !== undefined) printAll(outcomes);
  return printReport(outcomes);
}

async function makeInputs(istioctl: string, asked: string | undefined): Promise<readonly Input[]> {
  const clusters = asked?.match(/^(small|fixture|shop)/)
    ? []
    : await renderedClusters(join(ROOT, 'dist'), istioctl);
  const all = [
    ...serviceExamples,
    ...injectionExamples,
    ...trafficExamples,
    ...policyExamples,
    ...fixtureInputs(join(ROOT, 'test/analysis/analyzers/fixtures')),
    { name: 'shop/as it is', clusters: [shop()] },
    ...mutationsOf('shop', shop()),
    ...clusters.flatMap(({ name, objects }) => [
      { name: `mesh/${name}/as it is`, clusters: [objects] },
      ...thinned(mutationsOf(`mesh/${name}`, objects), MOST_PER_CLUSTER),
    ]),
  ];
  return distinctInputs(all).filter(({ name }) => asked === undefined || name.includes(asked));
}

async function installKinds(kubectl: string, kubeconfig: string): Promise<void> {
  const crds = join(ROOT, 'imports/crds');
  const istio = readdirSync(crds).find((file) => file === 'istio-1.29.yaml')!;
  const run = promisify(execFile);
  const base = ['--kubeconfig', kubeconfig];
  await run(kubectl, [...base, 'apply', '--server-side', '--filename', join(crds, istio)]);
  const server = new Server(kubeconfig);
  try {
    await server.define(gatewayApi());
  } finally {
    server.close();
  }
  await run(kubectl, [...base, 'wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
}

/** Asked a second time where the two disagree and nobody knows why: a server may still show what is gone. */
async function judged(servers: readonly Server[], input: Input, istioctl: Istioctl): Promise<Outcome> {
  const used = servers.slice(0, input.clusters.length);
  const refusals: Refusal[] = [];
  for (const [index, server] of used.entries())
    refusals.push(...(await server.become(input.clusters[index]!)));
  const wrong = refusals.find(({ object }) => UNREAD.test(String(object['kind'])));
  const refused = refusals.map(({ object, reason }) => `${String(object['kind'])}: ${reason}`);
  if (wrong !== undefined) return { input, verdicts: [], refused, isBroken: true };
  const ours = meshwright(input);
  const ask = async (): Promise<Outcome> => {
    try {
      const verdicts = compare(input, ours, await istioctl.analyze(used, refusals));
      return { input, verdicts, refused };
    } catch (error) {
      if (!(error instanceof Crashed)) throw error;
      return { input, verdicts: [], refused, crashed: error.message };
    }
  };
  const outcome = await ask();
  const isClear = outcome.verdicts.every((one) => agrees(one) || explanationOf(one, outcome) !== undefined);
  if (isClear) return outcome;
  await sleep(PAUSE);
  return ask();
}

/** Tells at once of what nobody can explain. */
function printOpen(outcome: Outcome): void {
  for (const one of outcome.verdicts) {
    if (agrees(one) || explanationOf(one, outcome) !== undefined) continue;
    process.stderr.write(
      `${one.ours ? 'meshwright' : 'istioctl'} alone: ${one.code} ${one.object}, in ${one.input}\n`,
    );
  }
}

function printAll(outcomes: readonly Outcome[]): void {
  for (const { input, verdicts, refused } of outcomes) {
    console.log(input.name);
    for (const one of refused) console.log(`  refused by the server: ${one}`);
    for (const { code, object, ours, theirs } of verdicts) {
      console.log(
        `  ${ours ? 'meshwright' : '          '} ${theirs ? 'istioctl' : '        '} ${code} ${object}`,
      );
    }
  }
  console.log('');
}

main(process.argv[2] || undefined).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? error.message : error);
    process.exitCode = error instanceof LabLacks ? 2 : 1;
  },
);
