import { nearest } from '../../values/nearest';
import {
  finding,
  NOWHERE,
  referenceTo,
  type Finding,
  type FindingKind,
  type ObjectReference,
  type Place,
} from '../finding';
import { itemsOfList, splitApiVersion, withoutNulls } from './built-in';
import { schemaCodes } from './codes';
import { Kinds, type KindsOptions, type KnownKind } from './kinds';
import { isRecord } from './schema';
import { describe, Walk, type Problem } from './structural/walk';

export interface ValidatorOptions extends KindsOptions {
  /**
   * Whether objects may be of kinds that nobody here knows, as those of somebody's cluster are.
   * @default false
   */
  readonly allowsForeign?: boolean;
}

/** Whether objects of a kind belong to a namespace. */
export type Scope = 'Namespaced' | 'Cluster';

/** Who refuses an object: every API server, or istiod's webhook, where a server asks it. */
export type Refusal = 'server' | 'webhook';

/** What is said of one object. */
export interface Verdict {
  readonly findings: readonly Finding[];
  /** Undefined where the object has the shape of its kind, and means something. */
  readonly refusal?: Refusal;
}

/** Checks objects one by one against what the API server knows of their kinds. */
export interface Validator {
  /**
   * Everything that is wrong with one object, all at once. A `List` is checked element by element.
   *
   * @param place - where the object was found, for the findings
   */
  check(object: unknown, place?: Place): readonly Finding[];
  /** The same, and who refuses the object; nobody refuses a `List`. */
  judge(object: unknown, place?: Place): Verdict;
  /** Undefined for a kind that nobody knows. */
  scopeOf(apiVersion: string, kind: string): Scope | undefined;
}

/**
 * Makes a validator. It reads and compiles what it needs when it first needs it, and keeps it: make one per run.
 *
 * @throws UserError where the kinds of a version are not known
 */
export function createValidator({ allowsForeign = false, ...options }: ValidatorOptions = {}): Validator {
  const kinds = new Kinds(options);
  const judge: Validator['judge'] = (object, place = NOWHERE) => {
    const items = itemsOfList(object);
    if (items === undefined) return judgeObject(kinds, object, place, allowsForeign);
    return { findings: items.flatMap((item) => judge(item, place).findings) };
  };
  return {
    check: (object, place) => judge(object, place).findings,
    judge,
    scopeOf(apiVersion, kind) {
      const known = kinds.find(apiVersion, kind);
      return known && (known.namespaced ? 'Namespaced' : 'Cluster');
    },
  };
}

function judgeObject(kinds: Kinds, object: unknown, place: Place, allowsForeign: boolean): Verdict {
  const reference = referenceTo(object);
  if (!isRecord(object)) {
    const message = `${describe(object)} is not an object`;
    return { findings: [finding(schemaCodes.notAnObject, place, { message, object: reference })] };
  }
  const { apiVersion, kind } = object;
  for (const [field, value] of Object.entries({ apiVersion, kind })) {
    if (typeof value === 'string' && value !== '') continue;
    const message = value === undefined ? `the object has no ${field}` : `${describe(value)} is no ${field}`;
    return { findings: [finding(schemaCodes.notAnObject, place, { message, field, object: reference })] };
  }
  const known = kinds.find(apiVersion as string, kind as string);
  if (known === undefined) {
    const isForeign =
      allowsForeign && kinds.isForeign(splitApiVersion(apiVersion as string).group, kind as string);
    const problem = isForeign ? foreignKind(reference!, place) : unknownKind(kinds, reference!, place);
    return { findings: [problem] };
  }
  return judgeKnown(known, object, reference!, place);
}

