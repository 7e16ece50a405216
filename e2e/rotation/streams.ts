import type { Kubectl } from '../kubectl';
import { linesOf, within, type Asker } from '../mesh/requests';

const NAMESPACE = 'httpbin';
/** Milliseconds from the start of a request to the start of the next. */
export const PACE = 100;

/** How a stream's requests travel between the clusters. */
export type Connections = 'new' | 'kept';

/** Requests of sleep in one cluster that only httpbin in the other can answer, one after the other. */
export class Stream {
  constructor(
    readonly from: string,
    readonly to: string,
    readonly connections: Connections,
    private readonly kubectl: Kubectl,
  ) {}

  get name(): string {
    return `${this.from} to ${this.to}, ${CONNECTIONS[this.connections]}`;
  }

  get host(): string {
    return hostOf(this.to, this.connections);
  }

  get url(): string {
    return `http://${this.host}.${NAMESPACE}.svc.cluster.local/status/200`;
  }

  get asker(): Asker {
    return { kubectl: this.kubectl, namespace: NAMESPACE, name: 'sleep' };
  }

  /** Starts it in the pod, where it goes on without us. Each line of the log is one answer, and when it came. */
  async start(): Promise<void> {
    const close = this.connections === 'new' ? `-H 'Connection: close'` : '';
    const said = '%{stderr}%{http_code} %{exitcode} %{time_total} %{errormsg}\\n';
    const curl = `curl -s --rate ${1000 / PACE}/s -o /dev/null -m 10 ${close} -w '${said}' '${this.url}?[1-1000000]'`;
    const clock = `awk '{ print systime(), $0; fflush() }'`;
    await within(this.asker, `(${curl} 2>&1 | ${clock}) >${this.log} 2>/dev/null </dev/null &`);
  }

  async answers(): Promise<readonly Answer[]> {
    return linesOf(await within(this.asker, `cat ${this.log}`)).map(parseAnswer);
  }

  /** What sleep's proxy counts of the endpoints that it has for the host. */
  async endpoints(): Promise<readonly Endpoint[]> {
    const args = ['-n', NAMESPACE, 'exec', 'deploy/sleep', '-c', 'istio-proxy', '--'];
    const said = await this.kubectl.call([...args, 'pilot-agent', 'request', 'GET', 'clusters?format=json']);
    return endpointsOf(said, `outbound|80||${this.host}.${NAMESPACE}.svc.cluster.local`);
  }

  /** What sleep's proxy wrote down of requests that failed. */
  async failures(): Promise<readonly string[]> {
    const log = await this.kubectl.call(['-n', NAMESPACE, 'logs', 'deploy/sleep', '-c', 'istio-proxy']);
    return log.split('\n').filter((line) => {
      if (!line.startsWith('{') || !line.includes(`${this.host}.`)) return false;
      return (JSON.parse(line) as { response_code: number }).response_code !== 200;
    });
  }

  private get log(): string {
    return `/tmp/${this.host}.log`;
  }
}

const CONNECTIONS: Readonly<Record<Connections, string>> = {
  new: 'a new connection each',
  kept: 'one connection kept',
};

/** Ends all streams of a pod. */
export async function stop({ asker }: Stream): Promise<void> {
  await within(asker, 'killall curl; sleep 1');
}

/** One answer to a request, or none. */
export interface Answer {
  /** When it came, in seconds since 1970. */
  readonly at: number;
  readonly failed: boolean;
  /** How long it took. */
  readonly seconds: number;
  readonly line: string;
}

export function parseAnswer(line: string): Answer {
  const [at = '', status, exit, seconds = ''] = line.split(' ');
  return { at: Number(at), failed: status !== '200' || exit !== '0', seconds: Number(seconds), line };
}

/** A host of a cluster of Envoy's, with its own counters. */
export interface Endpoint {
  readonly address: string;
  readonly connections: number;
  readonly failedConnections: number;
  readonly requests: number;
  readonly failedRequests: number;
}

interface EnvoyClusters {
  readonly cluster_statuses: readonly {
    readonly name: string;
    readonly host_statuses?: readonly {
      readonly address: {
        readonly socket_address?: { readonly address: string; readonly port_value: number };
      };
      readonly stats: readonly { readonly name: string; readonly value?: string }[];
    }[];
  }[];
}

/** Endpoints of a cluster in what Envoy's `/clusters?format=json` says. */
export function endpointsOf(said: string, name: string): readonly Endpoint[] {
  const { cluster_statuses: clusters } = JSON.parse(said) as EnvoyClusters;
  const hosts = clusters.find((one) => one.name === name)?.host_statuses ?? [];
  return hosts.map(({ address: { socket_address: socket }, stats }) => {
    const count = (counter: string) => Number(stats.find((one) => one.name === counter)?.value ?? 0);
    return {
      address: `${socket?.address}:${socket?.port_value}`,
      connections: count('cx_total'),
      failedConnections: count('cx_connect_fail'),
      requests: count('rq_total'),
      failedRequests: count('rq_error'),
    };
  });
}

function hostOf(cluster: string, connections: Connections): string {
  return `e2e-${cluster}-${connections}`;
}

/**
 * What both clusters need for streams to one of them: a host for each kind, whose only endpoints are httpbin's pods
 * there, by the place that their label tells. No retry hides a failure.
 */
export function streamObjects(to: string): readonly object[] {
  return (['new', 'kept'] as const).flatMap((connections) => {
    const metadata = { name: hostOf(to, connections), namespace: NAMESPACE };
    const host = `${metadata.name}.${NAMESPACE}.svc.cluster.local`;
    const http = connections === 'new' ? { maxRequestsPerConnection: 1 } : {};
    return [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {
          selector: { app: 'httpbin', 'topology.istio.io/subzone': to },
          ports: [{ name: 'http', port: 80, targetPort: 'http' }],
        },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: { host, trafficPolicy: { connectionPool: { http } } },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata,
        spec: {
          hosts: [host],
          http: [{ retries: { attempts: 0 }, route: [{ destination: { host, port: { number: 80 } } }] }],
        },
      },
    ];
  });
}
