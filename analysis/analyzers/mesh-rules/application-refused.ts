import { didYouMean } from '../../../values/did-you-mean';
import { deliveredBy, type Delivered } from '../../delivery/delivered';
import { Project } from '../../delivery/project';
import { textOf } from '../../model/fields';
import { isClusterScoped } from '../../model/kinds';
import type { Mesh } from '../../model/mesh';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Applications with something that their AppProject does not permit. */
export const applicationRefused = rule(meshCatalogue.MW1511, {
  reads: ['Application', 'AppProject', 'Secret', 'CustomResourceDefinition'],
  check(mesh, report) {
    const projects = new Map(mesh.of('AppProject').map((one) => [one.name, new Project(one.spec)]));
    if (projects.size === 0) return;
    const scopes = scopesOf(mesh);
    for (const delivered of deliveredBy(mesh)) {
      const { resource, path, name, project: of } = delivered;
      const say = (reason: string, field: string) =>
        report(resource, `${path}.${field}`, { application: name, project: of, reason });
      const project = projects.get(of);
      if (project === undefined) {
        if (of === 'default' || of === '') continue;
        say(`there is no such AppProject${didYouMean(of, projects.keys())}`, 'project');
        continue;
      }
      for (const [reason, field] of refusals(delivered, project, scopes)) say(reason, field);
    }
  },
});

type Scopes = ReadonlyMap<string, string>;

/** Scopes of the kinds that the mesh itself defines. */
function scopesOf(mesh: Mesh): Scopes {
  return new Map(
    mesh.of('CustomResourceDefinition').map(({ spec }) => {
      const { kind } = (spec.names ?? {}) as { kind?: unknown };
      return [`${textOf(spec.group)}/${textOf(kind)}`, textOf(spec.scope) ?? ''];
    }),
  );
}

function* refusals(
  { source, destination, objects }: Delivered,
  project: Project,
  scopes: Scopes,
): Generator<[reason: string, field: string]> {
  const url = textOf(source.repoURL);
  if (url !== undefined && !project.permitsSource(url))
    yield [`it may not have ${url} as a source`, 'source'];
  const where = destination.name || destination.server;
  const isKnown = destination.server !== '' || destination.name !== '';
  if (isKnown && !project.permitsDestination(destination))
    yield [`namespace ${destination.namespace} of ${where} is none of its destinations`, 'destination'];
  const isRendered = source.plugin !== undefined;
  for (const object of objects) {
    const { group, kind } = object;
    if (isRendered && kind === 'IstioOperator') continue;
    const scope = scopeOf(object, scopes);
    const allowed = (['Namespaced', 'Cluster'] as const).filter(
      (one) => scope === undefined || scope === one,
    );
    if (!allowed.some((one) => project.permitsKind(group, kind, one === 'Namespaced')))
      yield [`it may not bring ${kind}${group === '' ? '' : ` of ${group}`}`, 'project'];
    if (scope !== 'Namespaced') continue;
    const namespace = textOf(object.at('metadata', 'namespace')) ?? destination.namespace;
    if (
      isKnown &&
      namespace !== destination.namespace &&
      !project.permitsDestination({ ...destination, namespace })
    )
      yield [
        `namespace ${namespace} of ${where}, where ${kind} ${object.name} belongs, is none of its destinations`,
        'destination',
      ];
  }
}

/** Undefined for a kind that nobody knows here, and that names no namespace. */
function scopeOf({ group, kind, object }: Resource, scopes: Scopes): string | undefined {
  const known = scopes.get(`${group}/${kind}`);
  if (known !== undefined) return known;
  if (isClusterScoped(kind)) return 'Cluster';
  const { namespace } = (object.metadata ?? {}) as { namespace?: unknown };
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  return namespace !== undefined || isBuiltIn ? 'Namespaced' : undefined;
}
