import { parse, stringify } from 'yaml';
import type { Mesh } from '../fleet/mesh';
import { tokenExpiry } from './token';

/** Namespace of Istio, of its readers' accounts and of the Secrets here. */
export const istioNamespace = 'istio-system';
/** The account that Istio's base chart makes for control planes of other clusters to read with. */
export const readerAccount = 'istio-reader-service-account';
/** Selects the Secrets from which istiod takes its other clusters. */
export const multiClusterSelector = 'istio/multiCluster=true';

/** That the control plane of one cluster reads the services and endpoints of another. */
export interface RemoteReader {
  /** The cluster that is read: its credentials are in the Secret. */
  readonly from: string;
  /** The cluster whose control plane reads: the Secret is there. */
  readonly to: string;
}

/** Every primary reads every other, by the name of the reader and then of the read. */
export function remoteReaders({ primaries }: Mesh): readonly RemoteReader[] {
  return primaries.flatMap(({ name: to }) =>
    primaries.filter(({ name }) => name !== to).map(({ name: from }) => ({ from, to })),
  );
}

export interface RemoteSecretProps {
  /** Name of the cluster that is read. */
  readonly cluster: string;
  /** URL of its API server, as other clusters reach it. */
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly token: string;
  /**
   * Name that the API server's certificate is checked for.
   * @default - the host of the URL
   */
  readonly tlsServerName?: string;
}

/** A Secret as the API takes it. */
export interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly stringData: Readonly<Record<string, string>>;
}

export function remoteSecretName(cluster: string): string {
  return `istio-remote-secret-${cluster}`;
}

/**
 * The Secret by which istiod reads another cluster.
 *
 * Source: istio 1.29.1, istioctl/pkg/multicluster: the same bytes as `istioctl create-remote-secret`, but for the
 * token, which is bounded here.
 */
export function remoteSecret({
  cluster,
  server,
  certificateAuthority,
  token,
  tlsServerName,
}: RemoteSecretProps): Secret {
  const kubeconfig = {
    apiVersion: 'v1',
    clusters: [
      {
        cluster: {
          'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64'),
          server,
          ...(tlsServerName !== undefined && { 'tls-server-name': tlsServerName }),
        },
        name: cluster,
      },
    ],
    contexts: [{ context: { cluster, user: cluster }, name: cluster }],
    'current-context': cluster,
    kind: 'Config',
    users: [{ name: cluster, user: { token } }],
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      annotations: { 'networking.istio.io/cluster': cluster },
      labels: { 'istio/multiCluster': 'true' },
      name: remoteSecretName(cluster),
      namespace: istioNamespace,
    },
    stringData: { [cluster]: stringify(kubeconfig, { lineWidth: 0, indentSeq: false }) },
  };
}

/** What a remote Secret says of one cluster, its token aside. */
export interface RemoteCluster {
  readonly cluster: string;
  readonly server?: string;
  /** PEM. */
  readonly certificateAuthority?: string;
  /** Undefined for a token that does not expire, and for other logins. */
  readonly expires?: Date;
  /** Whether it is a kubeconfig that logs in with a token. */
  readonly readable: boolean;
}

/** Reads a remote Secret as the API gives it, whoever made it: one entry for each cluster that it holds. */
export function readRemoteSecret(data: Readonly<Record<string, string>>): readonly RemoteCluster[] {
  return Object.entries(data).map(([cluster, value]) => {
    const { clusters, users } = kubeconfigOf(value);
    const target = clusters?.[0]?.cluster;
    const token = users?.[0]?.user?.token;
    const authority = target?.['certificate-authority-data'];
    return {
      cluster,
      server: target?.server,
      certificateAuthority: authority && Buffer.from(authority, 'base64').toString('utf8'),
      expires: token === undefined ? undefined : tokenExpiry(token),
      readable: target?.server !== undefined && token !== undefined,
    };
  });
}

interface Kubeconfig {
  readonly clusters?: readonly {
    readonly cluster?: { readonly server?: string; readonly 'certificate-authority-data'?: string };
  }[];
  readonly users?: readonly { readonly user?: { readonly token?: string } }[];
}

function kubeconfigOf(base64: string): Kubeconfig {
  try {
    const read: unknown = parse(Buffer.from(base64, 'base64').toString('utf8'));
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    // The message of a YAML parser quotes what it read.
    return {};
  }
}
