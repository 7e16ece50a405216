import { grpcStatuses } from '../../../values/grpc-status';
import { all, between, fields, oneOf, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check } from '../structural/walk';
import { duration, percentage } from './parts';

/** A status of HTTP that a proxy may answer with. */
export const httpStatus = between(200, 600);

function unsupported(remedy: string): Check {
  return (_, walk) => walk.fail('is not supported by Istio', remedy);
}

/** Faults to try what comes of them: requests that are delayed or refused. */
export const fault = all(
  whole(({ abort, delay }, walk) => {
    if (!isGiven(abort) && !isGiven(delay))
      walk.fail('has none of abort, delay: one is needed', 'Add abort or delay.');
  }),
  fields({
    abort: fields({
      percentage,
      httpStatus,
      grpcStatus: oneOf(...grpcStatuses),
      http2Error: unsupported('Use httpStatus or grpcStatus.'),
    }),
    delay: fields({
      percentage,
      fixedDelay: duration,
      exponentialDelay: unsupported('Use fixedDelay.'),
    }),
  }),
);
