import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { promisify } from 'node:util';
import { parse } from 'yaml';

const run = promisify(execFile);

/** What a judge says of an object. */
export interface Verdict {
  readonly accepted: boolean;
  /** Why not. */
  readonly reason: string;
}

type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * A real API server. It is asked twice: to create the object, and to apply it on the server's side, as Argo CD
 * does; it accepts what it accepts both times. Nothing is stored.
 */
export class ApiServer {
  private readonly agent: Agent;
  private readonly server: URL;
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(private readonly kubeconfig: string) {
    const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
      clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
      users: { user: { 'client-certificate-data': string; 'client-key-data': string } }[];
    };
    const { server, 'certificate-authority-data': ca } = clusters[0]!.cluster;
    const { 'client-certificate-data': cert, 'client-key-data': key } = users[0]!.user;
    const decode = (text: string) => Buffer.from(text, 'base64');
    this.server = new URL(server);
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: 8,
      ca: decode(ca),
      cert: decode(cert),
      key: decode(key),
    });
  }

  /** Installs definitions, and waits until they are served. */
  async install(kubectl: string, files: readonly string[]): Promise<void> {
    const args = files.flatMap((file) => ['--filename', file]);
    const base = ['--kubeconfig', this.kubeconfig];
    await run(kubectl, [...base, 'apply', '--server-side', '--force-conflicts', ...args]);
    await run(kubectl, [...base, 'wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
  }

  /** Removes definitions, and waits until they are gone. */
  async remove(kubectl: string, file: string): Promise<void> {
    await run(kubectl, [
      '--kubeconfig',
      this.kubeconfig,
      'delete',
      '--wait',
      '--ignore-not-found',
      '--filename',
      file,
    ]);
    this.resources.clear();
  }

  async judge(object: Json): Promise<Verdict> {
    const { apiVersion, kind, metadata } = object as {
      apiVersion: string;
      kind: string;
      metadata: Json | undefined;
    };
    const resource = (await this.resourcesOf(apiVersion)).find((one) => one.kind === kind);
    if (resource === undefined)
      return { accepted: false, reason: `no resource for ${kind} of ${apiVersion}` };
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const path = `${group}${resource.namespaced ? '/namespaces/default' : ''}/${resource.name}`;
    const query = 'dryRun=All&fieldValidation=Strict&fieldManager=e2e';
    const body = JSON.stringify(object);
    const created = await this.send('POST', `${path}?${query}`, 'application/json', body);
    if (!created.accepted) return created;
    const name = encodeURIComponent(String(metadata?.name));
    const applied = await this.send(
      'PATCH',
      `${path}/${name}?${query}&force=true`,
      'application/apply-patch+yaml',
      body,
    );
    return applied.accepted ? applied : { accepted: false, reason: `apply: ${applied.reason}` };
  }

  close(): void {
    this.agent.destroy();
  }

  private resourcesOf(apiVersion: string): Promise<readonly Resource[]> {
    const known = this.resources.get(apiVersion) ?? this.discover(apiVersion);
    this.resources.set(apiVersion, known);
    return known;
  }

  private async discover(apiVersion: string): Promise<readonly Resource[]> {
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { text } = await this.exchange('GET', path);
    const { resources = [] } = JSON.parse(text) as { resources?: Resource[] };
    return resources.filter(({ name }) => !name.includes('/'));
  }

  private async send(method: string, path: string, type: string, body: string): Promise<Verdict> {
    const { status, text } = await this.exchange(method, path, type, body);
    if (status < 300) return { accepted: true, reason: '' };
    if (status >= 500 && status !== 500) throw new Error(`${method} ${path}: ${status} ${text}`);
    const { message = text } = JSON.parse(text) as { message?: string };
    return { accepted: false, reason: message };
  }

  private exchange(
    method: string,
    path: string,
    type?: string,
    body?: string,
  ): Promise<{ status: number; text: string }> {
    return new Promise((done, fail) => {
      const headers = type === undefined ? {} : { 'content-type': type };
      const sent = request(new URL(path, this.server), { method, headers, agent: this.agent }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }
}
