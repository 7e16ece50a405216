import { LiveError } from './live-error';
import type { KubeClient, ServiceAccountToken } from './kube-client';
import { dataOf } from './secret-data';

/** The identity that a machine logs in with for the first time. */
export interface MachineIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Audience of the tokens that istiod takes for certificates. */
export const tokenAudience = 'istio-ca';
/** The ConfigMap that istiod writes its root into, in each namespace. */
export const rootConfigMap = 'istio-ca-root-cert';
const rootKey = 'root-cert.pem';

/** The certificate of the mesh's root, PEM. */
export async function rootCertificate(client: KubeClient, namespace: string): Promise<string> {
  const found = await client.read({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name: rootConfigMap });
  const root = found && dataOf(found)[rootKey];
  if (root) return root;
  throw new LiveError(
    'notFound',
    client.context,
    `has no ${rootKey} in ConfigMap ${namespace}/${rootConfigMap}: istiod writes it into every namespace; is it running, and is the namespace there?`,
  );
}

/** A token by which a machine gets its first certificate. */
export async function machineToken(
  client: KubeClient,
  { namespace, serviceAccount }: MachineIdentity,
  seconds: number,
): Promise<ServiceAccountToken> {
  return client.requestToken({ namespace, serviceAccount, audiences: [tokenAudience], seconds });
}

/** Address of a gateway's Service: its first load balancer's, else its first external one. */
export async function serviceAddress(
  client: KubeClient,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<string | undefined> {
  const service = await client.read({ apiVersion: 'v1', kind: 'Service', namespace, name });
  const { externalIPs } = (service?.['spec'] ?? {}) as { externalIPs?: readonly string[] };
  const { loadBalancer } = (service?.['status'] ?? {}) as {
    loadBalancer?: { ingress?: readonly { ip?: string }[] };
  };
  const [balancer] = loadBalancer?.ingress ?? [];
  return balancer === undefined ? externalIPs?.[0] : balancer.ip;
}
