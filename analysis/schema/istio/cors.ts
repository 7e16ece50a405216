import { parseDuration } from '../../../values/duration';
import { each, fields, oneOf, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { corsHeaderName } from './header';
import { regex } from './parts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

const origin = whole(({ exact, prefix, regex: pattern }, walk) => {
  if ([exact, prefix, pattern].every((one) => one === undefined || one === ''))
    walk.fail('matches no origin: exact, prefix or regex with text is needed');
  else if (pattern !== undefined) walk.into('regex', pattern, regex);
});

const seconds: Check = (value, walk) => {
  const milliseconds = parseDuration(String(value));
  if (milliseconds !== undefined && milliseconds % 1000 !== 0)
    walk.fail(`${describe(value)} is not a whole number of seconds`);
};

/** What scripts of other origins may do. */
export const corsPolicy = fields({
  allowOrigins: each(origin),
  allowMethods: each(oneOf(...METHODS)),
  allowHeaders: each(corsHeaderName),
  exposeHeaders: each(corsHeaderName),
  maxAge: seconds,
});
