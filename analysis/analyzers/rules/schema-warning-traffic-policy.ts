import { at, fieldsOf, listOf } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Of the policy of the rule itself: Istio does not warn of those of subsets and ports. */
export const schemaWarningTrafficPolicy = rule(catalogue.IST0133, {
  reads: ['DestinationRule'],
  check(mesh, report) {
    for (const resource of mesh.of('DestinationRule')) {
      const { outlierDetection, loadBalancer } = fieldsOf(resource.spec.trafficPolicy);
      const say = (field: string, warning: string, fix: string) =>
        report(resource, `spec.trafficPolicy.${field}`, { warning, fix });
      if (at(outlierDetection, 'consecutiveErrors'))
        say(
          'outlierDetection.consecutiveErrors',
          'consecutiveErrors is deprecated',
          'Set consecutive5xxErrors or consecutiveGatewayErrors.',
        );
      // The API server of int64 gives a text.
      if (Number(at(loadBalancer, 'consistentHash', 'minimumRingSize') ?? 0) !== 0)
        say(
          'loadBalancer.consistentHash.minimumRingSize',
          'minimumRingSize is deprecated',
          'Set ringHash.minimumRingSize.',
        );
      const locality = at(loadBalancer, 'localityLbSetting');
      const field = ['failover', 'failoverPriority'].find((one) => listOf(at(locality, one)).length > 0);
      if (field !== undefined && !isRecord(outlierDetection))
        say(
          `loadBalancer.localityLbSetting.${field}`,
          'without outlierDetection nothing fails over',
          'Set outlierDetection beside it.',
        );
    }
  },
});
