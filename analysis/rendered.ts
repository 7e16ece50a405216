import { inOrder, type Finding, type Manifest } from './finding';
import { checkFleet } from './schema/fleet';
import { isDefinition } from './schema/kinds';
import { createValidator } from './schema/validator';

/** The manifests of one mesh, before anything is written, and what is known beside them. */
export interface RenderedMesh {
  readonly manifests: readonly Manifest[];
  /** Version of Istio whose kinds are meant; undefined for the newest that is known. */
  readonly istioVersion: string | undefined;
  /** Namespaces that something else makes, by cluster. */
  readonly providedNamespaces: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Everything that is wrong with what is about to be written, in the order of every report. */
export function analyzeRendered(meshes: readonly RenderedMesh[]): readonly Finding[] {
  return inOrder(meshes.flatMap(analyzeMesh));
}

function analyzeMesh({ manifests, istioVersion, providedNamespaces }: RenderedMesh): readonly Finding[] {
  const definitions = manifests.map(({ object }) => object).filter(isDefinition);
  const validator = createValidator({ istioVersion, serverSideApply: true, definitions });
  const none: ReadonlySet<string> = new Set();
  return [
    ...manifests.flatMap(({ object, place }) => [...validator.check(object, place)]),
    ...checkFleet(manifests, {
      scopeOf: validator.scopeOf.bind(validator),
      providedNamespaces: ({ cluster }) => providedNamespaces.get(cluster ?? '') ?? none,
    }),
  ];
}
