import type { Cluster } from './cluster';
import { at, fieldsOf, textOf, textsOf, type Fields } from './fields';
import { parsed } from './injection';
import type { Resource } from './resource';

/** What a cluster's control plane is configured with, Istio's defaults where nothing is said. */
export interface MeshConfig {
  /** As written; several sources laid over each other. */
  readonly fields: Fields;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  /** `*` where nothing is said. */
  exports(
    field: 'defaultServiceExportTo' | 'defaultVirtualServiceExportTo' | 'defaultDestinationRuleExportTo',
  ): readonly string[];
}

/** The MeshConfig of a cluster: from IstioOperator documents, and from the ConfigMap that istiod reads. */
export function meshConfigOf(cluster: Cluster): MeshConfig {
  let fields: Fields = {};
  for (const { spec } of cluster.of('IstioOperator')) {
    fields = overlay(fields, fieldsOf(at(spec, 'values', 'meshConfig')));
    fields = overlay(fields, fieldsOf(spec.meshConfig));
  }
  for (const map of cluster.of('ConfigMap')) {
    if (!/^istio(?:-|$)/.test(map.name)) continue;
    fields = overlay(fields, fieldsOf(parsed(textOf(at(map.object, 'data', 'mesh')) ?? '')));
  }
  return {
    fields,
    rootNamespace: textOf(fields.rootNamespace) ?? cluster.systemNamespace,
    trustDomain: textOf(fields.trustDomain) ?? 'cluster.local',
    exports: (field) => {
      const given = textsOf(fields[field]);
      return given.length > 0 ? given : ['*'];
    },
  };
}

/** Mappings are merged, anything else is replaced. */
export function overlay(under: Fields, over: Fields): Fields {
  const result: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = fieldsOf(result[key]);
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    result[key] = isMapping && Object.keys(below).length > 0 ? overlay(below, fieldsOf(value)) : value;
  }
  return result;
}

/** MeshNetworks as one object of a cluster says it: network by name. */
export interface MeshNetworks {
  readonly resource: Resource;
  readonly networks: Fields;
  /** Where the networks are in the object; null inside of a ConfigMap's text. */
  readonly path: readonly string[] | null;
}

/** What a cluster is told of networks: by IstioOperator documents, and by the ConfigMap that istiod reads. */
export function meshNetworksOf(cluster: Cluster): readonly MeshNetworks[] {
  const path = ['spec', 'values', 'global', 'meshNetworks'];
  return [
    ...cluster
      .of('IstioOperator')
      .map((resource) => ({ resource, networks: fieldsOf(resource.at(...path)), path })),
    ...cluster
      .of('ConfigMap')
      .filter(({ name }) => /^istio(?:-|$)/.test(name))
      .map((resource) => {
        const text = textOf(resource.at('data', 'meshNetworks')) ?? '';
        return { resource, networks: fieldsOf(at(parsed(text), 'networks')), path: null };
      }),
  ].filter(({ networks }) => Object.keys(networks).length > 0);
}
