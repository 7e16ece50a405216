import type { Checks } from './checks';

/** One of several fields, and none of the others: `ExactlyOne<{ httpHeaderName: string; useSourceIp: true }>`. */
export type ExactlyOne<Fields> = {
  [Chosen in keyof Fields]: Pick<Fields, Chosen> & { [Other in Exclude<keyof Fields, Chosen>]?: never };
}[keyof Fields];

/** One of several fields, or none. */
export type AtMostOne<Fields> = ExactlyOne<Fields> | { [Field in keyof Fields]?: never };

/** Records a problem unless exactly one of the fields is there, for input that no compiler has seen. */
export function checkExactlyOne(checks: Checks, value: object, fields: readonly string[]): void {
  const given = givenFields(value, fields);
  checks.expect(
    given.length === 1,
    `has ${given.length === 0 ? 'none' : given.join(' and ')} of ${fields.join(', ')}: exactly one is allowed`,
  );
}

/** Records a problem where more than one of the fields is there. */
export function checkAtMostOne(checks: Checks, value: object, fields: readonly string[]): void {
  const given = givenFields(value, fields);
  checks.expect(
    given.length <= 1,
    `has ${given.join(' and ')}: at most one of ${fields.join(', ')} is allowed`,
  );
}

function givenFields(value: object, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => (value as Readonly<Record<string, unknown>>)[field] !== undefined);
}
