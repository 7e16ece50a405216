import { stringify } from 'yaml';
import type { Mesh } from '../fleet/mesh';
import { dataOf } from '../live/secret-data';
import { makeIntermediate, type Authority } from '../trust/authority';
import { cacerts, cacertsSecret, distributedRoots, publicFiles, type Plan } from '../trust/cacerts';
import { readHeld, type HeldTrust } from '../trust/held-trust';
import { decideIssue, rootRefusal } from '../trust/issuing';
import type { KeyType } from '../trust/private-key';
import { issuingRoot, trustedRoots } from '../trust/trust-state';
import { UserError } from '../values/user-error';
import type { PkiDirectory } from './pki-directory';
import type { ClusterAccess, PkiWorld } from './pki-world';

export interface IssueProps {
  readonly mesh: Mesh;
  readonly clusters: readonly string[];
  readonly directory: PkiDirectory;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly keyType?: KeyType;
  readonly force: boolean;
}

/** What a cluster is to hold, and how it came to be. */
export interface Prepared {
  readonly cluster: string;
  readonly generation: number;
  readonly intermediate: Authority;
  readonly plan: Omit<Plan, 'intermediate'>;
  readonly rootGeneration: number;
  /** Why it was made; undefined where it was there. */
  readonly because?: string;
}

/** Sees that every cluster has an intermediate of the root that counts, and that its files are up to date. */
export async function prepare(
  props: IssueProps,
  { now: clock, entropy }: PkiWorld,
): Promise<readonly Prepared[]> {
  const { mesh, clusters, directory, lifetime, keyType, force } = props;
  const { state, roots } = directory;
  const now = clock();
  const rootGeneration = issuingRoot(state);
  const root = directory.root(rootGeneration);
  const refusal = rootRefusal(root.certificate, now, state.rotation !== undefined);
  if (refusal !== undefined) throw UserError.of(`root ${rootGeneration}`, refusal);
  const plan = {
    issuer: root.certificate,
    trusted: trustedRoots(state).map((wanted) => certificateOf(roots, wanted)),
  };

  const prepared: Prepared[] = [];
  for (const cluster of clusters) {
    const last = directory.intermediates(cluster).find((one) => one.certificate.isIssuedBy(root.certificate));
    const decision = decideIssue({ intermediate: last?.certificate, root: root.certificate, now, force });
    const generation =
      decision.make || last === undefined ? directory.nextGeneration({ cluster }) : last.generation;
    if (decision.make) {
      const made = await makeIntermediate({
        mesh: mesh.name,
        trustDomain: mesh.trustDomain,
        keyType: keyType ?? state.keyType,
        cluster,
        root,
        lifetime,
        now,
        entropy,
      });
      directory.addIntermediate(cluster, generation, made);
    }
    const intermediate = directory.intermediate(cluster, generation);
    directory.writePublicFiles(
      cluster,
      generation,
      publicFiles({ ...plan, intermediate: intermediate.certificate }),
    );
    const because = decision.make ? decision.because : undefined;
    prepared.push({ cluster, generation, intermediate, plan, rootGeneration, because });
  }
  return prepared;
}

/** One line about a cluster. */
export function preparedLine({
  cluster,
  generation,
  intermediate,
  rootGeneration,
  because,
}: Prepared): string {
  const { keyType, notAfter } = intermediate.certificate.facts;
  const what = `intermediate ${generation} of root ${rootGeneration} (${keyType}, until ${notAfter})`;
  return because === undefined ? `${cluster}: ${what} stays` : `${cluster}: new ${what}, because ${because}`;
}

/** The Secret for one cluster, key and all, as YAML. */
export function secretYaml({ intermediate, plan }: Prepared): string {
  return stringify(cacertsSecret(intermediate, plan), { lineWidth: 0 });
}

/** Applies the Secret. What anybody else wrote into it is taken over: two authorities in one Secret are none. */
export async function handOut(
  { cluster, intermediate, plan }: Prepared,
  access: ClusterAccess,
): Promise<void> {
  await access.of(cluster).apply({ ...cacertsSecret(intermediate, plan) }, { force: true });
}

/** What a cluster holds now. */
export async function heldBy(cluster: string, access: ClusterAccess, now: Date): Promise<HeldTrust> {
  const client = access.of(cluster);
  const secret = await client.read(cacerts);
  const configMap = await client.read(distributedRoots);
  return readHeld(secret && dataOf(secret), configMap && dataOf(configMap), now);
}

function certificateOf(roots: PkiDirectory['roots'], wanted: number) {
  const found = roots.find(({ generation }) => generation === wanted);
  if (found === undefined)
    throw UserError.of(`root ${wanted}`, 'is trusted, and its folder is not there any more');
  return found.certificate;
}
