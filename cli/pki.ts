import { Command, Option } from 'commander';
import { makeRoot } from '../trust/authority';
import { handOutRisks, same } from '../trust/held-trust';
import { parseLifetime } from '../trust/lifetime';
import { keyTypes, type KeyType } from '../trust/private-key';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { addKubeFlags, repeatable, type KubeFlags } from './kube-flags';
import { chosen } from './live-mesh';
import { PkiDirectory } from './pki-directory';
import { handOut, heldBy, prepare, preparedLine, secretYaml, type Prepared } from './pki-issuing';
import { pkiRotateCommand } from './pki-rotate';
import { pkiStatusCommand } from './pki-status';
import { addDirectoryFlag, pkiMesh, systemWorld, type DirectoryFlags, type PkiWorld } from './pki-world';
import type { CommandContext } from './streams';

/** `meshwright pki`: the authority that the clusters of a mesh trust each other by. */
export function pkiCommand(context: CommandContext, world: PkiWorld = systemWorld): Command {
  return new Command('pki')
    .description("The mesh's own certificate authority: a root, and an intermediate for each cluster.")
    .addCommand(initCommand(context, world))
    .addCommand(issueCommand(context, world))
    .addCommand(pkiStatusCommand(context, world))
    .addCommand(pkiRotateCommand(context, world));
}

interface InitFlags extends DirectoryFlags {
  readonly keyType: KeyType;
  readonly rootLifetime: string;
  readonly force?: boolean;
}

function initCommand({ streams, root, done }: CommandContext, world: PkiWorld): Command {
  const command = new Command('init')
    .description('Make the root of a mesh.')
    .argument('<mesh>', 'name of the mesh')
    .addOption(new Option('--key-type <type>', 'ECDSA P-256 or RSA 4096').choices(keyTypes).default('ec'))
    .option('--root-lifetime <lifetime>', 'years, days or hours: 10y, 90d, 36h', '10y')
    .option('--force', 'make another root where there is one; keys that are there stay where they are')
    .action(async (name: string, flags: InitFlags) => {
      const { mesh, path } = pkiMesh(root, name, flags, world);
      const issuer = mesh.istio?.certificateIssuer;
      if (issuer !== undefined) {
        throw UserError.of(
          `clusters/${name}: istio.certificateIssuer`,
          `${JSON.stringify(issuer)} signs the intermediates of this mesh; its root is not made here`,
        );
      }
      const lifetime = parseLifetime('--root-lifetime', flags.rootLifetime);
      const directory = PkiDirectory.create(path);
      const generation = directory.nextGeneration('roots');
      if (!flags.force && (generation > 1 || PkiDirectory.isAt(path))) {
        throw UserError.of(
          '--dir',
          `${path} holds an authority already, and its keys are not overwritten. To replace the root of a running mesh: pki rotate ${name}. --force makes root ${generation} beside it at once, and what clusters then get breaks their connections`,
        );
      }
      const { keyType } = flags;
      const { now, entropy } = world;
      const made = await makeRoot({ mesh: mesh.name, keyType, lifetime, generation, now: now(), entropy });
      directory.addRoot(generation, made);
      directory.save({ version: 1, mesh: mesh.name, keyType, root: generation });
      const { facts } = made.certificate;
      streams.out.write(
        [
          `root ${generation} of ${name}: ${facts.keyType}, until ${facts.notAfter}, SHA-256 ${facts.fingerprint}`,
          `It is in ${path}; keep a copy of that folder where nobody else gets at it.`,
          `Next: meshwright pki issue ${name}`,
          '',
        ].join('\n'),
      );
      done(exitCode.ok);
    });
  return addDirectoryFlag(command);
}

interface IssueFlags extends DirectoryFlags, KubeFlags {
  readonly cluster: readonly string[];
  readonly lifetime: string;
  readonly keyType?: KeyType;
  readonly force?: boolean;
  readonly apply?: boolean;
  readonly secret?: boolean;
  readonly replaceRoot?: boolean;
}

