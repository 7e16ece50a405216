import { recordsOf, textOf, at } from '../model/fields';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';

/** A kind of the Gateway API, by its definition. */
export interface GatewayKind {
  readonly resource: Resource;
  readonly kind: string;
  /** Versions that are served, by name. */
  readonly served: readonly string[];
}

/** Definitions of the Gateway API. */
export function gatewayKinds(mesh: Mesh): readonly GatewayKind[] {
  return mesh
    .of('CustomResourceDefinition')
    .filter(({ spec }) => spec.group === 'gateway.networking.k8s.io')
    .map((resource) => ({
      resource,
      kind: textOf(at(resource.spec, 'names', 'kind')) ?? '',
      served: recordsOf(resource.spec.versions)
        .filter(({ served }) => served === true)
        .map(({ name }) => textOf(name) ?? '')
        .sort(),
    }));
}
