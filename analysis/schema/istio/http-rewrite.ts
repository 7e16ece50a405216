import { has, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Walk } from '../structural/walk';
import { isAuthority } from './header';
import { regex } from './parts';

/** What the host and the path of a request become. */
export const rewrite = whole((one, walk) => {
  const { uriRegexRewrite } = one;
  if (isGiven(uriRegexRewrite)) {
    if (has(one, 'uri'))
      walk.failAt('uriRegexRewrite', 'uri is there too: only one of them is allowed', 'Keep one of them.');
    walk.into('uriRegexRewrite', uriRegexRewrite, regexRewrite);
  } else if (!has(one, 'uri') && !has(one, 'authority')) {
    walk.fail(
      'has none of uri, uriRegexRewrite, authority: one is needed',
      'Add one of uri, uriRegexRewrite, authority.',
    );
  }
});

const regexRewrite = whole((one, walk) => {
  for (const name of ['match', 'rewrite']) {
    if (!has(one, name)) walk.lacks(name);
  }
  if (has(one, 'match')) walk.into('match', one['match'], regex);
});

/** Reports where a route changes the host of a request more than once: by its rewrite, and by headers. */
export function checkAuthorityOnce(route: Fields, walk: Walk): void {
  const { request } = (route['headers'] ?? {}) as { readonly request?: Fields };
  let current = String(((route['rewrite'] ?? {}) as Fields)['authority'] ?? '');
  for (const operation of ['set', 'add']) {
    for (const [name, value] of Object.entries((request?.[operation] ?? {}) as Fields)) {
      if (!isAuthority(name)) continue;
      if (current !== '')
        walk.at(['headers', 'request', operation], () =>
          walk.failAt(name, `the host of the request is changed to ${describe(current)} already`),
        );
      current = String(value);
    }
  }
}
