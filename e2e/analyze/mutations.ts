import { isClusterWide, keyOf, metadataOf, titleOf, type Input, type Json } from './input';

/** A change of one object: what it is called, and what the object becomes (several, or none). */
interface Change {
  readonly way: string;
  readonly objects: readonly Json[];
}

/**
 * Each object of a cluster changed in one way after the other, the rest left as it is: gone, twice, in another
 * namespace, without labels, without a field, with another value.
 */
export function mutationsOf(prefix: string, base: readonly Json[]): readonly Input[] {
  return base.flatMap((object, index) =>
    changesOf(object).map(({ way, objects }) => ({
      name: `${prefix}/${titleOf(object)} ${way}`,
      clusters: [[...base.slice(0, index), ...objects, ...base.slice(index + 1)]],
    })),
  );
}

/** At most so many, spread evenly over the ways and the kinds. */
export function thinned(inputs: readonly Input[], most: number): readonly Input[] {
  if (inputs.length <= most) return inputs;
  return Array.from({ length: most }, (_, index) => inputs[Math.floor((index * inputs.length) / most)]!);
}

function changesOf(object: Json): readonly Change[] {
  const kind = String(object['kind']);
  const metadata = metadataOf(object);
  const isRouting = /istio\.io/.test(String(object['apiVersion']));
  const withMetadata = (more: Json) => ({ ...object, metadata: { ...metadata, ...more } });
  const changes: Change[] = [{ way: 'gone', objects: [] }];
  if (kind === 'Namespace') {
    for (const label of Object.keys(metadata.labels ?? {})) {
      changes.push({
        way: `without ${label}`,
        objects: [withMetadata({ labels: without(metadata.labels, label) })],
      });
    }
    const labels = { ...metadata.labels, 'istio.io/dataplane-mode': 'ambient' };
    changes.push({ way: 'ambient', objects: [withMetadata({ labels })] });
    // One that is gone comes back for the objects in it, without labels.
    return changes;
  }
  if (isRouting || kind === 'Service' || kind === 'Pod') {
    const twin = withMetadata({ name: `${metadata.name}-twin` });
    changes.push({ way: 'twice', objects: [object, twin] });
  }
  if (isRouting && !isClusterWide(object)) {
    changes.push({ way: 'elsewhere', objects: [withMetadata({ namespace: 'elsewhere' })] });
  }
  if (kind === 'Pod' || kind === 'Deployment') {
    changes.push({ way: 'without labels', objects: [withMetadata({ labels: {} })] });
  }
  if (isRouting || kind === 'Service') {
    for (const { path, objects } of edits(object)) changes.push({ way: path, objects });
  }
  return changes;
}

function without(of: Readonly<Record<string, string>> | undefined, key: string): Json {
  return Object.fromEntries(Object.entries(of ?? {}).filter(([name]) => name !== key));
}

/** Fields whose value is a word that nothing else may stand for, or that no analyzer looks at. */
const FIXED = new Set([
  'mode',
  'protocol',
  'type',
  'action',
  'operation',
  'applyTo',
  'context',
  'simple',
  'resolution',
  'location',
  '@type',
  'stat_prefix',
  'clusterIP',
  'nodePort',
  'internalTrafficPolicy',
  'externalTrafficPolicy',
  'sessionAffinity',
  'ipFamilyPolicy',
  'minProtocolVersion',
  'maxProtocolVersion',
]);
const MOST_EDITS = 14;

/** Every value of the spec replaced by another, every field left out. */
function edits(object: Json): readonly { path: string; objects: readonly Json[] }[] {
  const found: { path: string; objects: readonly Json[] }[] = [];
  const visit = (value: unknown, path: string, key: string, put: (other: unknown) => Json) => {
    if (Array.isArray(value)) {
      value.forEach((one: unknown, index) => {
        visit(one, `${path}[${index}]`, key, (other) =>
          put(value.map((old: unknown, at) => (at === index ? other : old))),
        );
      });
      if (value.length > 1)
        found.push({ path: `${path} its first alone`, objects: [put(value.slice(0, 1))] });
      return;
    }
    if (typeof value === 'object' && value !== null) {
      const fields = value as Json;
      for (const [name, one] of Object.entries(fields)) {
        visit(one, `${path}.${name}`, name, (other) => put({ ...fields, [name]: other }));
        if (typeof one === 'object' && one !== null) {
          const rest = Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));
          found.push({ path: `${path}.${name} gone`, objects: [put(rest)] });
        }
      }
      return;
    }
    if (FIXED.has(key)) return;
    const other = otherThan(value, key);
    if (other !== undefined) found.push({ path: `${path} ${JSON.stringify(other)}`, objects: [put(other)] });
  };
  visit(object['spec'], 'spec', 'spec', (other) => ({ ...object, spec: other }));
  if (found.length <= MOST_EDITS) return found;
  return Array.from(
    { length: MOST_EDITS },
    (_, index) => found[Math.floor((index * found.length) / MOST_EDITS)]!,
  );
}

function otherThan(value: unknown, key: string): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return undefined;
  if (key === 'name' || key === 'appProtocol') return `x${value}`;
  if (/^\d/.test(value)) return undefined;
  return value.startsWith('*') ? `${value}x` : `x${value}`;
}

/** Inputs without those that are the same as one before. */
export function distinctInputs(inputs: readonly Input[]): readonly Input[] {
  const seen = new Set<string>();
  return inputs.filter(({ clusters }) => {
    const text = clusters
      .map((objects) =>
        objects
          .map((one) => `${keyOf(one)} ${JSON.stringify(one)}`)
          .sort()
          .join('\n'),
      )
      .join('\n---\n');
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
