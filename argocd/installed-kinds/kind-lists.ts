import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { parseAllDocuments } from 'yaml';
import type { KindLists } from '../installed-kinds';

/** What the scripts of this folder look at in an object. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export function parseObjects(text: string): readonly Rendered[] {
  return parseAllDocuments(text)
    .map((one) => one.toJS() as Rendered | null)
    .filter((one) => one !== null);
}

export function kindOf({ apiVersion, kind }: Rendered): string {
  return apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/${kind}` : kind;
}

export function kindLists(
  objects: readonly Rendered[],
  isNamespaced = ({ metadata }: Rendered) => metadata.namespace !== undefined,
): KindLists {
  const kinds = (wanted: readonly Rendered[]) => [...new Set(wanted.map(kindOf))].sort();
  return {
    cluster: kinds(objects.filter((one) => !isNamespaced(one))),
    namespaced: kinds(objects.filter(isNamespaced)),
  };
}

/** Writes a list as the formatter has it. */
export async function writeList(file: string, list: object): Promise<void> {
  writeFileSync(file, await format(JSON.stringify(list), { ...(await resolveConfig(file)), filepath: file }));
  process.stdout.write(`wrote ${file}\n`);
}
