import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { DeliveredObject } from '../../argocd/hub-context';
import type { Mesh } from '../../fleet/mesh';
import { bothClusters, deliveredMesh, hubObjects } from './hub';

/** Writes files below a folder; a value that is no text is written as YAML. */
export function writeFiles(root: string, files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : stringify(content));
  }
}

/** Writes what a run would: the objects of a mesh's clusters, and its hub's. */
export function writeDist(
  dist: string,
  mesh: Mesh = deliveredMesh(),
  objects: readonly DeliveredObject[] = bothClusters,
): void {
  const files: Record<string, unknown> = {};
  objects.forEach(({ cluster, component, object }, index) => {
    files[`${mesh.name}/${cluster}/${component}/${index}.yaml`] = object;
  });
  [...hubObjects(mesh, objects).values()].forEach((object, index) => {
    files[`${mesh.name}/${mesh.hub?.name ?? ''}/argocd/${object.kind.toLowerCase()}-${index}.yaml`] = object;
  });
  writeFiles(dist, files);
}
