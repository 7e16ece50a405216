import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Json = Readonly<Record<string, unknown>>;
interface Stored {
  readonly kind: string;
  readonly metadata: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a request gets in place of its answer. */
export type Fault =
  | { readonly status: number; readonly body?: Json | string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset';

const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/api/v1': {
    Namespace: 'namespaces',
    Secret: 'secrets',
    ConfigMap: 'configmaps',
    Service: 'services',
    ServiceAccount: 'serviceaccounts',
  },
  '/apis/rbac.authorization.k8s.io/v1': { ClusterRoleBinding: 'clusterrolebindings' },
  '/apis/networking.istio.io/v1': { WorkloadEntry: 'workloadentries', WorkloadGroup: 'workloadgroups' },
};
const clusterScoped = ['Namespace', 'ClusterRoleBinding'];

/** In every token that the server gives; what is printed must not hold it. */
export const tokenMark = 'dG9rZW4tb2YtdGhlLWZha2U';

/** A token as an API server gives it, but for its signature. */
export function tokenUntil(expires: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(expires.getTime() / 1000) })}.${tokenMark}`;
}

/** Enough of an API server, in this process: discovery, objects by path, server-side apply, tokens. */
export class FakeApiServer {
  static async start(): Promise<FakeApiServer> {
    const fake = new FakeApiServer();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  readonly requests: Recorded[] = [];
  readonly objects = new Map<string, Stored>();
  private readonly faults: { readonly matches: RegExp; readonly fault: Fault; left: number }[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'fake-api-'));
  private readonly server: Server = createServer((request, response) => {
    void this.serve(request, response);
  });

  private constructor() {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts an object there. */
  has(
    apiVersion: string,
    kind: string,
    name: string,
    fields: Json & { readonly namespace?: string } = {},
  ): this {
    const { namespace, labels, annotations, ...rest } = fields;
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const plural = kinds[root]?.[kind];
    const path = [root, ...(namespace === undefined ? [] : ['namespaces', namespace]), plural, name].join(
      '/',
    );
    const metadata = { name, namespace, labels, annotations } as Stored['metadata'];
    this.objects.set(path, { apiVersion, kind, metadata, ...rest });
    return this;
  }

  /** Has `METHOD path` that match answered by a fault, so many times. */
  fails(matches: RegExp, fault: Fault, times = Infinity): this {
    this.faults.push({ matches, fault, left: times });
    return this;
  }

  /** A kubeconfig of contexts by their servers. */
  kubeconfig(contexts: Readonly<Record<string, string>> = { fake: this.url }): string {
    const file = join(this.folder, 'kubeconfig');
    const names = Object.keys(contexts);
    const authority = Buffer.from('the authority\n').toString('base64');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': names[0],
      clusters: names.map((name) => ({
        name,
        cluster: {
          server: contexts[name],
          'insecure-skip-tls-verify': true,
          'certificate-authority-data': authority,
        },
      })),
      users: [{ name: 'me', user: { token: `me-${tokenMark}` } }],
      contexts: names.map((name) => ({ name, context: { cluster: name, user: 'me' } })),
    };
    writeFileSync(file, JSON.stringify(config));
    return file;
  }

  async stop(): Promise<void> {
    rmSync(this.folder, { recursive: true });
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', this.url);
    const { method = 'GET', headers } = request;
    const path = decodeURIComponent(url.pathname);
    const query = Object.fromEntries(url.searchParams);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.requests.push({ method, path, query, headers, body });
    const found = this.faults.find(({ matches, left }) => left > 0 && matches.test(`${method} ${path}`));
    if (found !== undefined) {
      found.left -= 1;
      if (found.fault === 'hang') return;
      if (found.fault === 'reset') {
        request.socket.destroy();
        return;
      }
    }
    const fault = found?.fault as Exclude<Fault, string> | undefined;
    const { status, body: answer } = fault ?? this.answer(method, path, query, body);
    response.writeHead(status, { 'content-type': 'application/json', ...fault?.headers });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  }

  private answer(
    method: string,
    path: string,
    query: Readonly<Record<string, string>>,
    body: unknown,
  ): { readonly status: number; readonly body: Json } {
    const resources = kinds[path];
    if (resources !== undefined) {
      const list = Object.entries(resources).map(([kind, name]) => ({
        name,
        kind,
        namespaced: !clusterScoped.includes(kind),
      }));
      return { status: 200, body: { resources: list } };
    }
    if (method === 'POST' && path.endsWith('/token')) return this.token(path, body);
    const known = this.objects.get(path);
    if (method === 'PATCH') {
      const merged = { ...known, ...(body as Stored) };
      const data = {
        ...(known?.['data'] as object | undefined),
        ...((body as Stored)['data'] as object | undefined),
      };
      this.objects.set(path, 'data' in merged ? { ...merged, data } : merged);
      return { status: known === undefined ? 201 : 200, body: this.objects.get(path) as Json };
    }
    if (known !== undefined) {
      if (method === 'DELETE') this.objects.delete(path);
      return { status: 200, body: known };
    }
    if (/\/(secrets|workloadentries|namespaces)$/.test(path))
      return { status: 200, body: this.list(path, query) };
    return { status: 404, body: { kind: 'Status', reason: 'NotFound', message: `${path} not found` } };
  }

  private list(path: string, { labelSelector }: Readonly<Record<string, string>>): Json {
    const [label = '', value] = (labelSelector ?? '').split('=');
    const items = [...this.objects]
      .filter(([at]) => at.startsWith(`${path}/`))
      .map(([, object]) => object)
      .filter(({ metadata }) => label === '' || metadata.labels?.[label] === value);
    return { items };
  }

  private token(path: string, body: unknown): { readonly status: number; readonly body: Json } {
    if (!this.objects.has(path.replace(/\/token$/, ''))) {
      return { status: 404, body: { kind: 'Status', reason: 'NotFound', message: 'no such account' } };
    }
    const { spec } = body as { spec: { expirationSeconds: number } };
    const expires = new Date(Date.now() + spec.expirationSeconds * 1000);
    return {
      status: 201,
      body: { status: { token: tokenUntil(expires), expirationTimestamp: expires.toISOString() } },
    };
  }
}

/** A URL on which nothing listens. */
export async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
