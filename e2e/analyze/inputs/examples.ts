import type { Input, Json } from '../input';

/** Small examples of a code, by what they show. */
export function examples(code: string, all: Readonly<Record<string, readonly Json[]>>): readonly Input[] {
  return Object.entries(all).map(([name, objects]) => ({
    name: `small/${code}/${name}`,
    clusters: [objects],
  }));
}

/** One example for each value. */
export function forEach<T>(
  values: Readonly<Record<string, T>>,
  example: (value: T) => readonly Json[],
): Readonly<Record<string, readonly Json[]>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, example(value)]));
}
