import { at, recordsOf, textOf } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { FILTER_NAMES, TYPED_FIELDS, TYPED_OBJECTS } from '../envoy-names';
import { rule } from '../rule';
import type { Key } from '../../schema/structural/walk';

const OF_LISTENERS = new Set(['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER']);
/** How far down a patch is looked into. */
const DEEPEST = 12;

/** Istio warns of every EnvoyFilter. Fields that Envoy does not know are not looked for here. */
export const schemaWarningEnvoyFilter = rule(catalogue.IST0133, {
  reads: ['EnvoyFilter'],
  check(mesh, report) {
    for (const resource of mesh.of('EnvoyFilter')) {
      const say = (keys: readonly Key[], warning: string, fix: string) =>
        report(resource, ['spec', ...keys], { warning, fix });
      report(resource, null, {
        warning: 'an EnvoyFilter changes what Istio makes for Envoy, which is another with any release',
        fix: 'Prefer another kind of Istio; else look at it with every upgrade.',
      });
      recordsOf(resource.spec.configPatches).forEach(({ applyTo, match, patch }, index) => {
        if (at(match, 'context') === 'WAYPOINT') return;
        const object = textOf(applyTo) ?? '';
        const path = ['configPatches', index];
        const filter = at(match, 'listener', 'filterChain', 'filter');
        if (isRecord(filter) && OF_LISTENERS.has(object)) {
          const place = [...path, 'match', 'listener', 'filterChain', 'filter'];
          if (object === 'LISTENER' || object === 'FILTER_CHAIN')
            say(place, `with applyTo ${object} a match of a filter has no effect`, 'Remove the match.');
          for (const keys of [['name'], ['subFilter', 'name']]) {
            const name = textOf(at(filter, ...keys)) ?? '';
            const instead = FILTER_NAMES.get(name);
            if (instead !== undefined)
              say([...place, ...keys], `${name} is the old name of a filter`, `Write ${instead}.`);
          }
        }
        const value = at(patch, 'value');
        for (const { keys, name } of untyped(value, TYPED_OBJECTS.has(object)))
          say(
            [...path, 'patch', 'value', ...keys],
            `${name === '' ? 'an extension' : name} has no typed_config, and by its name alone Envoy does not know it`,
            'Add typed_config with the @type of its configuration.',
          );
      });
    }
  },
});

interface Untyped {
  readonly keys: readonly Key[];
  readonly name: string;
}

/** What needs a type and has none, the value itself among them where it does. Lists are passed over, as Istio does. */
function untyped(value: unknown, isTyped: boolean, keys: readonly Key[] = []): readonly Untyped[] {
  if (!isRecord(value) || keys.length > DEEPEST) return [];
  const inner = Object.entries(value)
    .filter(([key]) => toProtoName(key) !== 'typed_config' && !/metadata$/.test(key))
    .flatMap(([key, one]) => untyped(one, TYPED_FIELDS.has(toProtoName(key)), [...keys, key]));
  const names = new Set(Object.keys(value).map(toProtoName));
  const isMissing = isTyped && !names.has('typed_config') && !names.has('config_discovery');
  return isMissing ? [...inner, { keys, name: textOf(value.name) ?? '' }] : inner;
}

/** Envoy's fields may be written either way. */
function toProtoName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
