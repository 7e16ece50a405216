import { deliveredBy, retriesForever, waveOf, type Delivered } from '../../delivery/delivered';
import { addTo, at, textOf } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Objects whose kind nothing defines before they are applied. */
export const definitionMissing = rule(meshCatalogue.MW1513, {
  reads: ['Application', 'CustomResourceDefinition', 'IstioOperator'],
  check(mesh, report) {
    const byCluster = new Map<string, Delivered[]>();
    for (const one of deliveredBy(mesh)) {
      const { server, name } = one.destination;
      if (server !== '' || name !== '') addTo(byCluster, server || name, one);
    }
    for (const all of byCluster.values()) {
      const definitions = definitionsIn(all);
      for (const one of all) {
        const told = new Set<string>();
        for (const object of one.objects) {
          const { group, kind } = object;
          const missing = told.has(`${group}/${kind}`) ? undefined : missingFor(object, one, definitions);
          if (missing === undefined) continue;
          told.add(`${group}/${kind}`);
          report(object, 'kind', { application: one.name, kind, group, reason: missing });
        }
      }
    }
  },
});

interface Definition {
  readonly by: Delivered;
  /** Of the definition within its Application. */
  readonly wave: number;
}

interface Definitions {
  readonly byKind: ReadonlyMap<string, readonly Definition[]>;
  readonly istio: readonly Definition[];
  /** Something of the cluster installs Istio's control plane by documents, so that its kinds are to be expected there. */
  readonly installsIstio: boolean;
}

function definitionsIn(all: readonly Delivered[]): Definitions {
  const byKind = new Map<string, Definition[]>();
  const istio: Definition[] = [];
  let installsIstio = false;
  for (const by of all) {
    for (const object of by.objects) {
      if (object.kind === 'CustomResourceDefinition') {
        const key = `${textOf(object.spec.group)}/${textOf(at(object.spec, 'names', 'kind'))}`;
        addTo(byKind, key, { by, wave: waveOf(object) });
      }
      if (object.kind !== 'IstioOperator') continue;
      if (hasPart(object, 'pilot')) installsIstio = true;
      if (hasPart(object, 'base')) istio.push({ by, wave: waveOf(object) });
    }
  }
  return { byKind, istio, installsIstio };
}

/** Whether an IstioOperator document has a component; every profile but `empty` has these. */
function hasPart({ spec }: Resource, component: 'pilot' | 'base'): boolean {
  const enabled = at(spec, 'components', component, 'enabled');
  return enabled === undefined ? spec.profile !== 'empty' : enabled === true;
}

const OF_ISTIO = /^(networking|security|telemetry|extensions)\.istio\.io$/;

function missingFor(object: Resource, of: Delivered, definitions: Definitions): string | undefined {
  const { group, kind } = object;
  const isIstio = OF_ISTIO.test(group);
  const found = [
    ...(definitions.byKind.get(`${group}/${kind}`) ?? []),
    ...(isIstio ? definitions.istio : []),
  ];
  if (found.length === 0)
    return isIstio && definitions.installsIstio
      ? 'no Application of the cluster brings its definition'
      : undefined;
  const isEarlier = ({ by, wave }: Definition) =>
    by === of ? wave <= waveOf(object) : by.wave < of.wave || retriesForever(of);
  if (found.some(isEarlier)) return undefined;
  const { by, wave } = found[0]!;
  return by === of
    ? `its definition comes in wave ${wave} of the same Application, after it`
    : `its definition comes with ${by.name} in wave ${by.wave}, and this in wave ${of.wave}`;
}
