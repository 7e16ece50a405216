import { join } from 'node:path';
import { parse } from 'yaml';
import { onboardingFiles, type MeshConfigDocument } from '../machines/onboarding';
import { readWorkloadGroup } from '../machines/workload-group';
import { Checks } from '../values/checks';
import { UserError } from '../values/user-error';
import { Lab, LabLacks } from './lab';
import { onboardingCases, type OnboardingCase } from './vm-cases';
import { renderedMachines } from './vm-dist';
import { fileNames, firstLine, Oracle, type Result } from './vm-oracle';

/**
 * Holds what `machines/` makes against `istioctl x workload entry configure`, byte for byte: the same WorkloadGroup,
 * MeshConfig and flags, istioctl against an API server of the lab; then the machines in dist, with their clusters'
 * own objects. `npm run e2e:vm`.
 */

const root = join(__dirname, '..');
const port = Number(process.env['MESH_LAB_PORT'] ?? 18443);

interface Outcome {
  readonly name: string;
  readonly same: boolean;
  readonly says: string;
}

async function main(): Promise<number> {
  const lab = await Lab.find(root);
  const machines = await renderedMachines(root, lab);
  const rows = [
    ...onboardingCases.map((asked) => ({ asked, mine: ours(asked) })),
    ...machines.map(({ asked, files }) => ({ asked, mine: files })),
  ];
  const outcomes: Outcome[] = [];
  await lab.withApiServer(port, async (kubeconfig) => {
    const oracle = new Oracle(lab, kubeconfig);
    await oracle.prepare(rows.map(({ asked }) => asked));
    for (const { asked, mine } of rows) {
      const outcome = compare(asked, await oracle.configure(asked), mine);
      outcomes.push(outcome);
      console.log(`| ${String(outcomes.length).padStart(2)} | ${outcome.name} | ${outcome.says} |`);
    }
  });
  const differing = outcomes.filter(({ same }) => !same).length;
  console.log(
    `\n${outcomes.length} combinations, ${outcomes.length - differing} as istioctl, ${differing} otherwise`,
  );
  return differing === 0 ? 0 : 1;
}

function ours({ group, mesh, flags, clusterName, service, istiodHost }: OnboardingCase): Result {
  try {
    const checks = new Checks();
    const workloadGroup = readWorkloadGroup(parse(group, { version: '1.1' }), checks);
    checks.throwIfAny();
    const found = service?.loadBalancer?.[0];
    return onboardingFiles({
      workloadGroup,
      meshConfig: parse(mesh, { version: '1.1' }) as MeshConfigDocument,
      clusterId: flags.clusterID ?? clusterName,
      revision: flags.revision,
      istiodHost,
      autoregister: flags.autoregister,
      captureDns: flags['capture-dns'],
      internalIp: flags.internalIP,
      externalIp: flags.externalIP,
      ingressIp: flags.ingressIP,
      ingressServiceIp: found === undefined ? service?.externalIPs?.[0] : found.ip,
    });
  } catch (error) {
    // A user's mistake is an answer; all else is a fault of ours.
    if (error instanceof UserError) return firstLine(error.problems[0]?.message ?? error.message);
    throw error;
  }
}

function compare(
  { name, refused = false, istiodHost }: OnboardingCase,
  theirs: Result,
  mine: Result,
): Outcome {
  if (typeof theirs === 'string' || typeof mine === 'string') {
    const same = refused && typeof theirs === 'string' && typeof mine === 'string';
    const says = `istioctl: ${shown(theirs)}; here: ${shown(mine)}`;
    return { name, same, says: same ? `both refuse. ${says}` : `DIFFERS. ${says}` };
  }
  const differing = fileNames.filter((file) => theirs[file] !== mine[file]);
  if (refused) return { name, same: false, says: 'DIFFERS: both took what should be refused' };
  if (differing.length === 0)
    return {
      name,
      same: true,
      says: istiodHost === undefined ? 'same bytes' : `same bytes, ${istiodHost} for the Service's name`,
    };
  const onlyOrder = differing.every(
    (file) => file === 'cluster.env' && sortedPorts(theirs[file]) === sortedPorts(mine[file]),
  );
  if (onlyOrder) return { name, same: true, says: "same, but for the order of ports: istioctl's is random" };
  const details = differing.map(
    (file) =>
      `\n${file}\n${lines('istioctl', theirs[file], mine[file])}${lines('here    ', mine[file], theirs[file])}`,
  );
  return { name, same: false, says: `DIFFERS in ${differing.join(', ')}${details.join('')}` };
}

/** The lines of one text that another lacks. */
function lines(whose: string, text: string, other: string): string {
  const others = new Set(other.split('\n'));
  const own = text.split('\n').filter((line) => !others.has(line));
  return own.map((line) => `  ${whose} ${line}\n`).join('');
}

function sortedPorts(clusterEnv: string): string {
  return clusterEnv.replace(
    /^ISTIO_INBOUND_PORTS='(.*)'$/m,
    (_, ports: string) => `ISTIO_INBOUND_PORTS='${ports.split(',').sort().join(',')}'`,
  );
}

function shown(result: Result): string {
  return typeof result === 'string' ? `"${result}"` : 'takes it';
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:vm lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
