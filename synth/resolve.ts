import { ApiObject, type App } from 'cdk8s';
import { Component } from '../constructs/component';
import { UserError, type Problem } from '../values/user-error';
import { toJson } from './to-json';
import { findUnrepresentable } from './representable';

/** A Kubernetes object as plain data: JSON types alone. */
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
    const found = problems.length;
    const object = toObject(apiObject, problems);
    if (problems.length > found || object === undefined) continue;
    rendered.push({
      mesh: component.mesh,
      cluster: component.cluster,
      component: component.component,
      path,
      object,
    });
  }
  if (problems.length > 0) throw new UserError(problems, 'These objects cannot be rendered:');
  return rendered;
}

function toObject(apiObject: ApiObject, problems: Problem[]): KubeObject | undefined {
  const label = () => `${apiObject.kind} ${apiObject.name} (${apiObject.node.path})`;
  const object = toJson(apiObject) as KubeObject;
  for (const { field, message } of findUnrepresentable(object)) {
    problems.push({ field: `${label()} ${field}`, message });
  }
  return object;
}
