import { each, fields, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { headerValue } from './header-value';
import { syntax } from './parts';

/** RFC 9110's token, and the comma that Istio lets through. */
const NAME = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;
const PSEUDO_HEADERS = [':method', ':scheme', ':authority', ':path', ':status'];
const NOUN = "the name of a header (letters, digits and any of !#$%&'*+-.^_`|~)";

/** Whether the name of a header stands for a claim of a token: `@request.auth.claims.groups` or `…[groups]`. */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(\..|\[.+\]$)/is.test(name);
}

/** Whether a header is the one that says for which host a request is. */
export function isAuthority(name: string): boolean {
  return [':authority', 'host'].includes(name.toLowerCase());
}

/** The name of a header to match: of HTTP's own and of a token's claims too. */
export const matchedHeaderName = syntax(
  (name) => isClaim(name) || PSEUDO_HEADERS.includes(name) || NAME.test(name),
  NOUN,
);

/** The name of a header for scripts of other origins; `*` is every one. */
export const corsHeaderName = syntax((name) => name === '*' || NAME.test(name), NOUN);

/** Checks the keys of a map, and its values. */
export function entries(key: Check, value: Check): Check {
  return whole((object, walk) => {
    for (const [name, one] of Object.entries(object)) {
      walk.into(name, name, key);
      walk.into(name, one, value);
    }
  });
}

/** What is changed of the headers of a request on its way, and of its response on its way back. */
export const headers = fields({
  request: fields({
    add: entries(changedName(true), headerValue),
    set: entries(changedName(true), headerValue),
    remove: each(changedName(false)),
  }),
  response: fields({
    add: entries(changedName(false), headerValue),
    set: entries(changedName(false), headerValue),
    remove: each(changedName(false)),
  }),
});

function changedName(mayBeAuthority: boolean): Check {
  return (value, walk) => {
    const name = String(value);
    if (name === '') walk.fail('the name of a header is empty');
    else if (mayBeAuthority && isAuthority(name)) return;
    else if (name.startsWith(':') || isAuthority(name))
      walk.fail(`${describe(name)} is of HTTP itself: it cannot be changed here`);
  };
}