function judgeKnown(
  known: KnownKind,
  given: Readonly<Record<string, unknown>>,
  reference: ObjectReference,
  place: Place,
): Verdict {
  const found: Finding[] = [];
  const object = known.nullIsAbsent ? (withoutNulls(given) as typeof given) : given;
  const report = (kind: FindingKind, problems: readonly Problem[]) => {
    for (const { field, message, remedy, isIgnored } of problems) {
      const as = isIgnored ? schemaCodes.ignoredField : kind;
      found.push(finding(as, place, { message, remedy, field, object: reference }));
    }
    return problems.some(({ isIgnored }) => !isIgnored);
  };
  const metadata = new Walk();
  if (object.metadata === undefined) {
    if (!known.isDocument) metadata.failAt('metadata', 'the object has no metadata', 'Add metadata.name.');
  } else metadata.into('metadata', object.metadata, known.checkMetadata);
  report(schemaCodes.metadata, metadata.problems);
  const isPart = isPartOfAnother(object);
  const own = known.isOfIstio ? schemaCodes.istioSchema : schemaCodes.schema;
  const shape = new Walk();
  known.checkShape(object, shape);
  const isMisshapen = report(
    own,
    shape.problems.filter(({ isMissing }) => !(isPart && isMissing)),
  );
  if (shape.isEndless) return { findings: found, refusal: 'server' };
  const meaning = new Walk();
  // What an object means can be asked only of one that has its shape; of a custom resource, nulls are dropped by then.
  if (shape.failures === 0 && !isPart)
    known.checkMeaning?.(known.nullIsAbsent ? object : withoutNulls(object), meaning);
  const said = new Set(shape.problems.map(({ field }) => field));
  const isMeaningless = report(
    own,
    meaning.problems.filter(({ field }) => !said.has(field)),
  );
  const { broken, unchecked } = known.checkDefinition?.(given) ?? { broken: [], unchecked: [] };
  report(schemaCodes.brokenDefinition, broken);
  report(schemaCodes.ruleNotChecked, unchecked);
  return { findings: found, refusal: refusalOf(known, isMisshapen, isMeaningless) };
}

/** What objects of Istio's kinds mean is checked by istiod's webhook, which a cluster may lack. */
function refusalOf(
  { isOfIstio, isDocument }: KnownKind,
  isMisshapen: boolean,
  isMeaningless: boolean,
): Refusal | undefined {
  if (!isMisshapen && !isMeaningless) return undefined;
  return !isMisshapen && isOfIstio && !isDocument ? 'webhook' : 'server';
}

/** Whether Argo CD is told to merge the object into one that is there, which has what this one lacks. */
function isPartOfAnother({ metadata }: Readonly<Record<string, unknown>>): boolean {
  const annotations = isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : {};
  const options = annotations['argocd.argoproj.io/sync-options'];
  return typeof options === 'string' && /(^|,)\s*Validate=false\s*(,|$)/.test(options);
}

function foreignKind(object: ObjectReference, place: Place): Finding {
  const message = `kind ${object.kind} of ${object.apiVersion} is somebody else's: it was not checked`;
  return finding(schemaCodes.foreignKind, place, { message, field: 'kind', object });
}

function unknownKind(kinds: Kinds, object: ObjectReference, place: Place): Finding {
  const { apiVersion, kind } = object;
  const message = `kind ${kind} of ${apiVersion} is not known`;
  const { group } = splitApiVersion(apiVersion);
  const successor = kinds.successorOf(group, kind);
  const versions = kinds.versionsOf(group, kind);
  const meant = nearest(kind, kinds.kindsOf(group));
  const like = kinds.groupLike(group);
  const [field, remedy] =
    successor !== undefined
      ? ['apiVersion', `Kubernetes serves it as ${successor}.`]
      : versions.length > 0
        ? [
            'apiVersion',
            `Use ${versions.map((one) => (group === '' ? one : `${group}/${one}`)).join(' or ')}.`,
          ]
        : like !== undefined
          ? ['apiVersion', `Write ${like}.`]
          : ['kind', meant === undefined ? undefined : `Write ${meant}.`];
  return finding(schemaCodes.unknownKind, place, { message, remedy, field, object });
}
