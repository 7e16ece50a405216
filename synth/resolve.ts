import { ApiObject, type App } from 'cdk8s';
import { Component } from '../constructs/component';
import { show, UserError, type Problem } from '../values/user-error';
import { internals, toJson } from './to-json';
import { findUnrepresentable, isRepresentable } from './representable';

/**
 * A Kubernetes object as plain data: JSON types alone, save that a list's item which was null or undefined is undefined,
 * as cdk8s has it. Both JSON.stringify and `emitYaml` write it as null.
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: KubeMetadata;
  readonly [field: string]: unknown;
}

export interface KubeMetadata {
  readonly name: string;
  /** Undefined on an object that names none. */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** An object and where it belongs. */
export interface RenderedObject {
  readonly mesh: string;
  readonly cluster: string;
  readonly component: string;
  /**
   * The folder of the component that its file is in.
   * @default - the component's own
   */
  readonly folder?: string;
  /** Path of the construct that stands for it, for messages. */
  readonly path: string;
  readonly object: KubeObject;
}

/**
 * Resolves every object of an app, in the order of the construct tree.
 *
 * One pass: the constructs' own validations once, `toJson` once per object. Stock cdk8s does both once per chart,
 * which grows with the square of the charts.
 *
 * @throws UserError naming every construct whose validation fails, every object outside of a Component, and every
 * value that YAML cannot carry.
 */
export function resolveApp(app: App): RenderedObject[] {
  const constructs = app.node.findAll();
  const invalid = constructs.flatMap((construct) =>
    construct.node.validate().map((message): Problem => ({ field: construct.node.path, message })),
  );
  if (invalid.length > 0) throw new UserError(invalid, 'The constructs refuse to be rendered:');

  const rendered: RenderedObject[] = [];
  const problems: Problem[] = [];
  for (const construct of constructs) {
    if (!ApiObject.isApiObject(construct)) continue;
    const apiObject = construct as ApiObject;
    const path = apiObject.node.path;
    const component = Component.find(apiObject);
    if (component === undefined) {
      problems.push({
        field: path,
        message: `${apiObject.kind} ${apiObject.name} belongs to no component, so it has no folder below dist; create it inside a Component`,
      });
      continue;
    }
    const object = toObject(apiObject, problems);
    if (object === undefined) continue;
    rendered.push({
      mesh: component.mesh,
      cluster: component.cluster,
      component: component.component,
      ...(component.objectFolder !== undefined && { folder: component.objectFolder }),
      path,
      object,
    });
  }
  if (problems.length > 0) throw new UserError(problems, 'These objects cannot be rendered:');
  return rendered;
}

/** Undefined where it has added a problem. */
function toObject(apiObject: ApiObject, problems: Problem[]): KubeObject | undefined {
  const report = (found: readonly Problem[]) => {
    const { kind, name, metadata, node } = apiObject;
    const qualified = metadata.namespace === undefined ? name : `${metadata.namespace}/${name}`;
    const label = `${kind} ${qualified} (${node.path})`;
    problems.push(...found.map(({ field, message }) => ({ field: `${label} ${field}`.trimEnd(), message })));
    return undefined;
  };
  // Patches go through JSON, which would turn a Date into a string and a NaN into null without a word.
  const patches = findUnrepresentable(internals(apiObject).patches.map(operationOf));
  if (patches.length > 0) {
    return report(patches.map(({ field, message }) => ({ field: `patch ${field}`, message })));
  }

  let object: KubeObject;
  try {
    object = toJson(apiObject) as KubeObject;
  } catch (error) {
    const found = findUnrepresentable(givenTo(apiObject));
    return report(found.length > 0 ? found : [{ field: '', message: reasonOf(error) }]);
  }
  if (!isRepresentable(object)) return report(findUnrepresentable(object));
  const { name, namespace } = object.metadata;
  if (typeof name !== 'string' || name === '') {
    return report([{ field: 'metadata.name', message: `${show(name)} is not a name` }]);
  }
  if (namespace !== undefined && typeof namespace !== 'string') {
    return report([{ field: 'metadata.namespace', message: `${show(namespace)} is not a name` }]);
  }
  return object;
}

/** What a construct was given, before anything is made of it. */
function givenTo(apiObject: ApiObject): unknown {
  const { props, metadata } = internals(apiObject);
  const { _additionalAttributes: attributes, labels, annotations } = metadata;
  return { ...props, metadata: { ...attributes, labels, annotations } };
}

function operationOf(patch: unknown): unknown {
  return (patch as { readonly operation: unknown }).operation;
}

/** cdk8s puts a path in front, which we name ourselves, and the error's class behind it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `cannot be rendered: ${message.replace(/^Failed serializing construct at path '.*' with name '.*?': (?:\w*Error: )?/, '')}`;
}
