import type { Checks } from '../../values/checks';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';

/** Codes of the redirects that Envoy can send. */
export const redirectCodes = [301, 302, 303, 307, 308] as const;
export type RedirectCode = (typeof redirectCodes)[number];

export const derivePorts = ['FROM_PROTOCOL_DEFAULT', 'FROM_REQUEST_PORT'] as const;
export type DerivePort = (typeof derivePorts)[number];

/** Sends the client elsewhere. At least one of uri, authority, scheme, port and derivePort. */
export interface HttpRedirect {
  /**
   * The new path, which replaces the old one as a whole.
   * @default - the request's
   */
  readonly uri?: string;
  /** @default - the request's */
  readonly authority?: string;
  /** @default - the request's */
  readonly scheme?: 'http' | 'https';
  /**
   * 1-65535. Excludes `derivePort`.
   * @default - the request's
   */
  readonly port?: number;
  /** @default - the request's port */
  readonly derivePort?: DerivePort;
  /** @default 301 */
  readonly redirectCode?: RedirectCode;
}

/** What a direct response says. */
export class ResponseBody {
  static text(text: string): ResponseBody {
    return new ResponseBody('string', text, Buffer.byteLength(text));
  }

  static bytes(bytes: Uint8Array): ResponseBody {
    return new ResponseBody('bytes', Buffer.from(bytes).toString('base64'), bytes.length);
  }

  private constructor(
    readonly kind: 'string' | 'bytes',
    /** The text, or the bytes in base64. */
    readonly value: string,
    /** Bytes of the answer. */
    readonly size: number,
  ) {}
}

/** Answers in place of any destination. */
export interface HttpDirectResponse {
  /** 200-599 */
  readonly status: number;
  /**
   * At most 1 MiB.
   * @default - empty
   */
  readonly body?: ResponseBody;
}

const LARGEST_BODY = 1024 * 1024;

export function checkHttpRedirect(redirect: HttpRedirect, checks: Checks): void {
  const { uri, authority, scheme, port, derivePort, redirectCode } = redirect;
  checks.expect(
    Boolean(uri || authority || scheme) || port !== undefined || derivePort !== undefined,
    'leads nowhere else: give uri, authority, scheme, port or derivePort; Istio refuses it',
  );
  checks
    .at('uri')
    .expect(
      !uri || uri.startsWith('/'),
      `${show(uri)} does not begin with "/": it would run into the host's name`,
    );
  if (scheme !== undefined) checks.at('scheme').oneOf(scheme, ['http', 'https']);
  if (port !== undefined) checks.at('port').port(port);
  if (derivePort !== undefined) {
    checks.at('derivePort').oneOf(derivePort, derivePorts);
    checks.at('derivePort').expect(port === undefined, 'stands beside port: a redirect has one or the other');
  }
  // Istio accepts every code from 300 to 399, and leaves the route without an action for the others of them.
  if (redirectCode !== undefined) checks.at('redirectCode').oneOf(redirectCode, redirectCodes);
}

export function checkHttpDirectResponse({ status, body }: HttpDirectResponse, checks: Checks): void {
  checkHttpStatus(status, checks.at('status'));
  if (body === undefined) return;
  checks
    .at('body')
    .expect(body.size <= LARGEST_BODY, `has ${body.size} bytes: Istio refuses more than ${LARGEST_BODY}`);
}

/** Istio accepts 600 as well, which Envoy refuses with the whole of the configuration around it. */
export function checkHttpStatus(status: number, checks: Checks): void {
  checkInteger(checks, status, 200, 599);
}

export function lowerHttpDirectResponse({ status, body }: HttpDirectResponse) {
  return { status, ...(body && { body: { [body.kind]: body.value } }) };
}
