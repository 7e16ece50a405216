import type { Cluster } from '../../model/cluster';
import { addTo, at, textOf, textsOf } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { clusterName } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import type { FieldPath } from '../rule';
import { rule } from '../rule';

/** A setting of a cluster, and the object that has it. */
interface Setting {
  readonly cluster: Cluster;
  readonly value: string;
  readonly resource: Resource;
  readonly field: FieldPath;
}

const SETTINGS: Readonly<Record<string, (cluster: Cluster) => Setting | undefined>> = {
  meshID: (cluster) =>
    ofValues(cluster, ['global', 'meshID'], cluster.isRemote ? undefined : cluster.meshConfig.trustDomain),
  'the domain of Services': (cluster) =>
    ofValues(cluster, ['global', 'proxy', 'clusterDomain'], 'cluster.local'),
  trustDomain: (cluster) => ofMeshConfig(cluster, 'trustDomain', cluster.meshConfig.trustDomain),
  enableAutoMtls: (cluster) =>
    ofMeshConfig(cluster, 'enableAutoMtls', String(cluster.meshConfig.fields.enableAutoMtls !== false)),
};

export const meshSettingDiffers = rule(meshCatalogue.MW1001, {
  reads: ['IstioOperator', 'ConfigMap'],
  check(mesh, report) {
    for (const [setting, read] of Object.entries(SETTINGS)) {
      const found = mesh.clusters.map(read).filter((one) => one !== undefined);
      const usual = mostOf(found);
      for (const { cluster, value, resource, field } of found) {
        if (usual === undefined || value === usual.value) continue;
        if (setting === 'trustDomain' && trusts(cluster, usual.value) && trusts(usual.cluster, value))
          continue;
        report(resource, field, { setting, value, other: usual.value, cluster: clusterName(usual.cluster) });
      }
    }
  },
});

/** The first of those that most agree with. */
function mostOf(settings: readonly Setting[]): Setting | undefined {
  const byValue = new Map<string, Setting[]>();
  for (const one of settings) addTo(byValue, one.value, one);
  let most: readonly Setting[] = [];
  for (const group of byValue.values()) if (group.length > most.length) most = group;
  return most[0];
}

/** Whether proxies take certificates of a trust domain for those of their own. */
function trusts({ meshConfig }: Cluster, domain: string): boolean {
  return textsOf(meshConfig.fields.trustDomainAliases).includes(domain);
}

/** What IstioOperator documents say in their values; a cluster that has none says nothing. */
function ofValues(cluster: Cluster, path: readonly string[], usual: string | undefined): Setting | undefined {
  const documents = cluster.of('IstioOperator');
  for (const within of ['values', 'unvalidatedValues']) {
    for (const resource of documents) {
      const value = textOf(at(resource.spec, within, ...path));
      if (value) return { cluster, value, resource, field: ['spec', within, ...path] };
    }
  }
  const [resource] = documents.filter(makesControlPlane);
  return resource === undefined || usual === undefined
    ? undefined
    : { cluster, value: usual, resource, field: 'spec.values' };
}

/** What the mesh configuration says, where a cluster has one. */
function ofMeshConfig(cluster: Cluster, key: string, value: string): Setting | undefined {
  if (cluster.isRemote) return undefined;
  for (const resource of cluster.of('IstioOperator')) {
    if (at(resource.spec, 'meshConfig', key) !== undefined)
      return { cluster, value, resource, field: `spec.meshConfig.${key}` };
  }
  const resource =
    cluster
      .of('ConfigMap')
      .find((one) => /^istio(?:-|$)/.test(one.name) && one.at('data', 'mesh') !== undefined) ??
    cluster.of('IstioOperator').find(makesControlPlane);
  if (resource === undefined) return undefined;
  return { cluster, value, resource, field: resource.kind === 'ConfigMap' ? 'data.mesh' : 'spec' };
}

function makesControlPlane(resource: Resource): boolean {
  return resource.cluster
    .of('Deployment')
    .some(
      ({ labels, origin }) =>
        labels.app === 'istiod' && origin?.maker === (resource.origin?.maker ?? resource),
    );
}
