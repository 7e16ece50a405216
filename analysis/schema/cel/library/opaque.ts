import { CelScalar, mapType } from '@bufbuild/cel';

/**
 * The evaluator has no values of one's own making, so those of Kubernetes (a URL, a quantity, an address) travel as
 * maps with a mark that says which they are.
 */
export const OPAQUE = mapType(CelScalar.STRING, CelScalar.DYN);

export type OpaqueKind = 'URL' | 'Quantity' | 'IP' | 'CIDR' | 'Format' | 'Semver';

const MARK = ' kind';
const TEXT = ' text';

export function opaque(kind: OpaqueKind, text: string): Map<string, string> {
  return new Map([
    [MARK, kind],
    [TEXT, text],
  ]);
}

/**
 * The text that the value was made of.
 *
 * @throws Error where the value is of another kind
 */
export function textOf(value: { get(key: string): unknown }, ...kinds: readonly OpaqueKind[]): string {
  const kind = value.get(MARK);
  if (!kinds.includes(kind as OpaqueKind)) {
    throw new Error(`no such overload: expected ${kinds.join(' or ')}, got ${String(kind ?? 'a map')}`);
  }
  return value.get(TEXT) as string;
}

export function kindOf(value: { get(key: string): unknown }): unknown {
  return value.get(MARK);
}
