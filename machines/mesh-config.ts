import type { Mesh } from '../fleet/mesh';
import type { MeshConfigDocument } from './onboarding';

/**
 * The MeshConfig that a primary's istiod has: what the Helm chart of istiod writes by itself, with the mesh's over it.
 *
 * Source: istio 1.29.1, istio-discovery/templates/configmap.yaml.
 */
export function istiodMeshConfig({ id, trustDomain, istio }: Mesh): MeshConfigDocument {
  const host = istio?.revision === undefined ? 'istiod' : `istiod-${istio.revision}`;
  const byChart = {
    trustDomain,
    defaultConfig: { meshId: id, discoveryAddress: `${host}.istio-system.svc:15012` },
  };
  return merge(byChart, istio?.meshConfig ?? {}) as MeshConfigDocument;
}

/** Objects are merged, anything else is replaced: Helm's `mergeOverwrite`. */
function merge(onto: unknown, over: unknown): unknown {
  if (over === undefined) return onto;
  if (!isRecord(onto) || !isRecord(over)) return over;
  const keys = new Set([...Object.keys(onto), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(onto[key], over[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
