import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';

const run = promisify(execFile);

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Whether a component is a Helm chart, which its API server never sees as it is. */
export function isChart(folder: string): boolean {
  return existsSync(join(folder, 'Chart.yaml'));
}

/** What Argo CD makes of a component's folder: its objects, and what istioctl makes of its IstioOperator documents. */
export async function objectsOf(folder: string, istioctl: string): Promise<readonly KubeObject[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const objects: KubeObject[] = [];
  for (const name of files) {
    const file = join(folder, name);
    const own = documentsOf(readFileSync(file, 'utf8'));
    objects.push(...own.filter(({ kind }) => kind !== 'IstioOperator'));
    if (!own.some(({ kind }) => kind === 'IstioOperator')) continue;
    const generated = await run(istioctl, ['manifest', 'generate', '-f', file], { maxBuffer: 2 ** 28 });
    objects.push(...documentsOf(generated.stdout));
  }
  return objects.sort((a, b) => rank(a) - rank(b));
}

export function documentsOf(text: string): readonly KubeObject[] {
  return loadAll(text).filter((one): one is KubeObject => one !== null && one !== undefined);
}

/** What others need comes first. */
function rank({ kind }: KubeObject): number {
  const first = [
    'Namespace',
    'CustomResourceDefinition',
    'ServiceAccount',
    'ConfigMap',
    'ClusterRole',
    'Role',
  ];
  const index = first.indexOf(kind);
  return index === -1 ? first.length : index;
}

export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

/** A route that has the shape of one, and that istiod's webhook refuses. */
export const brokenRoute: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'e2e-broken', namespace: 'istio-system' },
  spec: {
    hosts: ['e2e'],
    http: [
      {
        route: [
          { destination: { host: 'e2e' }, weight: -5 },
          { destination: { host: 'e2e' }, weight: 5 },
        ],
      },
    ],
  },
};
