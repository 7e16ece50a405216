import { all, between, fields, has, oneOf, port, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check } from '../structural/walk';
import { httpStatus } from './fault';

const LONGEST_BODY = 1024 * 1024;

/** Zero and empty text leave a field to its default. */
function unless(absent: unknown, check: Check): Check {
  return (value, walk) => {
    if (value !== absent) check(value, walk);
  };
}

/** A redirect that the proxy answers with. */
export const redirect = all(
  whole((one, walk) => {
    const names = ['uri', 'authority', 'scheme', 'port', 'derivePort'];
    if (!names.some((name) => has(one, name)))
      walk.fail(`has none of ${names.join(', ')}: one is needed`, `Add one of ${names.join(', ')}.`);
  }),
  fields({
    redirectCode: unless(0, between(300, 399)),
    scheme: unless('', oneOf('http', 'https')),
    port: unless(0, port),
  }),
);

const body = whole(({ string: text, bytes }, walk) => {
  const [name, size] = isGiven(text)
    ? ['string', Buffer.byteLength(String(text))]
    : ['bytes', Buffer.byteLength(String(bytes ?? ''), 'base64')];
  if (size > LONGEST_BODY)
    walk.failAt(name, `has ${size} bytes: at most ${LONGEST_BODY} are allowed`, 'Serve it from a workload.');
});

/** A fixed answer of the proxy. */
export const directResponse = fields({ status: httpStatus, body });
