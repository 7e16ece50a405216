import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { Checks } from '../values/checks';
import { Component } from './component';

/** What every object of the vocabulary has. */
export interface ResourceProps {
  /**
   * Name in the cluster.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace in the cluster.
   * @default - the component's namespace
   */
  readonly namespace?: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What an object that belongs to no namespace has. */
export type ClusterResourceProps = Omit<ResourceProps, 'namespace'>;

/**
 * Base of the constructs that stand for one API object.
 *
 * A subclass checks its props, lowers them in one function, and creates the imported `ApiObject` as `apiObject`
 * under the id `Resource`. The name is the id unless given, so names in the output are never hashed.
 */
abstract class AnyResource extends Construct {
  readonly name: string;
  abstract readonly apiObject: ApiObject;
  private readonly given: ClusterResourceProps;

  constructor(scope: Construct, id: string, props: ClusterResourceProps) {
    super(scope, id);
    this.given = props;
    this.name = props.name ?? id;
  }

  /** The name by which messages and references call the object. */
  abstract get qualifiedName(): string;

  /** The metadata that a subclass hands to the imported object. */
  protected get metadata(): ApiObjectMetadata {
    const { labels, annotations } = this.given;
    return {
      name: this.name,
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
    };
  }

  /**
   * Runs a subclass's checks and throws all that they found as one UserError, headed by kind, name and the path
   * of the construct.
   */
  protected check(kind: string, body: (checks: Checks) => void): void {
    const checks = new Checks();
    body(checks);
    checks.throwIfAny(`${kind} ${this.qualifiedName} (${this.node.path})`);
  }
}

/** Base of the constructs of namespaced kinds. */
export abstract class Resource extends AnyResource {
  /** Undefined where neither the props nor the component name one. */
  readonly namespace?: string;

  constructor(scope: Construct, id: string, props: ResourceProps = {}) {
    super(scope, id, props);
    this.namespace = props.namespace ?? Component.find(this)?.defaultNamespace;
  }

  /** `namespace/name`, as Istio refers to an object of another namespace. */
  get qualifiedName(): string {
    return this.namespace === undefined ? this.name : `${this.namespace}/${this.name}`;
  }

  protected override get metadata(): ApiObjectMetadata {
    return { ...super.metadata, ...(this.namespace !== undefined && { namespace: this.namespace }) };
  }
}

/** Base of the constructs of cluster-scoped kinds. */
export abstract class ClusterResource extends AnyResource {
  constructor(scope: Construct, id: string, props: ClusterResourceProps = {}) {
    super(scope, id, props);
  }

  get qualifiedName(): string {
    return this.name;
  }
}
