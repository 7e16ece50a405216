import { Agent, request } from 'node:https';
import { completed, isClusterWide, keyOf, metadataOf, type Json } from './input';
import { readKubeconfig } from './kubeconfig';

interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Refused by the server; what is Istio's goes to istioctl as a file then. */
export interface Refusal {
  readonly object: Json;
  readonly reason: string;
}

/** What of the objects of a cluster `istioctl analyze` looks at, and the plural of it. */
const PLURALS: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  Service: 'services',
  Secret: 'secrets',
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
  CustomResourceDefinition: 'customresourcedefinitions',
  AuthorizationPolicy: 'authorizationpolicies',
  DestinationRule: 'destinationrules',
  EnvoyFilter: 'envoyfilters',
  GRPCRoute: 'grpcroutes',
  Gateway: 'gateways',
  HTTPRoute: 'httproutes',
  PeerAuthentication: 'peerauthentications',
  ProxyConfig: 'proxyconfigs',
  RequestAuthentication: 'requestauthentications',
  ServiceEntry: 'serviceentries',
  Sidecar: 'sidecars',
  Telemetry: 'telemetries',
  VirtualService: 'virtualservices',
  WasmPlugin: 'wasmplugins',
  WorkloadEntry: 'workloadentries',
  WorkloadGroup: 'workloadgroups',
};

/** Whether `istioctl analyze` looks at objects of the kind; others are not put into the server. */
export function isLookedAt(object: Json): boolean {
  const { apiVersion, kind } = object;
  const group = String(apiVersion).replace(/\/?[^/]*$/, '');
  // Stand-ins are there.
  if (String(metadataOf(object).name).endsWith('gateway.networking.k8s.io')) return false;
  return PLURALS[String(kind)] !== undefined && !/argoproj|traefik|cert-manager|install\.istio/.test(group);
}

/** Namespaces that every server has. */
const GIVEN: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** How many requests are under way at once. */
const PARALLEL = 12;

/** An API server whose objects are made to be those of one input after the other. */
export class Server {
  private readonly agent: Agent;
  private readonly url: URL;
  /** What was put, by key. */
  private held = new Map<string, Json>();

