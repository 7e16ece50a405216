import { KubeClient } from './kube-client';

export interface KubeClientsOptions {
  /** @default - the files that KUBECONFIG lists, else ~/.kube/config */
  readonly kubeconfig?: string;
  /**
   * Contexts by the name of their cluster in the mesh.
   * @default - each context is named like its cluster
   */
  readonly contexts?: ReadonlyMap<string, string>;
  readonly timeoutSeconds?: number;
}

/** The clusters of a mesh, each connected when it is first needed. */
export class KubeClients {
  private readonly clients = new Map<string, KubeClient>();

  constructor(private readonly options: KubeClientsOptions = {}) {}

  /** @throws LiveError where the kubeconfig has no context for the cluster */
  of(cluster: string): KubeClient {
    const client =
      this.clients.get(cluster) ?? this.ofContext(this.options.contexts?.get(cluster) ?? cluster);
    this.clients.set(cluster, client);
    return client;
  }

  /** A cluster that is in no mesh, by its context; the current one where it is undefined. */
  ofContext(context: string | undefined): KubeClient {
    const { kubeconfig, timeoutSeconds } = this.options;
    return KubeClient.connect({ kubeconfig, timeoutSeconds, context });
  }
}
