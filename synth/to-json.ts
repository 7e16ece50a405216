import { ApiObject, App, Lazy } from 'cdk8s';

/** A class that `cdk8s import` has generated. */
interface Generated {
  manifest(props: unknown): unknown;
}

/** What cdk8s keeps to itself of an ApiObject. */
export interface Internals {
  readonly props: Readonly<Record<string, unknown>>;
  readonly patches: readonly unknown[];
  readonly metadata: {
    readonly _additionalAttributes: object;
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations: object;
    readonly finalizers: readonly unknown[];
    readonly ownerReferences: readonly unknown[];
    readonly labels: object;
  };
}

export function internals(apiObject: ApiObject): Internals {
  return apiObject as unknown as Internals;
}

/**
 * What `apiObject.toJson()` answers, in half the time; a test holds the two against each other.
 *
 * cdk8s resolves every value and cleans it twice, looking up the app and asking each resolver through a context of its
 * own each time. Here one walk does it, for the two cases that make up nearly all of an app: generated classes, whose
 * `toJson` is their `manifest` of the resolved props, and plain ApiObjects. Any other class, an app with resolvers of its
 * own and an object with patches go the way of cdk8s, and so does a value that cdk8s refuses, for its error.
 */
export function toJson(apiObject: ApiObject): unknown {
  const { props, patches, metadata } = internals(apiObject);
  const generated = generatedClass(apiObject);
  const isKnown = generated !== undefined || Object.getPrototypeOf(apiObject) === ApiObject.prototype;
  if (!isKnown || patches.length > 0 || hasOwnResolvers(apiObject)) return apiObject.toJson();

  const walk = new Walk();
  const attributes = {
    ...metadata._additionalAttributes,
    name: metadata.name,
    namespace: metadata.namespace,
    annotations: metadata.annotations,
    finalizers: metadata.finalizers,
    ownerReferences: metadata.ownerReferences,
    labels: metadata.labels,
  };
  const json: Record<string, unknown> = {
    apiVersion: props.apiVersion,
    kind: props.kind,
    metadata: walk.map(attributes, true),
  };
  for (const key of Object.keys(props).sort()) {
    if (key in json) continue;
    const item = walk.value(props[key], false);
    if (item !== undefined) json[key] = item;
  }
  if (!walk.isSimple) return apiObject.toJson();
  return generated === undefined ? json : generated.manifest(json);
}

/** Known by all that a generated class has, and nothing else. */
function generatedClass(apiObject: ApiObject): Generated | undefined {
  const prototype = Object.getPrototypeOf(apiObject) as object;
  if (Object.getPrototypeOf(prototype) !== ApiObject.prototype) return undefined;
  const own = Object.getOwnPropertyNames(prototype);
  const { constructor } = prototype;
  const isGenerated =
    own.length === 2 &&
    own.includes('toJson') &&
    Object.hasOwn(constructor, 'manifest') &&
    Object.hasOwn(constructor, 'GVK');
  return isGenerated ? (constructor as unknown as Generated) : undefined;
}

/** Every app ends its resolvers with the three of cdk8s, which Walk knows. */
function hasOwnResolvers(apiObject: ApiObject): boolean {
  return App.of(apiObject)['resolvers'].length !== 3;
}

/** One pass of `resolve` and `sanitizeValue` of cdk8s, keys sorted; `prune` drops empty lists and mappings, as it does in metadata. */
class Walk {
  /** False once something came up that cdk8s refuses. */
  isSimple = true;

  map(value: object, prune: boolean): Record<string, unknown> | undefined {
    const result: Record<string, unknown> = {};
    let isEmpty = true;
    for (const key of Object.keys(value).sort()) {
      const item = this.value((value as Record<string, unknown>)[key], prune);
      if (item === undefined) continue;
      result[key] = item;
      isEmpty = false;
    }
    return isEmpty && prune ? undefined : result;
  }

  value(value: unknown, prune: boolean): unknown {
    if (value === null) return undefined;
    if (typeof value !== 'object') return value;
    if (value instanceof Lazy) return this.value(value.produce(), prune);
    if (typeof (value as { resolve?: unknown }).resolve === 'function') {
      return this.value((value as { resolve(): unknown }).resolve(), prune);
    }
    if (Array.isArray(value)) {
      return prune && value.length === 0 ? undefined : value.map((item) => this.value(item, prune));
    }
    if (value.constructor === Object) return this.map(value, prune);
    const union = (value as { value?: unknown }).value;
    if (typeof union === 'number' || typeof union === 'string') return { value: union };
    this.isSimple = false;
    return undefined;
  }
}
