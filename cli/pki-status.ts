import { Command, Option } from 'commander';
import type { Mesh } from '../fleet/mesh';
import { LiveError } from '../live/live-error';
import type { Certificate } from '../trust/certificate';
import { expiryProblems, mutualProblems, same, type HeldTrust } from '../trust/held-trust';
import { earliestNext, nextStep } from '../trust/rotation';
import { issuingRoot, trustedRoots, type TrustState } from '../trust/trust-state';
import { exitCode } from './exit';
import { addKubeFlags, type KubeFlags } from './kube-flags';
import { PkiDirectory, type Kept } from './pki-directory';
import { heldBy } from './pki-issuing';
import type { ClusterStatus, LiveStatus, PkiStatus, RootStatus } from './pki-status-report';
import { statusText } from './pki-status-text';
import {
  addDirectoryFlag,
  pkiMesh,
  workloadTtl,
  type ClusterAccess,
  type DirectoryFlags,
  type PkiWorld,
} from './pki-world';
import type { CommandContext } from './streams';

interface StatusFlags extends DirectoryFlags, KubeFlags {
  readonly live?: boolean;
  readonly workloadTtl?: string;
  readonly output: 'text' | 'json';
}

/** `meshwright pki status MESH`: expiry and chain of what is kept and of what the clusters hold. */
export function pkiStatusCommand({ streams, root, done }: CommandContext, world: PkiWorld): Command {
  const command = new Command('status')
    .description('Say what the authority has made, when it ends, and what the clusters hold of it.')
    .argument('<mesh>', 'name of the mesh')
    .option('--live', 'ask the clusters what they hold')
    .option('--workload-ttl <duration>', "how long a workload's certificate lives at most, as for rotate")
    .addOption(new Option('--output <format>', 'how to report').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit codes: 0 all is well, 1 something is wrong or ends soon, 2 failed.')
    .action(async (name: string, flags: StatusFlags) => {
      const { mesh, clusters, path, open } = pkiMesh(root, name, flags, world);
      // Whoever does not have the authority may still ask what the clusters hold.
      const directory =
        flags.live && flags.dir === undefined && !PkiDirectory.isAt(path) ? undefined : open();
      const access = flags.live ? world.connect(flags, clusters, clusters) : undefined;
      const ttl = workloadTtl(mesh, flags.workloadTtl);
      const status = await statusOf({ mesh, clusters, directory, access, ttl, now: world.now() });
      streams.out.write(
        flags.output === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusText(status),
      );
      const well = [status, ...status.clusters].every(({ problems }) => problems.length === 0);
      done(well ? exitCode.ok : exitCode.findings);
    });
  return addKubeFlags(addDirectoryFlag(command));
}

interface StatusQuestion {
  readonly mesh: Mesh;
  readonly clusters: readonly string[];
  readonly directory?: PkiDirectory;
  readonly access?: ClusterAccess;
  readonly ttl: number;
  readonly now: Date;
}

async function statusOf({ mesh, clusters, directory, access, ttl, now }: StatusQuestion): Promise<PkiStatus> {
  const kept = directory && { state: directory.state, roots: directory.roots };
  const held = new Map<string, HeldTrust>();
  const statuses: ClusterStatus[] = [];
  for (const cluster of clusters) {
    const expected = directory && kept && expectedOf(cluster, directory, kept);
    const problems = expected === undefined ? [] : [...problemsOf(expected, now)];
    const found = access && (await heldOrProblem(cluster, access, now));
    if (typeof found === 'string') problems.push(found);
    else if (found !== undefined) {
      held.set(cluster, found);
      problems.push(...found.problems);
      if (expected?.kept !== undefined && found.intermediate !== undefined && !holds(found, expected)) {
        problems.push('holds something else than what is kept here; hand it out with pki issue --apply');
      }
    }
    statuses.push({
      cluster,
      intermediate: intermediateStatus(expected),
      live: found === undefined || typeof found === 'string' ? null : liveStatus(found),
      problems,
    });
  }
  const roots = (kept?.roots ?? []).map((one) => ({ ...one, role: roleOf(one.generation, kept!.state) }));
  return {
    mesh: mesh.name,
    directory: directory?.path ?? null,
    trustDomain: mesh.trustDomain,
    rotation: kept === undefined ? null : rotationStatus(kept.state, ttl),
    roots: roots.map(({ generation, role, certificate }) => ({ generation, role, ...certificate.facts })),
    clusters: statuses,
    problems: [
      ...roots
        .filter(({ role }) => role !== 'retired')
        .flatMap(({ generation, certificate }) => expiryProblems(`root ${generation}`, certificate, now)),
      ...mutualProblems(held),
    ],
  };
}

function rotationStatus(state: TrustState, ttl: number): PkiStatus['rotation'] {
  const { rotation, root } = state;
  if (rotation === undefined) return null;
  const { step, to, since, held } = rotation;
  const earliest = earliestNext(state, ttl)?.toISOString() ?? null;
  return { step, from: root, to, since, held: held ?? null, next: nextStep(state), earliest };
}

function roleOf(generation: number, state: TrustState): RootStatus['role'] {
  if (generation === issuingRoot(state)) return 'issuing';
  return trustedRoots(state).includes(generation) ? 'trusted' : 'retired';
}

/** What a cluster should hold by what is kept here. */
interface Expected {
  readonly root: number;
  readonly trusted: readonly Certificate[];
  /** The newest intermediate of that root; undefined where there is none. */
  readonly kept?: Kept;
}

function expectedOf(
  cluster: string,
  directory: PkiDirectory,
  { state, roots }: { readonly state: TrustState; readonly roots: readonly Kept[] },
): Expected {
  const root = issuingRoot(state);
  const issuer = roots.find(({ generation }) => generation === root)?.certificate;
  const intermediates = issuer === undefined ? [] : directory.intermediates(cluster);
  return {
    root,
    trusted: roots
      .filter(({ generation }) => trustedRoots(state).includes(generation))
      .map(({ certificate }) => certificate),
    kept: intermediates.find((one) => one.certificate.isIssuedBy(issuer!)),
  };
}

function problemsOf({ root, kept }: Expected, now: Date): readonly string[] {
  return kept === undefined
    ? [`has no intermediate of root ${root}; make one with pki issue`]
    : expiryProblems(`intermediate ${kept.generation}`, kept.certificate, now);
}

function holds(held: HeldTrust, { kept, trusted }: Expected): boolean {
  return held.intermediate?.fingerprint === kept?.certificate.fingerprint && same(held.roots, trusted);
}

function intermediateStatus(expected: Expected | undefined): ClusterStatus['intermediate'] {
  if (expected?.kept === undefined) return null;
  const { generation, certificate } = expected.kept;
  return { generation, root: expected.root, ...certificate.facts };
}

async function heldOrProblem(cluster: string, access: ClusterAccess, now: Date): Promise<HeldTrust | string> {
  try {
    return await heldBy(cluster, access, now);
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    return `cannot be read: ${error.message}`;
  }
}

function liveStatus({ intermediate, roots, distributed }: HeldTrust): LiveStatus {
  return {
    intermediate: intermediate?.facts ?? null,
    roots: roots.map(({ facts }) => facts),
    distributed: distributed?.map(({ facts }) => facts) ?? null,
  };
}
