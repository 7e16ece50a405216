import { nearest } from '../../../values/nearest';
import { formatNamed } from '../formats';
import { goRegex } from '../regex';
import type { Schema } from '../schema';
import { describe, type Check, type Walk } from './walk';

/** Source: what Go reads a JSON number into. */
const RANGES = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  int64: [-(2 ** 63), 2 ** 63],
} as const;

export const checkBoolean: Check = (value, walk) => {
  if (typeof value === 'boolean') return;
  const meant = typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() : undefined;
  walk.fail(
    `${describe(value)} is not true or false`,
    meant === undefined ? 'Write true or false.' : `Write ${meant} without quotes.`,
  );
};

export const checkIntOrString: Check = (value, walk) => {
  if (typeof value === 'string') return;
  if (Number.isInteger(value)) {
    const [least, most] = RANGES.int32;
    if ((value as number) < least || (value as number) > most)
      walk.fail(`${value as number} is outside of int32`);
    return;
  }
  walk.fail(`${describe(value)} is neither an integer nor a string`, 'Write an integer, or text in quotes.');
};

/** Checks of numbers; of integers where the schema's type says so. */
export function numberCheck(schema: Schema): Check {
  const isInteger = schema.type === 'integer';
  const noun = isInteger ? 'an integer' : 'a number';
  const [least, most] = isInteger
    ? (RANGES[schema.format as keyof typeof RANGES] ?? RANGES.int64)
    : [-Infinity, Infinity];
  return (value, walk) => {
    if (typeof value !== 'number' || !Number.isFinite(value) || (isInteger && !Number.isInteger(value))) {
      const meant = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
      walk.fail(
        `${describe(value)} is not ${noun}`,
        meant ? `Write ${value} without quotes.` : `Write ${noun}.`,
      );
    } else if (value < least || value > most) {
      walk.fail(`${value} is outside of ${schema.format ?? 'int64'} (${least} to ${most})`);
    }
  };
}

function remedyOf(value: unknown, isDuration: boolean): string {
  if (typeof value === 'number' && isDuration) return `Give it a unit: "${value}s".`;
  if (typeof value === 'boolean')
    return `Quote it; YAML reads ${value ? 'y, yes and on as true' : 'n, no and off as false'}.`;
  return typeof value === 'number' ? `Quote it: "${value}".` : 'Write text.';
}

/** Checks that a value is text, and of the schema's format where that is one that the API server checks. */
export function stringCheck(schema: Schema): Check {
  const format = schema.format === undefined ? undefined : formatNamed(schema.format);
  const isDuration = schema['x-kubernetes-validations']?.some(({ rule }) =>
    rule.startsWith('duration(self)'),
  );
  return (value, walk) => {
    if (typeof value !== 'string') {
      walk.fail(`${describe(value)} is not a string`, remedyOf(value, isDuration === true));
    } else if (format !== undefined && !format.accepts(value)) {
      walk.fail(`${describe(value)} is not ${format.noun}`);
    }
  };
}

/** The limits that a schema sets to values, whatever their type: each looks only at values that it is about. */
export function limitChecks(schema: Schema, emptyIsAbsent: boolean): readonly Check[] {
  const checks: Check[] = [];
  const { minLength, maxLength, minimum, maximum, multipleOf, pattern } = schema;
  const onText = (holds: (text: string) => boolean, message: string) =>
    checks.push((value, walk) => {
      if (typeof value === 'string' && !holds(value)) walk.fail(`${describe(value)} ${message}`);
    });
  const onNumber = (holds: (number: number) => boolean, message: string) =>
    checks.push((value, walk) => {
      if (typeof value === 'number' && !holds(value)) walk.fail(`${value} ${message}`);
    });
  if (minLength !== undefined) {
    const message = minLength === 1 ? 'is empty' : `is shorter than ${minLength} characters`;
    onText((text) => text.length >= minLength && length(text) >= minLength, message);
  }
  if (maxLength !== undefined) {
    onText(
      (text) => text.length <= maxLength || length(text) <= maxLength,
      `is longer than ${maxLength} characters`,
    );
  }
  if (pattern !== undefined && pattern !== '') {
    const regex = goRegex(pattern);
    onText((text) => regex.test(text), `does not match ${pattern}`);
  }
  if (minimum !== undefined) {
    const isOpen = schema.exclusiveMinimum === true;
    onNumber(
      (one) => (isOpen ? one > minimum : one >= minimum),
      `is not ${isOpen ? 'above' : 'at least'} ${minimum}`,
    );
  }
  if (maximum !== undefined) {
    const isOpen = schema.exclusiveMaximum === true;
    onNumber(
      (one) => (isOpen ? one < maximum : one <= maximum),
      `is not ${isOpen ? 'below' : 'at most'} ${maximum}`,
    );
  }
  if (multipleOf !== undefined)
    onNumber((one) => Number.isInteger(one / multipleOf), `is no multiple of ${multipleOf}`);
  if (schema.enum !== undefined && schema.enum.length > 0) {
    const check = enumCheck(schema.enum, schema.format);
    checks.push(emptyIsAbsent ? (value, walk) => (value === '' ? undefined : check(value, walk)) : check);
  }
  return checks;
}

/** In code points, as Go counts runes. */
function length(text: string): number {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length;
}

function enumCheck(allowed: readonly unknown[], format: string | undefined): Check {
  const values = new Set(allowed.map((one) => JSON.stringify(one)));
  const names = allowed.map((one) => (typeof one === 'string' && one !== '' ? one : JSON.stringify(one)));
  return (value: unknown, walk: Walk) => {
    // An enum of protobuf may be written as its number, too.
    if (values.has(JSON.stringify(value)) || (format === 'proto-enum' && Number.isInteger(value))) return;
    const meant = typeof value === 'string' ? nearest(value, names) : undefined;
    walk.fail(
      `${describe(value)} is not one of ${names.join(', ')}`,
      meant === undefined ? `Use one of ${names.join(', ')}.` : `Write ${meant}.`,
    );
  };
}
