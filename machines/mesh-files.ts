import type { Mesh } from '../fleet/mesh';
import { machineFiles } from './machine-files';
import { nodeFiles } from './node-files';

/**
 * What a mesh's machines and its clusters' nodes need, as text by path below dist.
 *
 * @param manifests - YAML by cluster that its k3s applies when it starts
 */
export function meshMachineFiles(
  mesh: Mesh,
  manifests: ReadonlyMap<string, string> = new Map(),
): Map<string, string> {
  const files = new Map<string, string>();
  const add = (name: string, texts: ReadonlyMap<string, string>): void => {
    for (const [file, text] of texts) files.set(`${mesh.name}/machines/${name}/${file}`, text);
  };
  for (const machine of mesh.machines) add(machine.name, machineFiles(machine));
  if (mesh.spec.nodes === undefined) return files;
  for (const cluster of mesh.clusters) {
    const text = manifests.get(cluster.name);
    for (const node of cluster.spec.nodes ?? []) {
      add(node, nodeFiles(cluster, node, new Map(text === undefined ? [] : [['network.yaml', text]])));
    }
  }
  return files;
}
