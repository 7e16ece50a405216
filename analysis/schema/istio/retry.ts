import { isNamedHttpStatus } from '../../../values/http-status';
import { retryConditions } from '../../../values/retry-condition';
import { all, fields, has, notNegative, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { duration } from './parts';

const CONDITIONS: readonly string[] = retryConditions;

const retryOn: Check = (value, walk) => {
  if (value === '') return;
  for (const condition of String(value).split(',')) {
    const status = /^[+-]?\d+$/.test(condition) ? Number(condition) : 0;
    if (CONDITIONS.includes(condition)) continue;
    if (isNamedHttpStatus(status)) continue;
    walk.fail(
      `${describe(condition)} is neither a status of HTTP nor one of ${CONDITIONS.join(', ')}`,
      /^\s|\s$/.test(condition) ? 'Leave out the space.' : undefined,
    );
  }
};

/** How often and when a request is tried again. */
export const retries = all(
  fields({ attempts: notNegative, perTryTimeout: duration, retryOn, backoff: duration }),
  whole((policy, walk) => {
    if ((policy['attempts'] ?? 0) !== 0) return;
    const settings = ['perTryTimeout', 'retryOn', 'retryRemoteLocalities'].filter((one) => has(policy, one));
    if (settings.length > 0)
      walk.failAt(
        'attempts',
        `is 0, which turns retries off, and there is ${settings.join(', ')}`,
        'Write how many attempts there are.',
      );
  }),
);
