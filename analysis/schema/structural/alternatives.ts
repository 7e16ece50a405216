import { isGiven, isRecord, type Schema } from '../schema';
import { Walk, type Check } from './walk';

/**
 * Checks of `allOf`, `anyOf`, `oneOf` and `not`.
 *
 * @param compile - compiles an alternative, which only adds to what the schema around it says
 */
export function alternativeChecks(schema: Schema, compile: (alternative: Schema) => Check): readonly Check[] {
  const checks: Check[] = [];
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  checks.push(...allOf.map(compile));
  const isAnyType = schema['x-kubernetes-int-or-string'] && anyOf.every((one) => one.type !== undefined);
  if (anyOf.length > 0 && !isAnyType) checks.push(anyCheck(anyOf, anyOf.map(compile)));
  if (oneOf.length > 0) checks.push(exclusiveCheck(oneOf) ?? oneCheck(oneOf.map(compile)));
  if (not !== undefined) checks.push(notCheck(not, compile(not)));
  return checks;
}

function holds(check: Check, value: unknown): boolean {
  const quiet = new Walk(true);
  check(value, quiet);
  return quiet.failures === 0;
}

function anyCheck(schemas: readonly Schema[], checks: readonly Check[]): Check {
  const fields = schemas.map(requiredAlone);
  const message = fields.every((one) => one !== undefined)
    ? `has none of ${fields.join(', ')}: at least one is needed`
    : `fits none of the ${checks.length} alternatives that are allowed here`;
  return (value, walk) => {
    if (!checks.some((check) => holds(check, value))) walk.fail(message);
  };
}

function oneCheck(checks: readonly Check[]): Check {
  return (value, walk) => {
    const fitting = checks.filter((check) => holds(check, value)).length;
    if (fitting !== 1) walk.fail(`fits ${fitting} of ${checks.length} alternatives: exactly one is allowed`);
  };
}

function notCheck(schema: Schema, check: Check): Check {
  const field = requiredAlone(schema);
  return (value, walk) => {
    if (!holds(check, value)) return;
    if (field === undefined) walk.fail('is what is not allowed here');
    else walk.failAt(field, 'is not allowed here', 'Remove it.');
  };
}

/**
 * The commonest use of `oneOf`: of some fields, exactly one may be there; or at most one, where an alternative says
 * that none is. Its messages can name the fields. Undefined where the alternatives say anything else.
 */
function exclusiveCheck(schemas: readonly Schema[]): Check | undefined {
  const isNone = (one: Schema) =>
    Object.keys(one).join() === 'not' && Object.keys(one.not ?? {}).join() === 'anyOf';
  const fields = schemas.filter((one) => !isNone(one)).map(requiredAlone);
  const excluded = schemas.filter(isNone).flatMap((one) => one.not?.anyOf?.map(requiredAlone) ?? []);
  const mayBeNone = schemas.some(isNone);
  if (
    fields.includes(undefined) ||
    (mayBeNone && [...fields].sort().join() !== [...excluded].sort().join())
  ) {
    return undefined;
  }
  const names = fields as string[];
  return (value, walk) => {
    if (!isRecord(value)) return;
    const given = names.filter((name) => isGiven(value[name]));
    if (given.length > 1) {
      const allowed = `${mayBeNone ? 'at most' : 'exactly'} one of ${names.join(', ')} is allowed`;
      walk.fail(`has ${given.join(' and ')}: ${allowed}`, `Keep one of ${given.join(', ')}.`);
    } else if (given.length === 0 && !mayBeNone) {
      walk.fail(`has none of ${names.join(', ')}: one is needed`, `Add one of ${names.join(', ')}.`);
    }
  };
}

/** The name in `{ required: [name] }`; undefined for any other schema. */
function requiredAlone(schema: Schema): string | undefined {
  return Object.keys(schema).join() === 'required' && schema.required?.length === 1
    ? schema.required[0]
    : undefined;
}
