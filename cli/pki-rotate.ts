import { Command, Option } from 'commander';
import { LiveError } from '../live/live-error';
import { makeRoot } from '../trust/authority';
import { parseLifetime } from '../trust/lifetime';
import { keyTypes, type KeyType } from '../trust/private-key';
import {
  evidenceOf,
  nextStep,
  takeStep,
  type ClusterEvidence,
  type Evidence,
  type Step,
} from '../trust/rotation';
import { issuingRoot, trustedRoots } from '../trust/trust-state';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { addKubeFlags, type KubeFlags } from './kube-flags';
import type { PkiDirectory } from './pki-directory';
import { heldBy, prepare, preparedLine } from './pki-issuing';
import { addDirectoryFlag, pkiMesh, workloadTtl, type DirectoryFlags, type PkiWorld } from './pki-world';
import type { CommandContext } from './streams';

interface RotateFlags extends DirectoryFlags, KubeFlags {
  readonly step?: '1' | '2' | '3';
  readonly next?: boolean;
  readonly confirmed?: boolean;
  readonly workloadTtl?: string;
  readonly keyType?: KeyType;
  readonly rootLifetime: string;
  readonly lifetime: string;
}

/** `meshwright pki rotate MESH`: to another root, with both trusted in between. */
export function pkiRotateCommand({ streams, root, done }: CommandContext, world: PkiWorld): Command {
  const command = new Command('rotate')
    .description('Take a step of a rotation of the root, or say why it would break trust.')
    .argument('<mesh>', 'name of the mesh')
    .addOption(
      new Option(
        '--step <n>',
        '1: both roots trusted; 2: intermediates of the new one; 3: the old one goes',
      ).choices(['1', '2', '3']),
    )
    .option('--next', 'the step that comes next')
    .option('--confirmed', 'do not ask the clusters: you know that all hold what the last step made')
    .option(
      '--workload-ttl <duration>',
      "how long a workload's certificate lives at most (default: SECRET_TTL of the mesh's proxies, else 24h)",
    )
    .addOption(
      new Option('--key-type <type>', 'with step 1: key of the new root (default: as before)').choices(
        keyTypes,
      ),
    )
    .option('--root-lifetime <lifetime>', 'with step 1: years, days or hours: 10y, 90d, 36h', '10y')
    .option('--lifetime <lifetime>', 'of new intermediates', '2y')
    .addHelpText('after', '\nExit codes: 0 taken, 1 refused (the reasons are on standard error), 2 failed.')
    .action(async (name: string, flags: RotateFlags) => {
      if ((flags.step === undefined) === (flags.next === undefined)) {
        throw UserError.of('--step', 'or --next says which step to take: give one of the two');
      }
      const { mesh, clusters, open } = pkiMesh(root, name, flags, world);
      const directory = open();
      const before = directory.state;
      const step = flags.step === undefined ? nextStep(before) : (Number(flags.step) as Step);
      const ttl = workloadTtl(mesh, flags.workloadTtl);
      const rootLifetime = parseLifetime('--root-lifetime', flags.rootLifetime);
      const lifetime = parseLifetime('--lifetime', flags.lifetime);
      refuseExpiredRoot(directory, world.now());

      const asked = before.rotation !== undefined && step === nextStep(before);
      const evidence = asked ? await evidenceFrom(flags, clusters, directory, world) : undefined;
      const newRoot = directory.nextGeneration('roots');
      const answer = takeStep(before, { step, now: world.now(), workloadTtl: ttl, evidence, newRoot });
      if (!answer.taken) {
        if (asked) directory.save(answer.state);
        streams.err.write(
          [`step ${step} is refused:`, ...answer.reasons.map((reason) => `  ${reason}`), ''].join('\n'),
        );
        return done(exitCode.findings);
      }

      const keyType = (step === 1 ? flags.keyType : undefined) ?? before.keyType;
      if (step === 1) {
        const { now, entropy } = world;
        const made = await makeRoot({
          mesh: mesh.name,
          keyType,
          lifetime: rootLifetime,
          generation: newRoot,
          now: now(),
          entropy,
        });
        directory.addRoot(newRoot, made);
      }
      directory.save({ ...answer.state, keyType });
      const prepared = await prepare({ mesh, clusters, directory, lifetime, force: false }, world);
      const { state } = directory;
      streams.out.write(
        [
          `step ${step} of 3 is taken: root ${trustedRoots(state).join(' and root ')} trusted, intermediates of root ${issuingRoot(state)}`,
          ...prepared.map(preparedLine),
          `Next: meshwright pki issue ${name} --apply, and restart istiod in every cluster.`,
          state.rotation === undefined
            ? `Then the rotation is over; the key of root ${before.root} is of no more use.`
            : `Then: meshwright pki rotate ${name} --next, which says from when it may go on.`,
          '',
        ].join('\n'),
      );
      done(exitCode.ok);
    });
  return addKubeFlags(addDirectoryFlag(command));
}

async function evidenceFrom(
  flags: RotateFlags,
  clusters: readonly string[],
  directory: PkiDirectory,
  world: PkiWorld,
): Promise<Evidence> {
  if (flags.confirmed) return { by: 'confirmed' };
  const { roots } = directory;
  const generationOf = (fingerprint: string) =>
    roots.find(({ certificate }) => certificate.fingerprint === fingerprint)?.generation;
  const access = world.connect(flags, clusters, clusters);
  const found: ClusterEvidence[] = [];
  for (const cluster of clusters) {
    try {
      found.push(evidenceOf(cluster, await heldBy(cluster, access, world.now()), generationOf));
    } catch (error) {
      if (!(error instanceof LiveError)) throw error;
      found.push({ cluster, unreadable: error.message, roots: [], distributed: [] });
    }
  }
  return { by: 'live', clusters: found };
}

/** With an expired root there is no trust left that a rotation could keep. */
function refuseExpiredRoot(directory: PkiDirectory, now: Date): void {
  const issuing = issuingRoot(directory.state);
  const wrong = directory.root(issuing).certificate.datesProblem(now);
  if (wrong !== undefined) {
    throw UserError.of(
      `root ${issuing}`,
      `${wrong}: no rotation keeps connections alive any more; pki init --force makes a new authority`,
    );
  }
}
