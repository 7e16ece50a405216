import {
  clusterSecret,
  clusterSecretName,
  readClusterSecret,
  type ClusterLogin,
} from '../trust/cluster-secret';
import type { Secret } from '../trust/remote-secret';
import { certificateAuthority } from './certificate-authority';
import { stateOf, type HeldCredential } from './credential-state';
import type { KubeClients } from './kube-clients';
import { LiveError } from './live-error';
import { dataOf, withData } from './secret-data';

/** A cluster that the hub's Argo CD delivers to. */
export interface Registration {
  readonly cluster: string;
  /** URL of its API server, as the hub reaches it. */
  readonly server: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ClusterSecretsOptions {
  readonly clients: KubeClients;
  readonly hub: string;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  readonly tokenSeconds: number;
  /** Log in as the kubeconfig's own user, in place of a service account. */
  readonly clientCertificate: boolean;
}

/** The account that Argo CD's own CLI makes, in the same place. */
const account = { namespace: 'kube-system', name: 'argocd-manager' } as const;

/** What Argo CD logs in to the clusters of a mesh with, on their hub. */
export class ClusterSecrets {
  constructor(private readonly options: ClusterSecretsOptions) {}

  async state({ cluster, server }: Registration, renewBeforeMs: number, now: Date): Promise<HeldCredential> {
    const { clients, hub, namespace, clientCertificate } = this.options;
    const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name: clusterSecretName(cluster) };
    const found = await clients.of(hub).read(ref);
    const held = found && readClusterSecret(dataOf(found));
    // What dist has of it is no login.
    if (held === undefined || held.login === 'none') return { state: 'missing' };
    const authority = await certificateAuthority(clients.of(cluster), account.namespace);
    const same =
      held.server === server &&
      held.login === (clientCertificate ? 'certificate' : 'token') &&
      held.certificateAuthority?.trim() === authority.trim();
    const { expires } = held;
    return { state: same ? stateOf(expires, renewBeforeMs, now) : 'differs', expires };
  }

  /** The Secret with its login. */
  async make({ cluster, server, labels }: Registration): Promise<Secret> {
    const client = this.options.clients.of(cluster);
    const authority = await certificateAuthority(client, account.namespace);
    const { namespace } = this.options;
    const login = await this.login(cluster);
    return clusterSecret({ cluster, namespace, server, certificateAuthority: authority, labels, login });
  }

  /** Makes the service account where one is used, and puts the Secret on the hub. */
  async apply(registration: Registration, options: { readonly force?: boolean }): Promise<Date | undefined> {
    if (!this.options.clientCertificate) await this.makeAccount(registration.cluster);
    const secret = withData(await this.make(registration));
    await this.options.clients.of(this.options.hub).apply(secret, options);
    return readClusterSecret(dataOf(secret)).expires;
  }

  private async login(cluster: string): Promise<ClusterLogin> {
    const client = this.options.clients.of(cluster);
    if (this.options.clientCertificate) {
      const own = client.clientCertificate;
      if (own !== undefined) return { clientCertificate: own.cert, clientKey: own.key };
      throw new LiveError(
        'kubeconfig',
        client.context,
        'logs in without a client certificate; leave out --client-certificate',
      );
    }
    const { namespace, name: serviceAccount } = account;
    const seconds = this.options.tokenSeconds;
    const { token } = await client
      .requestToken({ namespace, serviceAccount, seconds })
      .catch((error: unknown) => {
        if (!(error instanceof LiveError) || error.reason !== 'notFound') throw error;
        throw new LiveError(
          'notFound',
          client.context,
          `has no ServiceAccount ${namespace}/${serviceAccount}; --apply makes it`,
        );
      });
    return { bearerToken: token };
  }

  /** Argo CD applies whatever is in git, definitions and cluster roles too: it is the cluster's administrator. */
  private async makeAccount(cluster: string): Promise<void> {
    const client = this.options.clients.of(cluster);
    await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: account });
    await client.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    });
  }
}
