import { isDeepStrictEqual } from 'node:util';
import type { ApplicationRow } from '../../analysis/delivery/applications';
import type { Kubectl } from '../kubectl';
import type { Environment } from './environment';
import { isChart, nameOf, objectsOf, type KubeObject } from './objects';
import type { Project } from './project';

const MANAGER = ['--server-side', '--force-conflicts', '--field-manager=argocd-controller'];

/** Applies what a project renders as Argo CD would. */
export class Delivery {
  constructor(
    private readonly environment: Environment,
    readonly project: Project,
    /** Which Applications; those of Argo CD itself and those that the environment cannot run are not among them. */
    readonly applications: readonly ApplicationRow[],
  ) {}

  /** Applies all, those of one order together and in all clusters at once, and waits until they are ready. */
  async deliver(): Promise<void> {
    const orders = [...new Set(this.applications.map(({ order }) => order))].sort((a, b) => a - b);
    for (const order of orders) {
      const now = this.applications.filter((one) => one.order === order);
      const clusters = [...new Set(now.map(({ cluster }) => cluster))];
      await Promise.all(
        clusters.map(async (cluster) => {
          for (const one of now.filter((row) => row.cluster === cluster)) await this.apply(one);
        }),
      );
      await Promise.all(now.map((one) => this.ready(one)));
      console.log(`  ready: ${now.map(({ name }) => name).join(', ')}`);
    }
  }

  /** Deletes what an earlier delivery has applied and this one does not hold, as Argo CD prunes; no namespace. */
  async prune(before: Delivery): Promise<void> {
    const kept = new Map<string, Set<string>>();
    for (const one of this.applications) {
      const names = kept.get(one.cluster) ?? new Set();
      kept.set(one.cluster, names);
      for (const object of await this.objects(one)) names.add(nameOf(object));
    }
    for (const one of before.applications) {
      const gone = (await before.objects(one)).filter(
        (object) => !kept.get(one.cluster)?.has(nameOf(object)) && object.kind !== 'Namespace',
      );
      if (gone.length === 0) continue;
      console.log(`  pruned: ${gone.length} objects of ${one.name}`);
      const args = ['delete', '--ignore-not-found', '--timeout=120s', '-f', '-'];
      await this.environment.cluster(one.cluster).call(args, list(gone));
    }
  }

  /** What a second apply would change, by Application; what Argo CD is told to overlook is overlooked. */
  async drift(): Promise<readonly string[]> {
    const found = await Promise.all(
      this.applications.map(async (one) => {
        const kubectl = this.environment.cluster(one.cluster);
        const input = list(await this.objects(one));
        const [next, live] = [
          itemsOf(
            await kubectl.call(['apply', ...MANAGER, '--dry-run=server', '-o', 'json', '-f', '-'], input),
          ),
          itemsOf(await kubectl.call(['get', '-o', 'json', '-f', '-'], input)),
        ];
        return next
          .filter((object, index) => !isDeepStrictEqual(settled(object), settled(live[index]!)))
          .map((object) => `${one.name}: ${nameOf(object)}`);
      }),
    );
    return found.flat();
  }

  /** How many objects the clusters took. */
  get count(): number {
    return [...this.cache.values()].reduce((sum, objects) => sum + objects.length, 0);
  }

  async objects(one: ApplicationRow): Promise<readonly KubeObject[]> {
    const known = this.cache.get(one.name);
    if (known !== undefined) return known;
    const folder = this.project.folder(one);
    const objects = isChart(folder) ? [] : await objectsOf(folder, this.environment.istioctl);
    this.cache.set(one.name, objects);
    return objects;
  }

  private readonly cache = new Map<string, readonly KubeObject[]>();

  /** Tries again for two minutes, as Argo CD does for ever. */
  private async apply(one: ApplicationRow): Promise<void> {
    const input = list(await this.objects(one));
    const end = Date.now() + 120_000;
    for (;;) {
      try {
        await this.environment.cluster(one.cluster).call(['apply', ...MANAGER, '-f', '-'], input);
        return;
      } catch (error) {
        if (Date.now() > end) throw new Error(`${one.name}: ${(error as Error).message}`, { cause: error });
        await new Promise((later) => setTimeout(later, 3000));
      }
    }
  }

  private async ready(one: ApplicationRow): Promise<void> {
    const kubectl = this.environment.cluster(one.cluster);
    for (const { kind, metadata } of await this.objects(one)) {
      if (['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) {
        await rolledOut(
          kubectl,
          metadata.namespace ?? one.namespace,
          `${kind.toLowerCase()}/${metadata.name}`,
        );
      }
    }
  }
}

export async function rolledOut(kubectl: Kubectl, namespace: string, workload: string): Promise<void> {
  await kubectl.call(['-n', namespace, 'rollout', 'status', workload, '--timeout=300s']);
}

function list(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** kubectl gives a list, and one object as itself. */
function itemsOf(text: string): readonly KubeObject[] {
  const answer = JSON.parse(text) as KubeObject & { readonly items?: readonly KubeObject[] };
  return answer.items ?? [answer];
}

/** Without what the server counts, and without what istiod writes into its webhooks, as the ApplicationSets say. */
function settled(object: KubeObject): unknown {
  const copy = structuredClone(object) as Record<string, unknown> & {
    metadata: Record<string, unknown>;
    webhooks?: { failurePolicy?: unknown; clientConfig?: { caBundle?: unknown } }[];
  };
  for (const field of ['managedFields', 'resourceVersion', 'generation']) delete copy.metadata[field];
  delete copy['status'];
  for (const webhook of copy.webhooks ?? []) {
    delete webhook.failurePolicy;
    delete webhook.clientConfig?.caBundle;
  }
  return copy;
}
