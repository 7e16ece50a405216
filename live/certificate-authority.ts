import type { KubeClient } from './kube-client';
import { LiveError } from './live-error';
import { dataOf } from './secret-data';

/** The authority that the pods of a namespace trust their API server by, else the kubeconfig's. PEM. */
export async function certificateAuthority(client: KubeClient, namespace: string): Promise<string> {
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'kube-root-ca.crt' };
  const found = await client.read(ref);
  const authority = (found && dataOf(found)['ca.crt']) ?? client.certificateAuthority;
  if (authority !== undefined) return authority;
  throw new LiveError(
    'kubeconfig',
    client.context,
    `has no certificate authority: neither ConfigMap ${namespace}/kube-root-ca.crt nor the kubeconfig names one`,
  );
}
