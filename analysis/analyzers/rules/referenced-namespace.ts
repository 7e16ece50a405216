import { at, recordsOf, textsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Namespaces that an AuthorizationPolicy names as the source of requests. */
export const referencedNamespace = rule(catalogue.IST0101, {
  reads: ['AuthorizationPolicy', 'Namespace'],
  check(mesh, report) {
    // Requests come from all clusters of the mesh.
    const known = new Set(mesh.clusters.flatMap(({ namespaces }) => [...namespaces.keys()]));
    for (const resource of mesh.of('AuthorizationPolicy')) {
      recordsOf(resource.spec.rules).forEach((one, rule) => {
        recordsOf(one.from).forEach((from, index) => {
          for (const list of ['namespaces', 'notNamespaces']) {
            textsOf(at(from, 'source', list)).forEach((name, at) => {
              if (name === '' || isKnown(name, known)) return;
              const field = `spec.rules[${rule}].from[${index}].source.${list}[${at}]`;
              report(resource, field, { what: 'namespace', name, known });
            });
          }
        });
      });
    }
  },
});

/** Whether a name, or a beginning or an end with a star, is one of the namespaces. */
function isKnown(pattern: string, known: ReadonlySet<string>): boolean {
  if (pattern === '*' || known.has(pattern)) return true;
  if (pattern.startsWith('*')) return [...known].some((name) => name.endsWith(pattern.slice(1)));
  if (pattern.endsWith('*')) return [...known].some((name) => name.startsWith(pattern.slice(0, -1)));
  return false;
}
