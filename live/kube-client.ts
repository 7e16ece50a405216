import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { readFileSync } from 'node:fs';
import type { KubeObject, ListRef, ObjectRef } from './kube-object';
import { refOf } from './kube-object';
import { loadKubeconfig, type KubeconfigOptions } from './kubeconfig';
import { LiveError } from './live-error';
import { refusal, type Asked } from './refusal';
import { Transport, type Answer, type Request } from './transport';

export interface KubeClientOptions extends KubeconfigOptions {
  /**
   * How long an answer may take, in seconds.
   * @default 15
   */
  readonly timeoutSeconds?: number;
}

/** A bounded token of a service account. Never printed or thrown. */
export interface ServiceAccountToken {
  readonly token: string;
  readonly expires: Date;
}

export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** @default - the audience of the API server itself */
  readonly audiences?: readonly string[];
  /** How long it is asked to be valid; the server may give another time. At least 600. */
  readonly seconds: number;
}

/** The owner of what `apply` writes. */
export const fieldManager = 'meshwright';

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The API of one cluster. Whatever goes wrong is a LiveError that names the context and holds nothing secret. */
export class KubeClient {
  /** @throws LiveError where the kubeconfig does not say how to reach the cluster; nothing is asked yet */
  static connect(options: KubeClientOptions = {}): KubeClient {
    return new KubeClient(loadKubeconfig(options), options.timeoutSeconds ?? 15);
  }

  readonly context: string;
  /** URL of the API server, as the kubeconfig has it. */
  readonly server: string;
  private readonly transport: Transport;
  private readonly where: string;
  private readonly resources = new Map<string, Promise<readonly ApiResource[]>>();

  private constructor(
    private readonly config: KubeConfig,
    timeoutSeconds: number,
  ) {
    this.context = config.getCurrentContext();
    this.server = config.getCurrentCluster()?.server ?? '';
    this.where = `${this.context} (${this.server})`;
    this.transport = new Transport({ config, where: this.where, timeoutSeconds });
  }

  /** The certificate authority of the API server as PEM; undefined where the kubeconfig has none. */
  get certificateAuthority(): string | undefined {
    const cluster = this.config.getCurrentCluster();
    return this.pem('certificate-authority', cluster?.caData, cluster?.caFile);
  }

  /** The client certificate and key of the kubeconfig as PEM; undefined where its user logs in otherwise. */
  get clientCertificate(): { readonly cert: string; readonly key: string } | undefined {
    const user = this.config.getCurrentUser();
    const cert = this.pem('client-certificate', user?.certData, user?.certFile);
    const key = this.pem('client-key', user?.keyData, user?.keyFile);
    return cert === undefined || key === undefined ? undefined : { cert, key };
  }

  /** The object; undefined where it is not there, or nothing of its kind can be. */
  async read(ref: ObjectRef): Promise<KubeObject | undefined> {
    const resource = await this.resourceOf(ref.apiVersion, ref.kind);
    if (resource === undefined) return undefined;
    const asked = { ...about(ref, resource), verb: 'get' };
    const answer = await this.transport.send({ method: 'GET', path: pathOf(ref, resource) });
    return answer.status === 404 ? undefined : (this.accepted(answer, asked) as KubeObject);
  }

