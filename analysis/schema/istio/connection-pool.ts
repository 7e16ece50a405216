import { parseDuration } from '../../../values/duration';
import { all, fields, notNegative, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Check } from '../structural/walk';
import { anyDuration, duration } from './parts';

/** A timeout that its definition leaves to the webhook; zero turns it off. */
const idleTimeout: Check = (value, walk) => {
  anyDuration(value, walk);
  if ((parseDuration(String(value)) ?? 0) <= -1) walk.fail(`${describe(value)} is below zero`);
  else duration(value, walk);
};

const http = all(
  fields({
    http1MaxPendingRequests: notNegative,
    http2MaxRequests: notNegative,
    maxRequestsPerConnection: notNegative,
    maxRetries: notNegative,
    maxConcurrentStreams: notNegative,
    idleTimeout: duration,
  }),
  whole(({ h2UpgradePolicy, useClientProtocol }, walk) => {
    if (h2UpgradePolicy === 'UPGRADE' && useClientProtocol === true)
      walk.failAt(
        'useClientProtocol',
        'the protocol is that of the client or is upgraded to HTTP/2, not both',
        'Leave out useClientProtocol or h2UpgradePolicy.',
      );
  }),
);

const tcp = fields({
  maxConnections: notNegative,
  connectTimeout: duration,
  maxConnectionDuration: duration,
  idleTimeout,
  tcpKeepalive: fields({ time: duration, interval: duration }),
});

/** Limits of connections, of a DestinationRule or of a Sidecar. */
export const connectionPool = all(
  whole((pool, walk) => {
    if (!isGiven(pool['http']) && !isGiven(pool['tcp']))
      walk.fail('has neither http nor tcp', 'Add one of them, or leave it out.');
  }),
  fields({ http, tcp }),
);
