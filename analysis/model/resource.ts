import { referenceTo, type ObjectReference, type Place } from '../finding';
import type { Cluster } from './cluster';
import { at, fieldsOf, labelsOf, textOf, type Fields, type Labels } from './fields';
import { isClusterScoped, kindKey } from './kinds';

/** Why the model has an object that no manifest is. */
export interface Origin {
  /** The object that makes it: an IstioOperator document. Undefined where it is assumed to be there. */
  readonly maker: Resource | undefined;
}

/** What tells one object from another, in all clusters of all meshes. */
export type ObjectKey = string;

/** An object of a cluster. */
export class Resource {
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Empty where its kind has none; `default` where the manifest names none. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;

  constructor(
    readonly cluster: Cluster,
    readonly object: Fields,
    readonly place: Place,
    /** Undefined where the object is a manifest. */
    readonly origin?: Origin,
  ) {
    this.apiVersion = textOf(object.apiVersion) ?? '';
    const slash = this.apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : this.apiVersion.slice(0, slash);
    this.version = this.apiVersion.slice(slash + 1);
    this.kind = textOf(object.kind) ?? '';
    const metadata = fieldsOf(object.metadata);
    this.name = textOf(metadata.name) ?? '';
    this.namespace = isClusterScoped(this.kind) ? '' : (textOf(metadata.namespace) ?? 'default') || 'default';
    this.labels = labelsOf(metadata.labels);
    this.annotations = labelsOf(metadata.annotations);
  }

  get spec(): Fields {
    return fieldsOf(this.object.spec);
  }

  get status(): Fields {
    return fieldsOf(this.object.status);
  }

  /** The value below a path of keys, from the top of the object. */
  at(...path: readonly (string | number)[]): unknown {
    return at(this.object, ...path);
  }

  /** How the cluster files it; the version is no part of it. */
  get localKey(): string {
    return localKeyOf(kindKey(this.group, this.kind), this.namespace, this.name);
  }

  get key(): ObjectKey {
    const { mesh, name } = this.cluster;
    return [mesh.name ?? '', name ?? '', this.localKey].join('\u0000');
  }

  /** What findings name: the manifest, or the one that makes this object. */
  get reference(): ObjectReference | null {
    return referenceTo((this.origin?.maker ?? this).object);
  }

  /** `web`, or `namespace/web` from the outside of a namespace. */
  nameFrom(namespace: string): string {
    return namespace === this.namespace || this.namespace === '' ? this.name : this.qualifiedName;
  }

  get qualifiedName(): string {
    return this.namespace === '' ? this.name : `${this.namespace}/${this.name}`;
  }
}

export function localKeyOf(kind: string, namespace: string, name: string): string {
  return [kind, namespace, name].join('\u0000');
}
