import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kindsOf, type KindDefinition, type PackedGroup, type PackedKind } from '../definition';
import type { Schema } from '../schema';
import { stripSchema } from './strip';

/** Which file of `imports/crds/` becomes which folder of `data/`. */
const SOURCES = [
  { file: 'istio-1.29.yaml', folder: 'istio-1.29' },
  // Only the stored versions were kept of 1.30; it still serves those that 1.29 does, with the same schemas.
  { file: 'istio-1.30.yaml', folder: 'istio-1.30', servesVersionsOf: 'istio-1.29.yaml' },
  { file: 'argoproj.yaml', folder: 'crds' },
  { file: 'cert-manager.yaml', folder: 'crds' },
  { file: 'multus.yaml', folder: 'crds' },
  { file: 'traefik.yaml', folder: 'crds' },
] as const;

const CRDS = join(__dirname, '../../../imports/crds');

/** The packed form of every file of `imports/crds/`: content by path below `data/`. */
export function packedDefinitions(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const source of SOURCES) {
    const kinds = readKinds(source.file);
    const older = 'servesVersionsOf' in source ? readKinds(source.servesVersionsOf) : [];
    for (const packed of packKinds(`imports/crds/${source.file}`, [...kinds, ...alsoServed(kinds, older)])) {
      files.set(`${source.folder}/${packed.group}.json`, formatPacked(packed));
    }
  }
  return files;
}

function readKinds(file: string): readonly KindDefinition[] {
  return parseAllDocuments(readFileSync(join(CRDS, file), 'utf8')).flatMap((document) =>
    kindsOf(document.toJSON()),
  );
}

function alsoServed(
  kinds: readonly KindDefinition[],
  older: readonly KindDefinition[],
): readonly KindDefinition[] {
  return older.flatMap(({ group, kind, version }) => {
    const served = kinds.filter((one) => one.group === group && one.kind === kind);
    const [stored] = served;
    return stored === undefined || served.some((one) => one.version === version)
      ? []
      : [{ ...stored, version }];
  });
}

/** One packed group for each group among the kinds, equal schemas held once. */
export function packKinds(source: string, kinds: readonly KindDefinition[]): readonly PackedGroup[] {
  return [...new Set(kinds.map(({ group }) => group))].sort().map((group) => {
    const schemas: Schema[] = [];
    const positions = new Map<string, number>();
    const positionOf = (schema: Schema) => {
      const stripped = stripSchema(schema) as Schema;
      const text = JSON.stringify(stripped);
      const position = positions.get(text) ?? schemas.push(stripped) - 1;
      positions.set(text, position);
      return position;
    };
    const packed: Record<string, PackedKind> = {};
    for (const { kind, version, namespaced, schema, hasStatus } of kinds.filter(
      (one) => one.group === group,
    )) {
      const { versions = {}, status = [] } = packed[kind] ?? {};
      packed[kind] = {
        namespaced,
        versions: { ...versions, [version]: positionOf(schema) },
        status: hasStatus ? [...status, version] : status,
      };
    }
    return { source, group, kinds: packed, schemas };
  });
}

/** JSON with one schema to a line, so that a change shows which kind it is about. */
function formatPacked({ source, group, kinds, schemas }: PackedGroup): string {
  const lines = schemas.map((schema) => JSON.stringify(schema)).join(',\n');
  const head = JSON.stringify({ source, group, kinds }).slice(0, -1);
  return `${head},"schemas":[\n${lines}\n]}\n`;
}
