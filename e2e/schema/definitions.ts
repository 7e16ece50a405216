import type { PackedGroup } from '../../analysis/schema/definition';

/** Definitions of kinds whose schemas are kept in a shorter form; the first version is stored. */
export function crdsOf({ group, kinds, schemas }: PackedGroup) {
  return Object.entries(kinds).map(([kind, { namespaced, versions, status }]) => {
    const singular = kind.toLowerCase();
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${singular}s.${group}` },
      spec: {
        group,
        names: { kind, plural: `${singular}s`, singular },
        scope: namespaced ? 'Namespaced' : 'Cluster',
        versions: Object.entries(versions).map(([name, schema], index) => ({
          name,
          served: true,
          storage: index === 0,
          schema: { openAPIV3Schema: schemas[schema] },
          ...(status.includes(name) && { subresources: { status: {} } }),
        })),
      },
    };
  });
}
