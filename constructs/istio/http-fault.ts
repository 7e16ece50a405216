import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { grpcStatuses, type GrpcStatus } from '../../values/grpc-status';
import { checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { checkHttpStatus } from './http-response';
import { checkShare } from './route-destination';

/** Lets requests wait. */
export interface FaultDelay {
  readonly fixedDelay: string;
  /** Share of the requests, 0-100. Required, because Istio delays none without it. */
  readonly percentage: number;
}

/** Answers requests with an error, a status of HTTP (200-599) or of gRPC. */
export type FaultAbort = ExactlyOne<{ readonly httpStatus: number; readonly grpcStatus: GrpcStatus }> & {
  /** Share of the requests, 0-100. Required, because Istio aborts none without it. */
  readonly percentage: number;
};

/** Errors made on purpose. At least one of both. */
export interface HttpFault {
  /** @default - none */
  readonly delay?: FaultDelay;
  /** @default - none */
  readonly abort?: FaultAbort;
}

export function checkHttpFault({ delay, abort }: HttpFault, checks: Checks): void {
  checks.expect(
    delay !== undefined || abort !== undefined,
    'is empty: give delay or abort; Istio refuses it',
  );
  if (delay !== undefined) {
    checkDuration(checks.at('delay').at('fixedDelay'), delay.fixedDelay);
    checkShare(delay.percentage, checks.at('delay').at('percentage'));
  }
  if (abort !== undefined) {
    const at = checks.at('abort');
    checkExactlyOne(at, abort, ['httpStatus', 'grpcStatus']);
    if (abort.httpStatus !== undefined) checkHttpStatus(abort.httpStatus, at.at('httpStatus'));
    if (abort.grpcStatus !== undefined) at.at('grpcStatus').oneOf(abort.grpcStatus, grpcStatuses);
    checkShare(abort.percentage, at.at('percentage'));
  }
}

export function lowerHttpFault({ delay, abort }: HttpFault) {
  return {
    ...(delay && { delay: { ...delay, percentage: { value: delay.percentage } } }),
    ...(abort && { abort: { ...abort, percentage: { value: abort.percentage } } }),
  };
}
