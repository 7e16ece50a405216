import type { Checks } from '../../values/checks';

/** What a tag of a span is filled with. Made by the functions of the same name. */
export interface CustomTag {
  readonly literal?: { readonly value: string };
  readonly environment?: { readonly name: string; readonly defaultValue?: string };
  readonly header?: { readonly name: string; readonly defaultValue?: string };
  readonly formatter?: { readonly value: string };
}

export const CustomTag = {
  /** The same for every span. */
  literal: (value: string): CustomTag => ({ literal: { value } }),

  /** A variable of the proxy's environment; without it, and without a default, there is no tag. */
  environment: (name: string, defaultValue?: string): CustomTag => ({ environment: { name, defaultValue } }),

  /** A header of the request; without it, and without a default, there is no tag. */
  header: (name: string, defaultValue?: string): CustomTag => ({ header: { name, defaultValue } }),

  /** Envoy's format string for access logs: `%REQ(:AUTHORITY)%`. */
  formatter: (value: string): CustomTag => ({ formatter: { value } }),
} as const;

/** What becomes of a metric's tag. Made by the functions of the same name. */
export interface TagOverride {
  readonly operation: 'UPSERT' | 'REMOVE';
  readonly value?: string;
}

export const TagOverride = {
  /** Adds or changes the tag; a CEL expression, so that a text needs quotes of its own: `"'shop'"`. */
  upsert: (value: string): TagOverride => ({ operation: 'UPSERT', value }),

  /** Takes the tag away. */
  remove: (): TagOverride => ({ operation: 'REMOVE' }),
} as const;

export function checkCustomTags(tags: Readonly<Record<string, CustomTag>>, checks: Checks): void {
  for (const [name, { literal, environment, header, formatter }] of Object.entries(tags)) {
    checks.expect(name !== '', 'has a tag without a name');
    checks.at(name).expect(
      [literal?.value, environment?.name, header?.name, formatter?.value].every((text) => text !== ''),
      'is filled with an empty text: Istio refuses it',
    );
  }
}

export function lowerRecord<Value extends object>(
  record: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, { ...value }]));
}