  constructor(readonly kubeconfig: string) {
    const { clusters, users } = readKubeconfig(kubeconfig);
    const { server, 'certificate-authority-data': ca } = clusters[0]!.cluster;
    const { 'client-certificate-data': cert, 'client-key-data': key } = users[0]!.user;
    const decode = (text: string) => Buffer.from(text, 'base64');
    this.url = new URL(server);
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: PARALLEL,
      ca: decode(ca),
      cert: decode(cert),
      key: decode(key),
    });
  }

  /** Definitions that stay. */
  async define(definitions: readonly Json[]): Promise<void> {
    for (const one of definitions) {
      const reason = await this.put(one, false);
      if (reason !== undefined) throw new Error(reason);
    }
  }

  /** Changes what differs, and nothing else. */
  async become(objects: readonly Json[]): Promise<readonly Refusal[]> {
    const wanted = new Map(
      completed(objects)
        .filter(isLookedAt)
        .map((object) => [keyOf(object), object]),
    );
    const isSame = (key: string) => JSON.stringify(this.held.get(key)) === JSON.stringify(wanted.get(key));
    const gone = [...this.held].filter(([key, one]) => (isNamespace(one) ? !wanted.has(key) : !isSame(key)));
    const come = [...wanted].filter(([key]) => !isSame(key)).map(([, one]) => one);
    const old = gone.map(([, one]) => one);
    await inParallel(
      old.filter((one) => !isNamespace(one)),
      (one) => this.remove(one),
    );
    await inParallel(old.filter(isNamespace), (one) => this.removeNamespace(one));
    const known = this.held;
    this.held = new Map([...wanted].filter(([key]) => isSame(key)));
    const refusals: Refusal[] = [];
    const put = async (object: Json) => {
      const reason = await this.put(object, known.has(keyOf(object)));
      if (reason === undefined) this.held.set(keyOf(object), object);
      else refusals.push({ object, reason });
    };
    await inParallel(come.filter(isNamespace), put);
    await inParallel(
      come.filter((one) => !isNamespace(one)),
      put,
    );
    return refusals;
  }

  close(): void {
    this.agent.destroy();
  }

  /** Answers why it is refused, and nothing where it is taken. */
  private async put(object: Json, isHeld: boolean): Promise<string | undefined> {
    const { name } = metadataOf(object);
    const place = pathOf(object);
    const body = asStored(object);
    // A namespace is changed where it is: removing it would take what is in it.
    const created =
      isNamespace(object) && (isHeld || GIVEN.has(name))
        ? await this.send('PUT', `${place}/${name}`, body)
        : await this.send('POST', place, body);
    if (created.status >= 300) return String(created.body['message']);
    if (object['status'] === undefined) return undefined;
    const patched = await this.send('PATCH', `${place}/${name}/status`, { status: object['status'] });
    if (patched.status < 300) return undefined;
    await this.remove(object);
    return String(patched.body['message']);
  }

  private async remove(object: Json): Promise<void> {
    const path = `${pathOf(object)}/${metadataOf(object).name}`;
    const { status, body } = await this.send('DELETE', path, { gracePeriodSeconds: 0 });
    if (status >= 300 && status !== 404) throw new Error(`DELETE ${path}: ${String(body['message'])}`);
    if (object['kind'] !== 'CustomResourceDefinition') return;
    while ((await this.send('GET', path)).status !== 404) await sleep(20);
  }

  /** There is no controller that would do the last step. */
  private async removeNamespace(object: Json): Promise<void> {
    const { name } = metadataOf(object);
    const path = `/api/v1/namespaces/${name}`;
    if (GIVEN.has(name)) {
      await this.send('PUT', path, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      return;
    }
    await this.send('DELETE', path, {});
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } };
    const { status, body } = await this.send('PUT', `${path}/finalize`, namespace);
    if (status >= 300) throw new Error(`PUT ${path}/finalize: ${String(body['message'])}`);
  }

  private send(method: string, path: string, object?: unknown): Promise<Answer> {
    return new Promise((done, fail) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const body = object === undefined ? '' : JSON.stringify(object);
      // Without a length, what follows DELETE would be read as another request.
      const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
      const sent = request(new URL(path, this.url), { method, headers, agent: this.agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const status = response.statusCode ?? 0;
          if (status >= 500) fail(new Error(`${method} ${path}: ${status} ${text}`));
          else done({ status, body: bodyOf(text) });
        });
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return { message: text };
  }
}

function isNamespace({ kind }: Json): boolean {
  return kind === 'Namespace';
}

function pathOf(object: Json): string {
  const version = String(object['apiVersion']);
  const api = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
  const { namespace = 'default' } = metadataOf(object);
  const plural = PLURALS[String(object['kind'])]!;
  return isClusterWide(object) ? `${api}/${plural}` : `${api}/namespaces/${namespace}/${plural}`;
}

/**
 * What can be stored: no addresses that another server gave, and no rules of a webhook, which this server would call
 * by them and no analyzer looks at.
 */
function asStored(object: Json): Json {
  if (object['kind'] === 'Service') {
    const fields = Object.entries(object['spec'] as Json);
    const kept = fields.filter(([key, value]) => !/^clusterIPs?$/.test(key) || value === 'None');
    return { ...object, spec: Object.fromEntries(kept) };
  }
  if (!/WebhookConfiguration$/.test(String(object['kind']))) return object;
  const webhooks = (object['webhooks'] as readonly Json[] | undefined) ?? [];
  return { ...object, webhooks: webhooks.map((webhook) => ({ ...webhook, rules: [] })) };
}

/** Runs the body for all, some at a time. */
export async function inParallel<T>(
  all: readonly T[],
  body: (one: T) => Promise<void>,
  parallel = PARALLEL,
): Promise<void> {
  const queue = all.values();
  const worker = async () => {
    for (const one of queue) await body(one);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
