import { isDnsLabel } from '../../../values/dns';
import { isLabelKey, isLabelValue } from '../../../values/label';
import { parseQuantity } from '../../../values/quantity';
import { isGiven, isRecord } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';

/** An object of which the shape is known to be right. */
export type Fields = Readonly<Record<string, unknown>>;

/** Runs checks one after the other. */
export function all(...checks: readonly Check[]): Check {
  return (value, walk) => checks.forEach((check) => check(value, walk));
}

/** Checks the fields that are there, each by its own. */
export function fields(checks: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(checks);
  return (value, walk) => {
    for (const [name, check] of entries) {
      const one = (value as Fields)[name];
      if (isGiven(one)) walk.into(name, one, check);
    }
  };
}

/** Checks an object as a whole. */
export function whole(check: (object: Fields, walk: Walk) => void): Check {
  return (value, walk) => {
    if (isRecord(value)) check(value, walk);
  };
}

/** Checks every element of a list. */
export function each(check: Check): Check {
  return (value, walk) => {
    if (Array.isArray(value)) value.forEach((one, index) => walk.into(index, one, check));
  };
}

/** Whether a field is there and not empty. */
export function has(object: Fields, name: string): boolean {
  const value = object[name];
  return isGiven(value) && value !== '' && !(Array.isArray(value) && value.length === 0);
}

export function requires(...names: readonly string[]): Check {
  return whole((object, walk) => {
    for (const name of names) {
      if (!has(object, name)) walk.lacks(name);
    }
  });
}

/** Reports fields of which not exactly one is there; `none` allows that none is. */
export function exclusive(names: readonly string[], { none = false } = {}): Check {
  return whole((object, walk) => {
    const given = names.filter((name) => isGiven(object[name]));
    if (given.length > 1) {
      walk.fail(
        `has ${given.join(' and ')}: only one of them is allowed`,
        `Keep one of ${given.join(', ')}.`,
      );
    } else if (given.length === 0 && !none) {
      walk.fail(`has none of ${names.join(', ')}: one is needed`, `Add one of ${names.join(', ')}.`);
    }
  });
}

/** Text of a syntax; empty text, which stands for none, is left alone. */
export function text(accepts: (text: string) => boolean, noun: string, { empty = true } = {}): Check {
  return (value, walk) => {
    if (typeof value !== 'string' || (empty && value === '')) return;
    if (!accepts(value)) walk.fail(`${describe(value)} is not ${noun}`);
  };
}

export function oneOf(...allowed: readonly string[]): Check {
  return text((value) => allowed.includes(value), `one of ${allowed.join(', ')}`, { empty: false });
}

export function between(least: number, most: number): Check {
  return (value, walk) => {
    if (typeof value !== 'number' || (value >= least && value <= most)) return;
    walk.fail(most === Infinity ? `${value} is below ${least}` : `${value} is not from ${least} to ${most}`);
  };
}

export const notNegative = between(0, Infinity);
export const positive = between(1, Infinity);
export const port = between(1, 65535);

export const dnsLabel = text(isDnsLabel, 'a DNS label (lower-case letters, digits and "-", at most 63)');
export const dnsName = text(
  (value) =>
    value.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value),
  'a DNS name (lower-case letters, digits, "-" and ".")',
);
export const dns1035 = text(
  (value) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value),
  'a DNS label that begins with a letter',
);
export const qualifiedName = text(isLabelKey, 'a qualified name ([DNS name/]name)');
export const labelValue = text(isLabelValue, 'a label value');

/** A port's number, or the name of a container's port; empty text stands for none. */
export const portOrName: Check = (value, walk) => {
  if (typeof value === 'number') return port(value, walk);
  const name = String(value);
  if (name === '') return;
  if (!/^[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name) || !/[a-z]/.test(name) || name.includes('--')) {
    walk.fail(
      `${describe(value)} is no port's name (at most 15 lower-case letters, digits and "-", a letter among them)`,
    );
  }
};

/** A number that is not negative, or a percentage. */
export const countOrPercent: Check = (value, walk) => {
  if (typeof value === 'number') return notNegative(value, walk);
  if (!/^[0-9]+%$/.test(String(value)))
    walk.fail(`${describe(value)} is neither a number nor a percentage (such as 25%)`);
};

/** Size of a quantity, which its shape has been checked to be. */
export function sizeOf(quantity: unknown): number {
  const text = String(quantity);
  const size = parseQuantity(text.replace(/^[-+]/, '')) ?? 0;
  return text.startsWith('-') ? -size : size;
}

/** Refuses the second of two elements with the same value of a field; those that lack it are left alone. */
export function unique(name: string): Check {
  return (value, walk) => {
    if (!Array.isArray(value)) return;
    const seen = new Set<unknown>();
    (value as Fields[]).forEach((one, index) => {
      const key = one?.[name];
      if (!isGiven(key) || key === '') return;
      if (seen.has(key)) walk.at([index], () => walk.failAt(name, `${describe(key)} is there twice`));
      seen.add(key);
    });
  };
}

export const notEmpty: Check = (value, walk) => {
  if (value === '' || (Array.isArray(value) && value.length === 0)) walk.fail('is empty');
};
