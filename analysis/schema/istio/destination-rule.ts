import { all, each, fields, unique } from '../meaning/parts';
import { isGiven } from '../schema';
import { subsetName } from './destination';
import { exportTo } from './export-to';
import { labels, ofSpec, wildcardHost } from './parts';
import { trafficPolicy } from './traffic-policy';

export const destinationRuleCheck = ofSpec((spec, walk, namespace) => {
  const policy = trafficPolicy(namespace);
  walk.into('host', spec['host'] ?? '', wildcardHost);
  fields({
    trafficPolicy: policy,
    subsets: all(
      unique('name'),
      each(
        all(
          (subset, at) => at.into('name', (subset as { name?: string }).name ?? '', subsetName),
          fields({ labels, trafficPolicy: policy }),
        ),
      ),
    ),
    exportTo: exportTo(namespace, { ownOnly: isGiven(spec['workloadSelector']) }),
  })(spec, walk);
});
