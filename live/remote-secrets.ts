import type { RemoteCluster, RemoteReader, Secret } from '../trust/remote-secret';
import {
  istioNamespace,
  multiClusterSelector,
  readerAccount,
  readRemoteSecret,
  remoteSecret,
  remoteSecretName,
} from '../trust/remote-secret';
import { certificateAuthority } from './certificate-authority';
import type { KubeClients } from './kube-clients';
import { LiveError } from './live-error';
import { dataOf, withData } from './secret-data';
import { stateOf, type HeldCredential } from './credential-state';

export interface RemoteSecretsOptions {
  readonly clients: KubeClients;
  /** URLs of API servers as other clusters reach them, by cluster; else the kubeconfig's. */
  readonly servers: ReadonlyMap<string, string>;
  readonly tokenSeconds: number;
}

/** A Secret of a cluster that is not in the mesh. */
export interface Stranger {
  /** The cluster that holds it. */
  readonly in: string;
  readonly namespace: string;
  readonly name: string;
  /** The clusters that it names. */
  readonly clusters: readonly string[];
  /** Whether it names clusters of the mesh as well, and so stays. */
  readonly shared: boolean;
}

/** The remote Secrets of a mesh, in its clusters. */
export class RemoteSecrets {
  private readonly authorities = new Map<string, Promise<string>>();

  constructor(private readonly options: RemoteSecretsOptions) {}

  /** What is there for a reader, and whether it serves for longer than `renewBeforeMs`. */
  async state({ from, to }: RemoteReader, renewBeforeMs: number, now: Date): Promise<HeldCredential> {
    const name = remoteSecretName(from);
    const ref = { apiVersion: 'v1', kind: 'Secret', namespace: istioNamespace, name };
    const found = await this.options.clients.of(to).read(ref);
    const held = found && readRemoteSecret(dataOf(found)).find(({ cluster }) => cluster === from);
    if (held === undefined) return { state: 'missing' };
    const { expires } = held;
    return {
      state: (await this.isOf(from, held)) ? stateOf(expires, renewBeforeMs, now) : 'differs',
      expires,
    };
  }

  /** A Secret with a token of its own, to be applied in a cluster that reads. */
  async make(from: string): Promise<Secret> {
    return (await this.issue(from)).secret;
  }

  /** Makes a Secret, puts it where it is read, and says when it expires. */
  async apply({ from, to }: RemoteReader, options: { readonly force?: boolean }): Promise<Date> {
    const { secret, expires } = await this.issue(from);
    await this.options.clients.of(to).apply(withData(secret), options);
    return expires;
  }

  /** Remote Secrets in a cluster that name others than `members`. */
  async strangers(cluster: string, members: readonly string[]): Promise<readonly Stranger[]> {
    const secrets = await this.options.clients.of(cluster).list({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: istioNamespace,
      labelSelector: multiClusterSelector,
    });
    return secrets.flatMap((secret): Stranger[] => {
      const named = Object.keys(dataOf(secret)).sort();
      const strange = named.filter((name) => !members.includes(name));
      const { name } = secret.metadata;
      const shared = strange.length < named.length;
      return strange.length === 0
        ? []
        : [{ in: cluster, namespace: istioNamespace, name, clusters: strange, shared }];
    });
  }

  /** Deletes a Secret of clusters that left. */
  remove({ in: cluster, namespace, name }: Stranger): Promise<boolean> {
    return this.options.clients.of(cluster).remove({ apiVersion: 'v1', kind: 'Secret', namespace, name });
  }

  server(cluster: string): string {
    return this.options.servers.get(cluster) ?? this.options.clients.of(cluster).server;
  }

  private async issue(from: string): Promise<{ readonly secret: Secret; readonly expires: Date }> {
    const client = this.options.clients.of(from);
    const authority = await this.authority(from);
    const request = {
      namespace: istioNamespace,
      serviceAccount: readerAccount,
      seconds: this.options.tokenSeconds,
    };
    const { token, expires } = await client.requestToken(request).catch((error: unknown) => {
      if (!(error instanceof LiveError) || error.reason !== 'notFound') throw error;
      const account = `ServiceAccount ${istioNamespace}/${readerAccount}`;
      throw new LiveError(
        'notFound',
        client.context,
        `has no ${account}: Istio's base chart makes it; install that first`,
      );
    });
    const server = this.server(from);
    const secret = remoteSecret({ cluster: from, server, certificateAuthority: authority, token });
    return { secret, expires };
  }

  private async isOf(cluster: string, held: RemoteCluster): Promise<boolean> {
    if (!held.readable || held.server !== this.server(cluster)) return false;
    return held.certificateAuthority?.trim() === (await this.authority(cluster)).trim();
  }

  private authority(cluster: string): Promise<string> {
    const known =
      this.authorities.get(cluster) ?? certificateAuthority(this.options.clients.of(cluster), istioNamespace);
    this.authorities.set(cluster, known);
    return known;
  }
}
