import type { KubeClient } from './kube-client';
import { LiveError } from './live-error';
import { dataOf } from './secret-data';

/** Which control plane of a cluster. */
export interface ControlPlane {
  readonly istioNamespace: string;
  /** @default - the one without a revision */
  readonly revision?: string;
}

/** The MeshConfig of a control plane, as YAML. */
export async function liveMeshConfig(client: KubeClient, plane: ControlPlane): Promise<string> {
  return configMapKey(client, plane, 'istio', 'mesh');
}

/** What a control plane calls its cluster; empty where it has no name for it. */
export async function liveClusterId(client: KubeClient, plane: ControlPlane): Promise<string> {
  const text = await configMapKey(client, plane, 'istio-sidecar-injector', 'values');
  try {
    const values = JSON.parse(text) as { global?: { multiCluster?: { clusterName?: string } } };
    return values.global?.multiCluster?.clusterName ?? '';
  } catch {
    throw new LiveError(
      'server',
      client.context,
      'has values in ConfigMap istio-sidecar-injector that are no JSON',
    );
  }
}

async function configMapKey(
  client: KubeClient,
  { istioNamespace, revision }: ControlPlane,
  base: string,
  key: string,
): Promise<string> {
  // istioctl takes `default` for the one without a revision.
  const suffix = revision === undefined || revision === '' || revision === 'default' ? '' : `-${revision}`;
  const name = `${base}${suffix}`;
  const found = await client.read({ apiVersion: 'v1', kind: 'ConfigMap', namespace: istioNamespace, name });
  const text = found && dataOf(found)[key];
  if (text !== undefined) return text;
  throw new LiveError(
    'notFound',
    client.context,
    `has no ${key} in ConfigMap ${istioNamespace}/${name}: is Istio installed there, and is that its revision?`,
  );
}
