import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, listOf } from '../../model/fields';
import { fullHost } from '../../model/hosts';
import type { Resource } from '../../model/resource';
import { isRecord } from '../../schema/schema';
import { configuring } from '../clients';
import { localityPoliciesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** What should fail over and never does: istiod gives endpoints an order only where outlier detection is on. */
export const failoverWithoutOutlierDetection = rule(meshCatalogue.MW1201, {
  reads: ['DestinationRule', 'IstioOperator'],
  check(mesh, report) {
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const host = fullHost(one.host, one.namespace, cluster.domain);
        for (const { setting, path, outlier } of localityPoliciesOf(one)) {
          // Weights need none.
          if (outlier !== undefined || listOf(setting.distribute).length > 0) continue;
          const key = ['failover', 'failoverPriority'].find((name) => listOf(setting[name]).length > 0);
          if (key !== undefined && isWarnedOf(one.resource, path)) continue;
          const isOfPort = path.includes('.portLevelSettings[');
          report(one.resource, key === undefined ? path : `${path}.${key}`, {
            what: key ?? 'localityLbSetting',
            host,
            isOfPort,
          });
        }
      }
      const mesh = meshWide(cluster);
      if (mesh !== undefined)
        report(mesh.document, mesh.path, { what: mesh.key, host: undefined, isOfPort: false });
    }
  },
});

/** Whether it is IST0133: failover of the whole, with no outlier detection at all beside it. */
function isWarnedOf({ spec }: Resource, path: string): boolean {
  return (
    path.startsWith('spec.trafficPolicy.loadBalancer.') &&
    !isRecord(at(spec, 'trafficPolicy', 'outlierDetection'))
  );
}

/** Failover for the whole mesh, of which no host makes use. */
function meshWide(cluster: Cluster) {
  if (cluster.destinationRules.length === 0) return undefined;
  const isUsed = cluster.destinationRules.some(({ resource, subsets }) =>
    [resource.spec.trafficPolicy, ...subsets.map(({ fields }) => fields.trafficPolicy)].some(
      (policy) =>
        at(policy, 'outlierDetection') !== undefined ||
        listOf(at(policy, 'portLevelSettings')).some((one) => at(one, 'outlierDetection') !== undefined),
    ),
  );
  if (isUsed) return undefined;
  for (const document of cluster.of('IstioOperator')) {
    const setting = fieldsOf(at(document.spec, 'meshConfig', 'localityLbSetting'));
    const key = ['failover', 'failoverPriority'].find((name) => listOf(setting[name]).length > 0);
    if (key !== undefined) return { document, key, path: `spec.meshConfig.localityLbSetting.${key}` };
  }
  return undefined;
}
