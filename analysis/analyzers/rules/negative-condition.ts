import { recordsOf, textOf, type Fields } from '../../model/fields';
import type { Kind } from '../../model/kinds';
import type { Resource } from '../../model/resource';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

const ROUTE = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** The conditions that matter, which are all bad news when they are False. */
const CONDITIONS = {
  Service: ['istio.io/WaypointBound'],
  ServiceEntry: ['istio.io/WaypointBound'],
  AuthorizationPolicy: ['ZtunnelAccepted', 'WaypointAccepted'],
  KubernetesGateway: ['Accepted', 'Programmed', 'ResolvedRefs'],
  HTTPRoute: ROUTE,
  GRPCRoute: ROUTE,
} as const satisfies Partial<Record<Kind, readonly string[]>>;

type Watched = keyof typeof CONDITIONS;
const KINDS = Object.keys(CONDITIONS) as Watched[];

export const negativeCondition = rule(catalogue.IST0171, {
  reads: KINDS,
  check(mesh, report) {
    for (const kind of KINDS) {
      for (const resource of mesh.of(kind)) {
        for (const { condition, path } of conditionsOf(resource, kind)) {
          if (!isNegative(condition, kind)) continue;
          report(resource, path, {
            type: textOf(condition.type)!,
            reason: textOf(condition.reason) ?? '',
            message: textOf(condition.message) ?? '',
          });
        }
      }
    }
  },
});

function isNegative({ type, status, reason }: Fields, kind: Watched): boolean {
  if (!(CONDITIONS[kind] as readonly unknown[]).includes(type)) return false;
  // A waypoint says True of a policy that it takes in part.
  return status === 'False' || (type === 'WaypointAccepted' && reason === 'PartiallyInvalid');
}

/** A route has conditions for each of its parents. */
function conditionsOf({ status }: Resource, kind: Watched) {
  const places =
    kind === 'HTTPRoute' || kind === 'GRPCRoute'
      ? recordsOf(status.parents).map((parent, index) => ({ of: parent, path: `status.parents[${index}]` }))
      : [{ of: status, path: 'status' }];
  return places.flatMap(({ of, path }) =>
    recordsOf(of.conditions).map((condition, index) => ({
      condition,
      path: `${path}.conditions[${index}]`,
    })),
  );
}
