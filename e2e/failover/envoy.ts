import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Lab } from '../lab';
import type { Dump, LbEndpoint } from './dump';

/** What of a proxy Envoy gets to run: requests for a host, and the cluster that they are routed to. */
export interface Excerpt {
  readonly dump: Dump;
  /** Host that requests ask for. */
  readonly host: string;
  /** Name of Envoy's cluster. */
  readonly cluster: string;
  /** Port on the loopback that stands in for an address. */
  readonly portOf: (address: string) => number;
}

/** An Envoy with the route, the cluster and the endpoints that istiod gave a proxy, on the loopback, without TLS. */
export class Envoy {
  static async start(lab: Lab, folder: string, excerpt: Excerpt): Promise<Envoy> {
    const port = await freePort();
    const file = join(folder, 'envoy.json');
    writeFileSync(file, JSON.stringify(bootstrap(excerpt, port)));
    const child = spawn(
      lab.program('envoy'),
      ['-c', file, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'warning'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const envoy = new Envoy(child, port, excerpt.host);
    await envoy.ready();
    return envoy;
  }

  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly host: string,
  ) {
    child.stderr?.on('data', (text) => (this.said += String(text)));
  }

  /** Sends requests one after the other, and counts who answered; a failure counts by its status. */
  async ask(times: number): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (let i = 0; i < times; i++) {
      const who = await this.askOnce();
      counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    return counts;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const stopped = new Promise((exit) => this.child.once('exit', exit));
    this.child.kill();
    await stopped;
  }

  private askOnce(host = this.host): Promise<string> {
    return new Promise((answer, fail) => {
      const asking = get({ port: this.port, headers: { host } }, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += String(chunk)));
        response.on('end', () => answer(response.statusCode === 200 ? body : String(response.statusCode)));
      });
      asking.on('error', fail);
    });
  }

  private async ready(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      if (this.child.exitCode !== null) throw new Error(`Envoy does not start: ${this.said}`);
      // For a host that it does not know it answers by itself, and asks no endpoint.
      const answer = await this.askOnce('nobody').catch(() => undefined);
      if (answer === '404') return;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error('Envoy does not answer within 10 s');
  }
}

/** Istio's own filters and TLS: the lab's Envoy is the upstream build, and has no certificates. And what ADS fills. */
const leftOut = ['@type', 'filters', 'transportSocket', 'transportSocketMatches', 'edsClusterConfig'];

function bootstrap({ dump, host, cluster, portOf }: Excerpt, port: number): object {
  const settings = Object.entries(dump.cluster(cluster)).filter(([field]) => !leftOut.includes(field));
  const endpoints = dump.assignment(cluster).endpoints?.map((locality) => ({
    ...locality,
    lbEndpoints: locality.lbEndpoints?.map((one) => onLoopback(one, portOf)),
  }));
  const connectionManager = {
    '@type':
      'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    statPrefix: 'requests',
    routeConfig: { virtualHosts: [dump.virtualHost(host)] },
    httpFilters: [
      {
        name: 'envoy.filters.http.router',
        typedConfig: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
      },
    ],
  };
  return {
    staticResources: {
      listeners: [
        {
          address: { socketAddress: { address: '127.0.0.1', portValue: port } },
          filterChains: [{ filters: [{ name: 'http', typedConfig: connectionManager }] }],
        },
      ],
      clusters: [
        {
          ...Object.fromEntries(settings),
          type: 'STATIC',
          loadAssignment: { clusterName: cluster, endpoints },
        },
      ],
    },
  };
}

function onLoopback({ loadBalancingWeight, endpoint }: LbEndpoint, portOf: Excerpt['portOf']): object {
  const { address } = endpoint.address.socketAddress;
  return {
    loadBalancingWeight,
    endpoint: { address: { socketAddress: { address: '127.0.0.1', portValue: portOf(address) } } },
  };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => found(port));
    });
  });
}
