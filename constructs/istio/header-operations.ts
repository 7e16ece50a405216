import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

/** Changes of one message's headers. Envoy's `%REQ(name)%` and its like are replaced in values; `%%` is a `%`. */
export interface HeaderOperations {
  /**
   * Headers that replace those of the name.
   * @default - none
   */
  readonly set?: Readonly<Record<string, string>>;
  /**
   * Headers that join those of the name.
   * @default - none
   */
  readonly add?: Readonly<Record<string, string>>;
  /**
   * Names of headers to drop.
   * @default - none
   */
  readonly remove?: readonly string[];
}

/** Changes of the headers of requests and responses. */
export interface HeaderManipulation {
  /** @default - unchanged */
  readonly request?: HeaderOperations;
  /** @default - unchanged */
  readonly response?: HeaderOperations;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;
/** Inside a quoted or bare argument of a variable. */
const ARGUMENT = String.raw`(?:\\[\s\S]|[^\\)"])*`;
/** What Istio's `validateHeaderValue` accepts: literals, `%%`, `%NAME%`, `%NAME(argument)%`, `%NAME(["a", "b"])%`. */
const VALUE = new RegExp(
  String.raw`^(?:[^%]|%%|%[^%(]+%|%(?!%)[^%(]*\( *(?:\[ *"|[^ \[])${ARGUMENT}` +
    String.raw`(?:" *, *"${ARGUMENT})*(?:\)|" *\] *\)) *%)*$`,
);
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** A header's name: a token of RFC 9110. */
export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

/** Both names of the header that says which host a request is for. */
export function isAuthorityHeader(name: string): boolean {
  return ['host', ':authority'].includes(name.toLowerCase());
}

export function checkHeaderManipulation({ request, response }: HeaderManipulation, checks: Checks): void {
  if (request !== undefined) checkOperations(request, checks.at('request'), true);
  if (response !== undefined) checkOperations(response, checks.at('response'), false);
}

function checkOperations(
  { set, add, remove = [] }: HeaderOperations,
  checks: Checks,
  authority: boolean,
): void {
  for (const [field, headers] of Object.entries({ set, add })) {
    for (const [name, value] of Object.entries(headers ?? {})) {
      const at = checks.at(field);
      if (!(authority && isAuthorityHeader(name))) checkName(name, at);
      checkValue(value, at.at(name));
    }
  }
  remove.forEach((name, index) => checkName(name, checks.at('remove').at(index)));
}

function checkName(name: string, checks: Checks): void {
  checks.expect(
    isHeaderName(name) && name.toLowerCase() !== 'host',
    `${show(name)} is not a header that can be changed here ` +
      '(letters, digits, "-" and "_"; the host and ":authority" only be set, and only in requests)',
  );
}

function checkValue(value: string, checks: Checks): void {
  checks.expect(!CONTROL.test(value), `${show(value)} has control characters: Istio refuses it`);
  checks.expect(
    VALUE.test(value),
    `${show(value)} has a "%" that begins no variable such as %REQ(name)%: write "%%" for the character`,
  );
}

export function lowerHeaderManipulation({ request, response }: HeaderManipulation) {
  return {
    ...(request && { request: lowerOperations(request) }),
    ...(response && { response: lowerOperations(response) }),
  };
}

function lowerOperations({ set, add, remove }: HeaderOperations) {
  return {
    ...(set && { set: { ...set } }),
    ...(add && { add: { ...add } }),
    ...(remove && { remove: [...remove] }),
  };
}
