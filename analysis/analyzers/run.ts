import { describeObject, finding, NOWHERE, referenceTo, type Finding } from '../finding';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import { formatPath } from '../schema/structural/walk';
import type { Refusal } from '../schema/validator';
import { catalogue } from './catalogue';
import type { Rule, Said } from './rule';

type RefusalOf = (object: unknown) => Refusal | undefined;

/** Namespaces that no rule of `istioctl analyze` says anything about. */
const IGNORED_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/**
 * What rules find in meshes.
 *
 * Nothing is said of an object that no API server takes, unless a rule is of these: it is read wrongly. Of what only
 * istiod's webhook refuses, the rules of `istioctl analyze` say what it says. Nothing is said of what is only assumed to
 * be there. What an IstioOperator document makes is said of the document.
 *
 * @param refusalOf - who refuses an object
 */
export function runRules(
  rules: readonly Rule[],
  meshes: readonly Mesh[],
  refusalOf: RefusalOf,
): readonly Finding[] {
  return meshes.flatMap((mesh) => rules.flatMap((one) => runRule(one, mesh, refusalOf)));
}

function runRule(one: Rule, mesh: Mesh, refusalOf: RefusalOf): readonly Finding[] {
  const found = new Map<string, Finding>();
  try {
    one.run(mesh, (said) => {
      const { resource } = said;
      const { object } = resource.origin?.maker ?? resource;
      if (!speaksOf(one, refusalOf(object)) || !isReported(one, resource)) return;
      const made = findingOf(one, said);
      const key = JSON.stringify([resource.key, made.field, made.message]);
      if (!found.has(key)) found.set(key, made);
    });
  } catch (error) {
    const message = catalogue.IST0001.message({ code: one.kind.code, error: String(error) });
    return [...found.values(), finding(catalogue.IST0001, { ...NOWHERE, mesh: mesh.name }, { message })];
  }
  return [...found.values()];
}

function speaksOf({ kind, isOfRefused }: Rule, refusal: Refusal | undefined): boolean {
  return refusal === undefined || isOfRefused || (refusal === 'webhook' && kind.code.startsWith('IST'));
}

function isReported({ kind }: Rule, { origin, namespace, kind: of, name }: Resource): boolean {
  if (origin !== undefined && origin.maker === undefined) return false;
  if (!kind.code.startsWith('IST')) return true;
  return !IGNORED_NAMESPACES.has(of === 'Namespace' ? name : namespace);
}

function findingOf({ kind }: Rule, { resource, field, message, remedy }: Said): Finding {
  const { place, reference: object, origin } = resource;
  if (origin !== undefined) {
    const made = describeObject(referenceTo(resource.object)!);
    return finding(kind, place, { message: `${made}, which it makes: ${message}`, remedy, object });
  }
  const path = field === null || typeof field === 'string' ? field : formatPath(field);
  return finding(kind, place, { message, remedy, object, field: path });
}
