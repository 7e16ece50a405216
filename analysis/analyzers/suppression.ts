import { didYouMean } from '../../values/did-you-mean';
import { UserError } from '../../values/user-error';
import { allCodes } from '../codes';
import { referenceTo, type Finding, type Manifest, type ObjectReference, type Place } from '../finding';
import { at, textOf } from '../model/fields';
import { isClusterScoped } from '../model/kinds';

const ANNOTATION = 'galley.istio.io/analyze-suppress';

/** What is not to be reported of which objects. */
export interface Suppression {
  readonly code: string;
  readonly resource: RegExp;
}

/**
 * Reads `IST0103=Pod *.testing`: code, kind and name, the namespace behind a dot, or before a slash; `*` is any text.
 *
 * @throws UserError for what is no such text, and for a code that nothing has
 */
export function parseSuppression(given: string): Suppression {
  const equals = given.indexOf('=');
  const code = given.slice(0, equals);
  const resource = given.slice(equals + 1);
  if (equals < 1 || resource === '')
    throw UserError.of('--suppress', `${given} is no CODE=Kind name.namespace (IST0103=Pod *.testing)`);
  if (!allCodes.includes(code))
    throw UserError.of('--suppress', `${code} is no code that is reported here${didYouMean(code, allCodes)}`);
  return { code, resource: patternOf(resource) };
}

/** What `Pod *.testing` stands for. */
function patternOf(resource: string): RegExp {
  const parts = resource.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** Whether `Pod *.testing`, or `*`, names the object of a finding; of one about no object, `*` alone. */
export function isNamed(resource: string, { object }: Finding): boolean {
  if (resource === '*') return true;
  const pattern = patternOf(resource);
  return object !== null && namesOf(object).some((name) => pattern.test(name));
}

/**
 * Whether a finding is wanted: neither does its object carry `galley.istio.io/analyze-suppress` with its code or `*`,
 * nor does a suppression name both.
 */
export function suppression(
  manifests: readonly Manifest[],
  given: readonly Suppression[],
): (one: Finding) => boolean {
  const annotated = annotatedCodes(manifests);
  return (one) => {
    const { code, object } = one;
    if (object === null) return true;
    const codes = annotated.size === 0 ? undefined : annotated.get(identity(one, object));
    if (codes !== undefined && (codes.has('*') || codes.has(code))) return false;
    return !given.some(
      (each) => each.code === code && namesOf(object).some((name) => each.resource.test(name)),
    );
  };
}

function annotatedCodes(manifests: readonly Manifest[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const { object, place } of manifests) {
    const given = textOf(at(object, 'metadata', 'annotations', ANNOTATION));
    const reference = given === undefined ? null : referenceTo(object);
    if (given === undefined || reference === null) continue;
    found.set(identity(place, reference), new Set(given.split(',').map((code) => code.trim())));
  }
  return found;
}

type Where = Pick<Place, 'mesh' | 'cluster'>;

function identity({ mesh, cluster }: Where, { apiVersion, kind, namespace, name }: ObjectReference): string {
  return JSON.stringify([mesh, cluster, apiVersion, kind, namespace, name]);
}

/** `Pod web.shop`, as the documentation of istioctl calls an object here, and `Pod shop/web`, as its code does. */
function namesOf({ kind, namespace, name }: ObjectReference): readonly string[] {
  if (isClusterScoped(kind)) return [`${kind} ${name}`];
  return [`${kind} ${name}.${namespace ?? 'default'}`, `${kind} ${namespace ?? 'default'}/${name}`];
}
