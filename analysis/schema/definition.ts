import { isRecord, type Schema } from './schema';

/** What the API server knows of one kind in one version. */
export interface KindDefinition {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly namespaced: boolean;
  readonly schema: Schema;
  /** Whether `status` is a subresource, which creating an object ignores. */
  readonly hasStatus: boolean;
}

/** One API group as it is committed under `data/`: schemas are told apart by their position in the list. */
export interface PackedGroup {
  /** Where the schemas are from. */
  readonly source: string;
  readonly group: string;
  readonly kinds: Readonly<Record<string, PackedKind>>;
  readonly schemas: readonly Schema[];
}

export interface PackedKind {
  readonly namespaced: boolean;
  /** Position of the schema per served version. */
  readonly versions: Readonly<Record<string, number>>;
  /** Versions whose `status` is a subresource. */
  readonly status: readonly string[];
}

/** A CustomResourceDefinition that does not say what a kind is. */
export class DefinitionError extends Error {
  constructor(
    message: string,
    readonly field: string,
  ) {
    super(message);
  }
}

/**
 * The kinds that a CustomResourceDefinition defines, one for each version that is served.
 *
 * @throws DefinitionError where it lacks what makes a kind
 */
export function kindsOf(crd: unknown): readonly KindDefinition[] {
  const spec = isRecord(crd) && isRecord(crd.spec) ? crd.spec : undefined;
  const kind = spec && isRecord(spec.names) ? spec.names.kind : undefined;
  const group = spec?.group;
  if (typeof kind !== 'string') throw new DefinitionError('names no kind', 'spec.names.kind');
  if (typeof group !== 'string') throw new DefinitionError('names no group', 'spec.group');
  if (!Array.isArray(spec?.versions)) throw new DefinitionError('has no list of versions', 'spec.versions');
  const namespaced = spec.scope === 'Namespaced';
  return spec.versions.flatMap((version: unknown, index): KindDefinition[] => {
    if (!isRecord(version) || typeof version.name !== 'string') {
      throw new DefinitionError('has no name', `spec.versions[${index}]`);
    }
    if (version.served === false) return [];
    const schema = isRecord(version.schema) ? version.schema.openAPIV3Schema : undefined;
    if (!isRecord(schema)) throw new DefinitionError('has no schema', `spec.versions[${index}].schema`);
    const hasStatus = isRecord(version.subresources) && isRecord(version.subresources.status);
    return [{ group, kind, version: version.name, namespaced, schema, hasStatus }];
  });
}

/** The kinds of a packed group by `kind/version`. */
export function unpack(packed: PackedGroup): ReadonlyMap<string, KindDefinition> {
  const { group, kinds, schemas } = packed;
  return new Map(
    Object.entries(kinds).flatMap(([kind, { namespaced, versions, status }]) =>
      Object.entries(versions).map(([version, position]): [string, KindDefinition] => {
        const schema = schemas[position] ?? {};
        return [
          `${kind}/${version}`,
          { group, kind, version, namespaced, schema, hasStatus: status.includes(version) },
        ];
      }),
    ),
  );
}
