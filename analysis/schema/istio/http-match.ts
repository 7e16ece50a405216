import { all, fields, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { entries, isClaim, matchedHeaderName } from './header';
import { isIstioLabel, regex, stringMatch, syntax } from './parts';
import { routeMatch } from './route-match';

/** A header that must not match; the pattern `*` is any value. */
const missingHeader = whole((match, walk) => {
  if (match['regex'] !== '*') stringMatch(match, walk);
});

/** Of what the routes of HTTP are. */
export interface HttpRules {
  /** Whether it is a VirtualService without hosts, to which others delegate. */
  readonly isDelegate: boolean;
  /** Whether it is for gateways only, which alone know the claims of tokens. */
  readonly isOfGateway: boolean;
}

/** A condition of a route of HTTP. */
export function httpMatch({ isDelegate, isOfGateway }: HttpRules): Check {
  const name: Check = (value, walk) => {
    matchedHeaderName(value, walk);
    if (!isOfGateway && isClaim(String(value)))
      walk.fail(
        `${describe(value)} is a claim of a token, which only gateways match`,
        isDelegate ? 'Move it to the VirtualService that delegates.' : 'Name Gateways, and not mesh.',
      );
  };
  return all(
    fields({
      headers: entries(name, stringMatch),
      withoutHeaders: entries(name, missingHeader),
      // Alone of all, an empty prefix of a path is taken.
      uri: fields({ regex }),
      scheme: stringMatch,
      method: stringMatch,
      authority: stringMatch,
      queryParams: entries(all(), stringMatch),
      sourceNamespace: (value, walk) => {
        if (value !== '') namespace(value, walk);
      },
    }),
    routeMatch,
  );
}

const namespace = syntax(isIstioLabel, 'the name of a namespace');