  /** The objects, in the order of the server: by namespace and name. None where the server knows no such kind. */
  async list(ref: ListRef): Promise<KubeObject[]> {
    const resource = await this.resourceOf(ref.apiVersion, ref.kind);
    if (resource === undefined) return [];
    const asked = { ...about(ref, resource), verb: 'list' };
    const query =
      ref.labelSelector === undefined ? '' : `?labelSelector=${encodeURIComponent(ref.labelSelector)}`;
    const answer = await this.transport.send({ method: 'GET', path: pathOf(ref, resource) + query });
    const { items } = this.accepted(answer, asked) as { items?: readonly KubeObject[] | null };
    const { apiVersion, kind } = ref;
    return (items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  }

  /**
   * Server-side apply as field manager `meshwright`. Fields that it applied before and that `object` no longer has
   * are removed; those of others stay.
   *
   * @param options.force - take over what another manager owns, instead of failing
   * @param options.dryRun - have the server check it, and write nothing
   */
  async apply(
    object: KubeObject,
    options: { readonly force?: boolean; readonly dryRun?: boolean } = {},
  ): Promise<KubeObject> {
    const ref = refOf(object);
    const resource = await this.resourceOrFail(ref.apiVersion, ref.kind);
    const query = new URLSearchParams({ fieldManager });
    if (options.force) query.set('force', 'true');
    if (options.dryRun) query.set('dryRun', 'All');
    const answer = await this.transport.send({
      method: 'PATCH',
      path: `${pathOf(ref, resource)}?${query}`,
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
    return this.accepted(answer, { ...about(ref, resource), verb: 'patch' }) as KubeObject;
  }

  /** Deletes the object, and says whether it was there. */
  async remove(ref: ObjectRef): Promise<boolean> {
    const resource = await this.resourceOf(ref.apiVersion, ref.kind);
    if (resource === undefined) return false;
    const answer = await this.transport.send({ method: 'DELETE', path: pathOf(ref, resource) });
    if (answer.status === 404) return false;
    this.accepted(answer, { ...about(ref, resource), verb: 'delete' });
    return true;
  }

  /** A token of a service account, by the TokenRequest API. */
  async requestToken({
    namespace,
    serviceAccount,
    audiences,
    seconds,
  }: TokenRequest): Promise<ServiceAccountToken> {
    const steps = ['api', 'v1', 'namespaces', namespace, 'serviceaccounts', serviceAccount, 'token'];
    const request: Request = {
      method: 'POST',
      path: `/${steps.map(encodeURIComponent).join('/')}`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: seconds, ...(audiences !== undefined && { audiences }) },
      },
    };
    const asked: Asked = {
      verb: 'create',
      resource: 'serviceaccounts/token',
      group: '',
      kind: 'ServiceAccount',
      namespace,
      name: serviceAccount,
    };
    const { status } = this.accepted(await this.transport.send(request), asked) as {
      status?: { token?: string; expirationTimestamp?: string };
    };
    if (!status?.token || !status.expirationTimestamp) {
      throw new LiveError(
        'server',
        this.where,
        `gives no token for ServiceAccount ${namespace}/${serviceAccount}`,
      );
    }
    return { token: status.token, expires: new Date(status.expirationTimestamp) };
  }

  private async resourceOrFail(apiVersion: string, kind: string): Promise<ApiResource> {
    const resource = await this.resourceOf(apiVersion, kind);
    if (resource !== undefined) return resource;
    throw new LiveError(
      'notFound',
      this.where,
      `knows no ${kind} of ${apiVersion}; its definition is not installed`,
    );
  }

  private async resourceOf(apiVersion: string, kind: string): Promise<ApiResource | undefined> {
    const known = this.resources.get(apiVersion) ?? this.discover(apiVersion);
    this.resources.set(apiVersion, known);
    return (await known).find((one) => one.kind === kind && !one.name.includes('/'));
  }

  private async discover(apiVersion: string): Promise<readonly ApiResource[]> {
    const answer = await this.transport.send({ method: 'GET', path: rootOf(apiVersion) });
    if (answer.status === 404) return [];
    const asked = { verb: 'get', resource: rootOf(apiVersion), group: '', kind: 'API', name: apiVersion };
    return (this.accepted(answer, asked) as { resources?: readonly ApiResource[] }).resources ?? [];
  }

  private accepted(answer: Answer, asked: Asked): unknown {
    if (answer.status < 200 || answer.status > 299) throw refusal(answer, asked, this.where);
    if (typeof answer.body === 'object' && answer.body !== null) return answer.body;
    throw new LiveError(
      'server',
      this.where,
      'answers with something that is no JSON; it is no Kubernetes API server',
    );
  }

  private pem(field: string, data: string | undefined, file: string | undefined): string | undefined {
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    if (!file) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new LiveError('kubeconfig', this.context, `${field} ${file} cannot be read (${code})`);
    }
  }
}

function about(ref: ListRef | ObjectRef, { name }: ApiResource): Omit<Asked, 'verb'> {
  const [group = ''] = ref.apiVersion.includes('/') ? ref.apiVersion.split('/') : [];
  const { kind, namespace } = ref;
  return { resource: name, group, kind, namespace, name: 'name' in ref ? ref.name : undefined };
}

function rootOf(apiVersion: string): string {
  return `${apiVersion.includes('/') ? '/apis' : '/api'}/${apiVersion}`;
}

function pathOf(ref: ListRef | ObjectRef, { name, namespaced }: ApiResource): string {
  const steps = [
    ...(namespaced && ref.namespace !== undefined ? ['namespaces', ref.namespace] : []),
    name,
    ...('name' in ref ? [ref.name] : []),
  ];
  return `${rootOf(ref.apiVersion)}/${steps.map(encodeURIComponent).join('/')}`;
}
