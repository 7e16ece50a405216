import { allRules } from './analyzers/all';
import { runRules } from './analyzers/run';
import { inOrder, type Finding, type Manifest } from './finding';
import { givenObjects, type Given } from './given';
import { buildMeshes } from './model/mesh';
import type { Bundle } from './read/bundle';
import type { Chart } from './read/read';
import { checkObjects } from './schema/check-objects';
import { checkFleet } from './schema/fleet';

/** The manifests of one mesh, before anything is written, and what is known beside them. */
export interface RenderedMesh {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** Components that are Helm charts. */
  readonly charts: readonly Chart[];
  /** Version of Istio whose kinds are meant; undefined for the newest that is known. */
  readonly istioVersion: string | undefined;
  /** What something else makes. */
  readonly given: Given;
  /** What its machines start with. */
  readonly bundles: readonly Bundle[];
}

/** Everything that is wrong with what is about to be written, in the order of every report. */
export function analyzeRendered(meshes: readonly RenderedMesh[]): readonly Finding[] {
  return inOrder(meshes.flatMap(analyzeMesh));
}

function analyzeMesh({
  name,
  manifests,
  charts,
  istioVersion,
  given,
  bundles,
}: RenderedMesh): readonly Finding[] {
  const { validator, findings, refusalOf } = checkObjects(manifests, {
    istioVersion,
    serverSideApply: true,
  });
  const models = buildMeshes(manifests, { charts, given: givenObjects(given, name), bundles });
  const none: ReadonlySet<string> = new Set();
  const namespaces = new Map(
    Object.entries(given.clusters).map(([cluster, one]) => [cluster, new Set(one.namespaces)]),
  );
  return [
    ...findings,
    ...checkFleet(manifests, {
      scopeOf: validator.scopeOf.bind(validator),
      providedNamespaces: ({ cluster }) => namespaces.get(cluster ?? '') ?? none,
    }),
    ...runRules(allRules, models, refusalOf),
  ];
}
