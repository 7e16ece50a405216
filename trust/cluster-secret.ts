import { X509Certificate } from 'node:crypto';
import type { Secret } from './remote-secret';
import { tokenExpiry } from './token';

/** How Argo CD logs in to a cluster. */
export type ClusterLogin =
  | { readonly bearerToken: string }
  /** PEM. */
  | { readonly clientCertificate: string; readonly clientKey: string };

export interface ClusterSecretProps {
  readonly cluster: string;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** URL of its API server, as the hub reaches it. */
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority: string;
  /** Labels by which ApplicationSets find the cluster. */
  readonly labels: Readonly<Record<string, string>>;
  readonly login: ClusterLogin;
}

/** Name of the Secret by which Argo CD knows a cluster, the one in dist as well. */
export function clusterSecretName(cluster: string): string {
  return `cluster-${cluster}`;
}

/**
 * The Secret by which Argo CD knows a cluster: what dist has of it, and the login that git must not have.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export function clusterSecret(props: ClusterSecretProps): Secret {
  const { cluster, namespace, server, certificateAuthority, labels, login } = props;
  const caData = Buffer.from(certificateAuthority).toString('base64');
  const config =
    'bearerToken' in login
      ? { bearerToken: login.bearerToken, tlsClientConfig: { caData } }
      : {
          tlsClientConfig: {
            caData,
            certData: Buffer.from(login.clientCertificate).toString('base64'),
            keyData: Buffer.from(login.clientKey).toString('base64'),
          },
        };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: clusterSecretName(cluster),
      namespace,
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...labels },
    },
    stringData: { name: cluster, server, config: JSON.stringify(config) },
  };
}

/** What a cluster Secret that is there says, its credentials aside. */
export interface RegisteredCluster {
  readonly server?: string;
  readonly login: 'none' | 'token' | 'certificate' | 'other';
  /** PEM. */
  readonly certificateAuthority?: string;
  /** Undefined for what does not expire, or does not say. */
  readonly expires?: Date;
}

export function readClusterSecret(data: Readonly<Record<string, string>>): RegisteredCluster {
  const text = (key: string) => data[key] && Buffer.from(data[key], 'base64').toString('utf8');
  const { bearerToken, tlsClientConfig, ...others } = configOf(text('config'));
  const authority = tlsClientConfig?.caData;
  return {
    server: text('server'),
    login:
      bearerToken !== undefined
        ? 'token'
        : tlsClientConfig?.certData !== undefined
          ? 'certificate'
          : Object.keys(others).length > 0
            ? 'other'
            : 'none',
    certificateAuthority: authority && Buffer.from(authority, 'base64').toString('utf8'),
    expires:
      bearerToken === undefined ? certificateExpiry(tlsClientConfig?.certData) : tokenExpiry(bearerToken),
  };
}

function certificateExpiry(base64: string | undefined): Date | undefined {
  try {
    return base64 === undefined
      ? undefined
      : new Date(new X509Certificate(Buffer.from(base64, 'base64')).validTo);
  } catch {
    return undefined;
  }
}

interface ClusterConfig {
  readonly bearerToken?: string;
  readonly tlsClientConfig?: { readonly caData?: string; readonly certData?: string };
}

function configOf(text: string | undefined): ClusterConfig {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as ClusterConfig;
  } catch {
    return {};
  }
}