function issueCommand({ streams, root, done }: CommandContext, world: PkiWorld): Command {
  const command = new Command('issue')
    .description('Make the intermediates of clusters where they are missing or end soon, and hand them out.')
    .argument('<mesh>', 'name of the mesh')
    .addOption(repeatable('--cluster <cluster>', 'this cluster; may be given again', 'all that run istiod'))
    .addOption(
      new Option('--key-type <type>', "key of new intermediates (default: the root's)").choices(keyTypes),
    )
    .option('--lifetime <lifetime>', 'of new intermediates; they never outlive their root', '2y')
    .option('--force', 'make new intermediates where there are good ones')
    .option('--apply', 'apply the Secret cacerts in each cluster')
    .option('--secret', 'print the Secret cacerts of one cluster as YAML, private key and all')
    .option(
      '--replace-root',
      'with --apply: even where connections fail until workloads have new certificates',
    )
    .action(async (name: string, flags: IssueFlags) => {
      const { mesh, clusters: all, open } = pkiMesh(root, name, flags, world);
      const clusters = chosen('--cluster', flags.cluster, all);
      if (flags.secret && flags.apply) {
        throw UserError.of('--secret', 'prints the Secret, and --apply applies it: give one of the two');
      }
      if (flags.secret && clusters.length !== 1) {
        throw UserError.of(
          '--secret',
          `prints what one cluster gets; give --cluster with one of ${all.join(', ')}`,
        );
      }
      const lifetime = parseLifetime('--lifetime', flags.lifetime);
      const force = flags.force ?? false;
      const directory = open();
      const prepared = await prepare(
        { mesh, clusters, directory, lifetime, keyType: flags.keyType, force },
        world,
      );
      const report = flags.secret ? streams.err : streams.out;
      report.write(prepared.map((one) => `${preparedLine(one)}\n`).join(''));
      if (flags.secret) streams.out.write(secretYaml(prepared[0]!));
      if (flags.apply) {
        for (const line of await apply(prepared, { flags, all, revision: mesh.istio?.revision, world })) {
          report.write(`${line}\n`);
        }
      }
      done(exitCode.ok);
    });
  return addKubeFlags(addDirectoryFlag(command));
}

interface Applying {
  readonly flags: IssueFlags;
  readonly all: readonly string[];
  readonly revision: string | undefined;
  readonly world: PkiWorld;
}

/** Looks at every cluster before it writes to the first. */
async function apply(
  prepared: readonly Prepared[],
  { flags, all, revision, world }: Applying,
): Promise<readonly string[]> {
  const access = world.connect(
    flags,
    prepared.map(({ cluster }) => cluster),
    all,
  );
  const restarts = new Set<string>();
  const risks: { field: string; message: string }[] = [];
  for (const { cluster, plan } of prepared) {
    const held = await heldBy(cluster, access, world.now());
    if (!same(held.distributed ?? [], plan.trusted)) restarts.add(cluster);
    risks.push(...handOutRisks(held, plan).map((message) => ({ field: cluster, message })));
  }
  if (risks.length > 0 && !flags.replaceRoot) {
    throw new UserError(
      risks,
      'Connections would fail. A rotation (pki rotate) avoids that; --replace-root hands out all the same. Nothing was applied:',
    );
  }
  const lines: string[] = [];
  for (const one of prepared) {
    await handOut(one, access);
    lines.push(`${one.cluster}: Secret istio-system/cacerts applied`);
  }
  if (restarts.size === 0) return lines;
  const istiod = revision === undefined ? 'istiod' : `istiod-${revision}`;
  return [
    ...lines,
    `Restart istiod in ${[...restarts].join(', ')}, which takes up other roots only then (docs/trust.md):`,
    `  kubectl -n istio-system rollout restart deployment/${istiod}`,
  ];
}
