import { all, between, each, fields, has, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Check, Walk } from '../structural/walk';
import { corsPolicy } from './cors';
import { destination } from './destination';
import { fault } from './fault';
import { headers } from './header';
import { directResponse, redirect } from './http-answer';
import { httpMatch, type HttpRules } from './http-match';
import { checkAuthorityOnce, rewrite } from './http-rewrite';
import { duration, percent } from './parts';
import { retries } from './retry';
import { routeDestinations } from './route-destination';

const mirrorPercentage = fields({ value: between(0, 100) });

/** A route of HTTP. */
export function httpRoute(rules: HttpRules): Check {
  const { isDelegate } = rules;
  return all(
    whole((route, walk) => {
      if (!isDelegate && isGiven(route['delegate'])) checkRoot(route, walk);
      else checkAction(route, isDelegate, walk);
      checkAuthorityOnce(route, walk);
    }),
    fields({
      match: each(httpMatch(rules)),
      headers,
      corsPolicy,
      fault,
      mirrorPercent: percent,
      mirror_percent: percent,
      mirrorPercentage,
      mirror: destination,
      mirrors: each(fields({ destination, percentage: mirrorPercentage })),
      redirect,
      directResponse,
      retries,
      rewrite,
      route: routeDestinations,
      timeout: duration,
    }),
  );
}

/** A route that delegates decides nothing itself. */
function checkRoot(route: Fields, walk: Walk): void {
  for (const name of ['redirect', 'route']) {
    if (has(route, name))
      walk.failAt(name, 'has no place in a route that delegates', 'Move it to the delegate.');
  }
}

/** What a route does: it sends on, redirects or answers, one of them. */
function checkAction(route: Fields, isDelegate: boolean, walk: Walk): void {
  if (isGiven(route['delegate']))
    walk.failAt(
      'delegate',
      'a VirtualService without hosts is a delegate itself, and does not delegate',
      'Write the route out.',
    );
  const answer = ['redirect', 'directResponse'].find((name) => isGiven(route[name]));
  if (answer !== undefined) {
    for (const name of ['route', 'fault', 'rewrite', 'directResponse']) {
      if (name !== answer && has(route, name))
        walk.failAt(
          name,
          `has no place beside ${answer}, which answers itself`,
          `Keep ${name} or ${answer}.`,
        );
    }
  } else if (!has(route, 'route')) {
    const names = ['route', 'redirect', 'directResponse', ...(isDelegate ? [] : ['delegate'])];
    walk.fail(`has none of ${names.join(', ')}: one is needed`, `Add one of ${names.join(', ')}.`);
  }
  if (isGiven(route['mirror']) && has(route, 'mirrors'))
    walk.failAt('mirror', 'has no place beside mirrors', 'Move it to mirrors.');
}
