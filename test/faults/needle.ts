import type { Broken, Fields } from './broken';

/** A small thing that is wrong, and what is found of it: `MW1001 cluster-0009 IstioOperator istio-system/istio-pilot`. */
export interface Needle {
  readonly code: string;
  readonly breakIt: (mesh: Broken) => void;
  /** Code, cluster and object of each finding, in any order. */
  readonly findings: readonly string[];
}

export const CLUSTERS = Array.from({ length: 10 }, (_, index) => cluster(index));
/** The one that has more than the services of the haystack. */
export const MAIN = cluster(1);

export function cluster(index: number): string {
  return `cluster-${String(index).padStart(4, '0')}`;
}

/** `team-001/service-0012` */
export function service(index: number): string {
  return `team-${String(Math.floor(index / 10)).padStart(3, '0')}/service-${String(index).padStart(4, '0')}`;
}

export function labels(mesh: Broken, where: string, kind: string, name: string): Fields {
  const metadata = mesh.object(where, kind, name)['metadata'] as Fields;
  return (metadata['labels'] ??= {}) as Fields;
}

export function annotations(mesh: Broken, where: string, kind: string, name: string): Fields {
  const metadata = mesh.object(where, kind, name)['metadata'] as Fields;
  return (metadata['annotations'] ??= {}) as Fields;
}

export function podMetadata(mesh: Broken, where: string, name: string): Fields {
  const metadata = mesh.spec(where, 'Deployment', name)['template'].metadata as Fields;
  metadata['annotations'] ??= {};
  return metadata;
}

/** An object of Istio beside what is in a namespace of the main cluster. */
export function add(
  mesh: Broken,
  kind: string,
  namespace: string,
  name: string,
  spec: Fields,
  group = 'networking',
): void {
  const version = kind === 'EnvoyFilter' ? 'v1alpha3' : 'v1';
  mesh.add([MAIN, 'Namespace', namespace], {
    apiVersion: `${group}.istio.io/${version}`,
    kind,
    metadata: { name, namespace },
    spec,
  });
}

export function needle(code: string, findings: readonly string[], breakIt: (mesh: Broken) => void): Needle {
  return { code, findings, breakIt };
}
