import { deliveredBy, type Delivered } from '../../delivery/delivered';
import { at, fieldsOf, textOf, type Fields } from '../../model/fields';
import { isClusterScoped, kindKey } from '../../model/kinds';
import { madeByOperator } from '../../model/operator';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Objects that two Applications bring to one cluster: each takes it from the other, and one prunes it. */
export const objectOwnedTwice = rule(meshCatalogue.MW1512, {
  reads: ['Application', 'IstioOperator'],
  check(mesh, report) {
    const owners = new Map<string, Delivered>();
    const told = new Set<string>();
    for (const delivered of deliveredBy(mesh)) {
      const { server, name } = delivered.destination;
      if (server === '' && name === '') continue;
      for (const { key, what } of broughtBy(delivered)) {
        const owner = owners.get(`${server || name}\u0001${key}`);
        owners.set(`${server || name}\u0001${key}`, owner ?? delivered);
        if (owner === undefined || owner === delivered) continue;
        const pair = JSON.stringify([delivered.name, owner.name, delivered.resource.key]);
        if (told.has(pair)) continue;
        told.add(pair);
        report(delivered.resource, delivered.path, {
          application: delivered.name,
          other: owner.name,
          what,
          where: delivered.destination.name || delivered.destination.server,
        });
      }
    }
  },
});

interface Brought {
  readonly key: string;
  /** `Deployment shop/web` */
  readonly what: string;
}

function* broughtBy({ objects, source, destination }: Delivered): Generator<Brought> {
  for (const resource of objects) {
    if (resource.kind !== 'IstioOperator' || source.plugin === undefined) {
      yield brought(resource.object, destination.namespace);
      continue;
    }
    for (const made of madeByOperator(resource)) yield brought(made, destination.namespace);
  }
}

function brought(object: Fields, namespace: string): Brought {
  const { apiVersion, kind, metadata } = object as Partial<Pick<Resource, 'apiVersion' | 'kind'>> & Fields;
  const [group = ''] = (apiVersion ?? '').includes('/') ? apiVersion!.split('/') : [];
  const name = textOf(at(metadata, 'name')) ?? '';
  const own = isClusterScoped(kind ?? '') ? '' : (textOf(fieldsOf(metadata).namespace) ?? namespace);
  const what = `${kind} ${own === '' ? '' : `${own}/`}${name}`;
  return { key: JSON.stringify([kindKey(group, kind ?? ''), own, name]), what };
}
