import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** What a text is compared with. Comparison is case-sensitive. */
export class StringMatch {
  /** The whole text. */
  static exact(value: string): StringMatch {
    return new StringMatch('exact', value);
  }

  /** How the text begins. */
  static prefix(value: string): StringMatch {
    return new StringMatch('prefix', value);
  }

  /** An RE2 expression that the whole text satisfies; at most 1024 bytes. */
  static regex(value: string): StringMatch {
    return new StringMatch('regex', value);
  }

  /** Anything at all, as long as it is there. For headers and query parameters. */
  static present(): StringMatch {
    return new StringMatch('present', '');
  }

  private constructor(
    readonly kind: 'exact' | 'prefix' | 'regex' | 'present',
    readonly value: string,
  ) {}
}

/** What a place in a match admits beside a text. */
export interface StringMatchRules {
  /** Whether it can be there or not. @default false */
  readonly optional?: boolean;
}

export function checkStringMatch(
  match: StringMatch,
  checks: Checks,
  { optional = false }: StringMatchRules = {},
): void {
  // Nothing checks types on the way to dist, and Istio's own form is what people write first.
  if (!(match instanceof StringMatch)) {
    checks.fail(
      `${show(match)} is no StringMatch: write StringMatch.exact('…'), .prefix('…') or .regex('…')`,
    );
    return;
  }
  const { kind, value } = match;
  if (kind === 'present') {
    checks.expect(optional, 'asks for presence, but it is in every request: leave the field out');
  } else if (kind === 'prefix') {
    checks.expect(
      value !== '',
      'is an empty prefix, which everything begins with: leave the field out to match all',
    );
  } else if (kind === 'exact') {
    checks.expect(
      value !== '' || optional,
      'is an empty text, which no request has here: the route is never taken',
    );
  } else {
    checkRegex(value, checks);
  }
}

/** Whether the expression compiles is left to the analysis, which has RE2. */
export function checkRegex(regex: string, checks: Checks): void {
  if (regex === '*') {
    checks.fail(
      '"*" is not an RE2 expression: write ".*", or StringMatch.present() where only presence counts',
    );
    return;
  }
  const bytes = Buffer.byteLength(regex);
  checks.expect(bytes > 0, 'is an empty expression: Istio refuses it');
  checks.expect(bytes <= 1024, `is an expression of ${bytes} bytes: Istio refuses more than 1024`);
}

export function lowerStringMatch({ kind, value }: StringMatch): {
  exact?: string;
  prefix?: string;
  regex?: string;
} {
  return kind === 'present' ? {} : { [kind]: value };
}

/** Whether everything that `narrow` matches is matched by `wide`, as far as can be told without reading expressions. */
export function stringMatchCovers(wide: StringMatch, narrow: StringMatch): boolean {
  if (wide.kind === 'present') return true;
  if (wide.kind === 'prefix' && (narrow.kind === 'prefix' || narrow.kind === 'exact')) {
    return narrow.value.startsWith(wide.value);
  }
  return wide.kind === narrow.kind && wide.value === narrow.value;
}
