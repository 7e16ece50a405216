import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { type HeaderManipulation, isAuthorityHeader } from './header-operations';
import { checkRegex } from './string-match';

/** Changes of a request on its way to the destination. At least one field; `uri` and `uriRegexRewrite` exclude each other. */
export interface HttpRewrite {
  /**
   * Replaces the part of the path that the match named: the prefix, or all of an exact path.
   * @default - unchanged
   */
  readonly uri?: string;
  /** @default - unchanged */
  readonly authority?: string;
  /**
   * Replaces whatever of the path an RE2 expression finds; `\1` in the replacement is its first group.
   * @default - unchanged
   */
  readonly uriRegexRewrite?: { readonly match: string; readonly rewrite: string };
}

export function checkHttpRewrite(
  rewrite: HttpRewrite,
  checks: Checks,
  headers: HeaderManipulation = {},
): void {
  const { uri, authority, uriRegexRewrite } = rewrite;
  checks.expect(
    Boolean(uri || authority) || uriRegexRewrite !== undefined,
    'changes nothing: give uri, uriRegexRewrite or authority; Istio refuses it',
  );
  if (uri) {
    checks.at('uri').expect(uri.startsWith('/'), `${show(uri)} does not begin with "/", as every path does`);
    checks
      .at('uri')
      .expect(uriRegexRewrite === undefined, 'stands beside uriRegexRewrite: Istio refuses both');
  }
  if (uriRegexRewrite !== undefined) {
    const at = checks.at('uriRegexRewrite');
    checkRegex(uriRegexRewrite.match, at.at('match'));
    at.at('rewrite').expect(uriRegexRewrite.rewrite !== '', 'is empty: Istio refuses it');
  }
  const { set = {}, add = {} } = headers.request ?? {};
  checks
    .at('authority')
    .expect(
      !authority || ![...Object.keys(set), ...Object.keys(add)].some(isAuthorityHeader),
      'stands beside a request header that sets the host: Istio refuses both',
    );
}
