import { createHash } from 'node:crypto';
import { UserError, type Problem } from '../values/user-error';
import type { KubeObject, RenderedObject } from './resolve';

/** The longest name that the file systems in use take, in bytes. */
const MAX_FILE_NAME = 255;

/**
 * Path of an object's file below dist, with `/` on every system:
 * `<mesh>/<cluster>/<component>/[<folder>/]<kind>[.<group>]_[<namespace>_]<name>.yaml`.
 */
export function filePath({ mesh, cluster, component, folder, object }: RenderedObject): string {
  const path = [mesh, cluster, component, ...(folder === undefined ? [] : [folder])];
  return `${path.join('/')}/${fileName(object)}`;
}

/**
 * Name of an object's file.
 *
 * Different for every (group, kind, namespace, name), on a file system that ignores case too, and independent of
 * everything else: what is outside of `a-z0-9.-` is percent-encoded, and a name that would be longer than 255 bytes
 * is cut and ends in `~` and a digest of the identity. Kinds that differ in case alone count as one, as they do for
 * the API server.
 */
export function fileName(object: KubeObject): string {
  const { group, kind, namespace, name } = identify(object);
  const stem = [
    encode(kind).replaceAll('.', '%2e') + (group === '' ? '' : `.${encode(group)}`),
    ...(namespace === '' ? [] : [encode(namespace)]),
    encode(name),
  ].join('_');
  const full = `${stem}.yaml`;
  // Nothing but ASCII is left, so the length counts bytes.
  if (full.length <= MAX_FILE_NAME) return full;
  const digest = createHash('sha256')
    .update(JSON.stringify([group, kind, namespace, name]))
    .digest('hex')
    .slice(0, 32);
  const end = `~${digest}.yaml`;
  return stem.slice(0, MAX_FILE_NAME - end.length).replace(/%.?$/, '') + end;
}

/** What tells objects of one cluster apart. The version of the API does not. */
interface Identity {
  /** Empty for the core group. */
  readonly group: string;
  /** In lower case. */
  readonly kind: string;
  /** Empty where the object names none. */
  readonly namespace: string;
  readonly name: string;
}

function identify({ apiVersion, kind, metadata }: KubeObject): Identity {
  const slash = apiVersion.indexOf('/');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    kind: kind.toLowerCase(),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
}

function encode(text: string): string {
  if (/^[a-z0-9.-]*$/.test(text)) return text;
  return Array.from(Buffer.from(text, 'utf8'), (byte) => {
    const char = String.fromCharCode(byte);
    return /[a-z0-9.-]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

/**
 * Checks that no cluster gets one object twice.
 *
 * @throws UserError naming, for each such object, all the components and constructs that produce it.
 */
export function assertUnique(objects: readonly RenderedObject[]): void {
  const producers = new Map<string, RenderedObject[]>();
  for (const rendered of objects) {
    const key = `${rendered.mesh}/${rendered.cluster}/${fileName(rendered.object)}`;
    const others = producers.get(key);
    if (others === undefined) producers.set(key, [rendered]);
    else others.push(rendered);
  }
  const problems = [...producers.values()].filter((all) => all.length > 1).map(describeDuplicate);
  if (problems.length > 0) throw new UserError(problems, 'One cluster gets one object more than once:');
}

function describeDuplicate(all: readonly RenderedObject[]): Problem {
  const [{ mesh, cluster, object }] = all as [RenderedObject];
  const { name, namespace } = object.metadata;
  const sources = all.map(({ component, path }) => `component ${component} (${path})`);
  return {
    field: `${mesh} ${cluster}`,
    message: `${object.kind} ${namespace === undefined ? name : `${namespace}/${name}`} is produced by ${sources.join(' and by ')}; Argo CD would apply them over each other`,
  };
}
