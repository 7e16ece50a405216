import { readDocuments, type Collection } from '../../../analysis/read/documents';
import { buildMeshes, type Mesh, type ModelOptions } from '../../../analysis/model/mesh';

/** The mesh that documents describe, by cluster. */
export function meshOf(clusters: Readonly<Record<string, string>>, options?: ModelOptions): Mesh {
  const into: Collection = { manifests: [], findings: [] };
  for (const [cluster, text] of Object.entries(clusters)) {
    readDocuments(
      text,
      { mesh: 'demo', cluster, component: null, file: `${cluster}.yaml`, isNamed: true },
      into,
    );
  }
  return buildMeshes(into.manifests, options)[0]!;
}
