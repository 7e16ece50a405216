/** Where an object of the Kubernetes API is. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for what no namespace holds. */
  readonly namespace?: string;
  readonly name: string;
}

/** Objects of one kind, of one namespace or of all. */
export interface ListRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** As the API writes it: `istio/multiCluster=true`. */
  readonly labelSelector?: string;
}

/** An object of the Kubernetes API, as its JSON. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly [field: string]: unknown;
}

export interface KubeMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export function refOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): ObjectRef {
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

/** `Secret istio-system/cacerts`, for messages. */
export function nameOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
