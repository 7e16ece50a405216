import { at, fieldsOf, recordsOf, textOf, textsOf, type Fields } from '../model/fields';
import type { Cluster } from '../model/cluster';
import type { Resource } from '../model/resource';

/** A webhook of an injector. */
export interface InjectorHook {
  readonly resource: Resource;
  readonly name: string;
  readonly path: string;
  readonly hook: Fields;
  /** Of all the object. */
  readonly revisions: ReadonlySet<string>;
}

const REVISION = 'istio.io/rev';

/** The webhooks of injectors, which are known by a revision, or by their names. */
export function injectorHooks(cluster: Cluster): readonly InjectorHook[] {
  return cluster.of('MutatingWebhookConfiguration').flatMap((resource) => {
    const hooks = recordsOf(resource.at('webhooks'));
    const revisions = revisionsOf(resource, hooks);
    if (revisions.size === 0 && !hooks.some(({ name }) => textOf(name)?.endsWith('istio.io'))) return [];
    return hooks.map((hook, index) => ({
      resource,
      name: textOf(hook.name) ?? '',
      path: `webhooks[${index}]`,
      hook,
      revisions,
    }));
  });
}

function revisionsOf({ labels }: Resource, hooks: readonly Fields[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (value: unknown) => {
    if (typeof value === 'string') found.add(value);
  };
  add(labels[REVISION]);
  for (const hook of hooks) {
    for (const selector of [hook.namespaceSelector, hook.objectSelector]) {
      add(fieldsOf(at(selector, 'matchLabels'))[REVISION]);
      for (const { key, values } of recordsOf(at(selector, 'matchExpressions'))) {
        if (key === REVISION) textsOf(values).forEach(add);
      }
    }
  }
  return found;
}
