import { isIpAddress } from '../../../values/address';
import { isHostName } from '../../../values/host';
import { all, each, fields, has, oneOf, port, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check } from '../structural/walk';
import { clientTls } from './client-tls';
import { connectionPool } from './connection-pool';
import { loadBalancer } from './load-balancer';
import { duration, percent, syntax } from './parts';

const OF_PORTS = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls'];
const OF_ALL = [...OF_PORTS, 'portLevelSettings', 'tunnel', 'proxyProtocol', 'retryBudget'];

const outlierDetection = all(
  fields({
    baseEjectionTime: duration,
    interval: duration,
    maxEjectionPercent: percent,
    minHealthPercent: percent,
  }),
  whole(({ splitExternalLocalOriginErrors, consecutiveLocalOriginFailures }, walk) => {
    if (splitExternalLocalOriginErrors !== true && Number(consecutiveLocalOriginFailures ?? 0) > 0)
      walk.failAt(
        'consecutiveLocalOriginFailures',
        'is counted only where splitExternalLocalOriginErrors is true',
        'Set splitExternalLocalOriginErrors: true.',
      );
  }),
);

const tunnel = fields({
  protocol: (value, walk) => {
    if (value !== '') oneOf('CONNECT', 'POST')(value, walk);
  },
  targetHost: syntax((value) => isHostName(value) || isIpAddress(value), 'a host name or an IP address'),
  targetPort: port,
});

/** A policy that sets nothing is refused. */
function setsOneOf(names: readonly string[]): Check {
  return whole((policy, walk) => {
    if (!names.some((name) => has(policy, name)))
      walk.fail(`sets none of ${names.join(', ')}`, 'Set one of them, or leave it out.');
  });
}

/** How a DestinationRule, one of its subsets or one of its ports treats the traffic to a host. */
export function trafficPolicy(namespace: string): Check {
  const common = { outlierDetection, connectionPool, loadBalancer, tls: clientTls(namespace) };
  const ofPort = all(
    whole((policy, walk) => {
      if (!isGiven(policy['port'])) walk.lacks('port');
    }),
    setsOneOf(OF_PORTS),
    fields(common),
  );
  return all(
    setsOneOf(OF_ALL),
    whole((policy, walk) => {
      if (isGiven(policy['tunnel']) && isGiven(policy['proxyProtocol']))
        walk.fail('has tunnel and proxyProtocol: only one of them is allowed', 'Keep one of them.');
    }),
    fields({ ...common, portLevelSettings: each(ofPort), tunnel }),
  );
}
