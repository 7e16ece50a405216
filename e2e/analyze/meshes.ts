import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { readManifests } from '../../analysis/read/read';
import { keyOf, metadataOf, type Json } from './input';
import { podSpec } from './objects';
import { isLookedAt } from './server';

const run = promisify(execFile);

/** A cluster of a mesh in dist. */
export interface RenderedCluster {
  /** `multi-primary/kube-01`. */
  readonly name: string;
  /** What is in dist. */
  readonly documents: readonly Json[];
  /** What is in the cluster then: that, what IstioOperator documents make, and a pod of every workload. */
  readonly objects: readonly Json[];
}

/** The clusters of all meshes as rendered. */
export async function renderedClusters(dist: string, istioctl: string): Promise<readonly RenderedCluster[]> {
  const folders = foldersIn(dist).flatMap((mesh) =>
    foldersIn(join(dist, mesh))
      .filter((cluster) => cluster !== 'machines')
      .map((cluster) => `${mesh}/${cluster}`),
  );
  const clusters: RenderedCluster[] = [];
  for (const name of folders) {
    const { manifests } = readManifests([{ path: join(dist, name) }]);
    const documents = manifests.map(({ object }) => object as Json);
    const made: Json[] = [];
    for (const document of documents) {
      if (document['kind'] === 'IstioOperator') made.push(...(await madeOf(document, istioctl)));
    }
    const all = [
      ...new Map([...made, ...documents].filter(isAnalyzed).map((one) => [keyOf(one), one])).values(),
    ];
    clusters.push({ name, documents, objects: [...all, ...podsOf(all)] });
  }
  return clusters;
}

/** CRDs are in the server. A Deployment without a selector changes one that somebody else makes. */
function isAnalyzed(object: Json): boolean {
  if (object['kind'] === 'Deployment' && (object['spec'] as Json)['selector'] === undefined) return false;
  return isLookedAt(object) && object['kind'] !== 'CustomResourceDefinition';
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

async function madeOf(document: Json, istioctl: string): Promise<readonly Json[]> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-analyze-'));
  try {
    const file = join(folder, 'operator.yaml');
    writeFileSync(file, JSON.stringify(document));
    const { stdout } = await run(istioctl, ['manifest', 'generate', '--filename', file], {
      maxBuffer: 2 ** 28,
    });
    return parseAllDocuments(stdout)
      .map((one) => one.toJSON() as Json | null)
      .filter((one) => one !== null);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Deployments of which no pod is there. */
export function unstarted(objects: readonly Json[]): readonly Json[] {
  const pods = objects.filter(({ kind }) => kind === 'Pod');
  return objects.filter((object) => {
    if (object['kind'] !== 'Deployment') return false;
    const { matchLabels = {} } = (object['spec'] as { selector: { matchLabels?: Json } }).selector;
    return !pods.some((pod) => {
      const { labels = {}, namespace = 'default' } = metadataOf(pod);
      if (namespace !== (metadataOf(object).namespace ?? 'default')) return false;
      return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
    });
  });
}

/** A pod of every Deployment, with the proxy that an injector would have given it, or in ambient mode. */
export function podsOf(objects: readonly Json[]): readonly Json[] {
  const labelsOf = (namespace: string) =>
    objects.find((one) => one['kind'] === 'Namespace' && metadataOf(one).name === namespace);
  return unstarted(objects).map((object) => {
    const { name, namespace = 'default' } = metadataOf(object);
    const { template } = object['spec'] as { template: { metadata: Json; spec: Json } };
    const space = labelsOf(namespace);
    const isInjected = space !== undefined && isInjecting(metadataOf(space).labels ?? {}, template.metadata);
    const isAmbient =
      !isInjected &&
      space !== undefined &&
      metadataOf(space).labels?.['istio.io/dataplane-mode'] === 'ambient';
    const containers = (template.spec['containers'] as readonly Json[]).map((one) =>
      one['image'] === 'auto' ? { ...one, image: 'docker.io/istio/proxyv2:1.29.1' } : one,
    );
    const hasProxy = containers.some((one) => one['name'] === 'istio-proxy');
    const [, proxy] = podSpec({ proxy: true })['containers'] as readonly Json[];
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...template.metadata,
        ...(isAmbient && redirected(template.metadata)),
        name: `${name}-0`,
        namespace,
      },
      spec: {
        ...template.spec,
        containers: isInjected && !hasProxy ? [...containers, proxy] : containers,
      },
    };
  });
}

/** As the node's agent marks a pod in ambient mode. */
function redirected({ annotations }: Json): Json {
  return { annotations: { ...(annotations as Json | undefined), 'ambient.istio.io/redirection': 'enabled' } };
}

function isInjecting(labels: Readonly<Record<string, string>>, pod: Json): boolean {
  const own = (pod['labels'] as Readonly<Record<string, string>> | undefined)?.['sidecar.istio.io/inject'];
  if (own !== undefined) return own === 'true';
  if (labels['istio-injection'] !== undefined) return labels['istio-injection'] === 'enabled';
  return labels['istio.io/rev'] !== undefined;
}
