import { readFileSync } from 'node:fs';

/** What istiod told a proxy, in Envoy's terms; only what is read here. */
export class Dump {
  private readonly parts: readonly Parts[];

  constructor(
    file: string,
    /** What is behind each address. */
    private readonly names: ReadonlyMap<string, string>,
  ) {
    this.parts = (JSON.parse(readFileSync(file, 'utf8')) as { configs: readonly Parts[] }).configs;
  }

  cluster(name: string): EnvoyCluster {
    const clusters = this.parts.flatMap((part) => part.dynamicActiveClusters ?? []);
    return wanted(clusters.find((one) => one.cluster.name === name)?.cluster, `cluster ${name}`);
  }

  assignment(name: string): LoadAssignment {
    const assignments = this.parts.flatMap((part) => part.dynamicEndpointConfigs ?? []);
    const found = assignments.find((one) => one.endpointConfig.clusterName === name);
    return wanted(found?.endpointConfig, `endpoints of ${name}`);
  }

  get listeners(): readonly Listener[] {
    return this.parts
      .flatMap((part) => part.dynamicListeners ?? [])
      .map(({ activeState }) => activeState.listener);
  }

  /** The virtual host that takes requests for a host. */
  virtualHost(domain: string): VirtualHost {
    const hosts = this.parts
      .flatMap((part) => part.dynamicRouteConfigs ?? [])
      .flatMap(({ routeConfig }) => routeConfig.virtualHosts ?? []);
    return wanted(
      hosts.find((one) => one.domains.includes(domain)),
      `virtual host for ${domain}`,
    );
  }

  /** Who is asked first, and who next, each with its share: `0: a 50%, b 50%; 1: c 100%`. */
  order(name: string): string {
    const weighted = this.cluster(name).commonLbConfig?.localityWeightedLbConfig !== undefined;
    const priorities = new Map<number, { readonly who: string; readonly share: number }[]>();
    for (const { priority = 0, loadBalancingWeight, lbEndpoints = [] } of this.assignment(name).endpoints ??
      []) {
      const total = sum(lbEndpoints.map((one) => one.loadBalancingWeight ?? 1));
      const factor = weighted ? (loadBalancingWeight ?? 0) / total : 1;
      const entries = lbEndpoints.map((one) => ({
        who: this.nameOf(one),
        share: (one.loadBalancingWeight ?? 1) * factor,
      }));
      priorities.set(priority, [...(priorities.get(priority) ?? []), ...entries]);
    }
    return [...priorities]
      .sort(([a], [b]) => a - b)
      .map(([priority, entries]) => {
        const total = sum(entries.map(({ share }) => share));
        const shares = entries.map(({ who, share }) => `${who} ${Math.round((100 * share) / total)}%`);
        return `${priority}: ${shares.sort().join(', ')}`;
      })
      .join('; ');
  }

  private nameOf({ endpoint }: LbEndpoint): string {
    const { address } = endpoint.address.socketAddress;
    return this.names.get(address) ?? address;
  }
}

interface Parts {
  readonly dynamicActiveClusters?: readonly { readonly cluster: EnvoyCluster }[];
  readonly dynamicEndpointConfigs?: readonly { readonly endpointConfig: LoadAssignment }[];
  readonly dynamicListeners?: readonly { readonly activeState: { readonly listener: Listener } }[];
  readonly dynamicRouteConfigs?: readonly {
    readonly routeConfig: { readonly virtualHosts?: readonly VirtualHost[] };
  }[];
}

export interface EnvoyCluster {
  readonly name: string;
  readonly connectTimeout?: string;
  readonly outlierDetection?: Readonly<Record<string, unknown>>;
  readonly commonLbConfig?: Readonly<Record<string, unknown>>;
  readonly transportSocket?: { readonly typedConfig: UpstreamTls };
  readonly [field: string]: unknown;
}

export interface UpstreamTls {
  readonly sni?: string;
  readonly commonTlsContext: {
    readonly combinedValidationContext?: {
      readonly defaultValidationContext?: {
        readonly matchSubjectAltNames?: readonly { readonly exact?: string }[];
      };
      readonly validationContextSdsSecretConfig?: { readonly name: string };
    };
  };
}

export interface LoadAssignment {
  readonly clusterName: string;
  readonly endpoints?: readonly {
    readonly priority?: number;
    readonly loadBalancingWeight?: number;
    readonly lbEndpoints?: readonly LbEndpoint[];
  }[];
}

export interface LbEndpoint {
  readonly endpoint: {
    readonly address: { readonly socketAddress: { readonly address: string; readonly portValue: number } };
  };
  readonly loadBalancingWeight?: number;
}

export interface VirtualHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly { readonly route: { readonly retryPolicy?: unknown } }[];
}

export interface Listener {
  readonly name: string;
  readonly filterChains?: readonly FilterChain[];
}

export interface FilterChain {
  readonly filterChainMatch?: { readonly serverNames?: readonly string[] };
  readonly transportSocket?: { readonly typedConfig: DownstreamTls };
  readonly filters?: readonly { readonly name: string; readonly typedConfig: unknown }[];
}

export interface DownstreamTls {
  readonly requireClientCertificate?: boolean;
  readonly commonTlsContext: {
    readonly tlsCertificateSdsSecretConfigs?: readonly { readonly name: string }[];
    readonly combinedValidationContext?: {
      readonly validationContextSdsSecretConfig?: { readonly name: string };
    };
  };
}

function wanted<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`istiod tells the proxy of no ${what}`);
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
