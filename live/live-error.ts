import { UserError } from '../values/user-error';

export type LiveReason =
  /** The kubeconfig does not say how to reach the cluster. */
  | 'kubeconfig'
  /** Nothing answers, or nothing that is trusted. */
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  /** Somebody else owns a field that would be written. */
  | 'conflict'
  /** The server understood and refuses. */
  | 'invalid'
  /** The server itself failed. */
  | 'server';

/** A cluster that does not do what it is asked. Its message holds nothing secret. */
export class LiveError extends UserError {
  constructor(
    readonly reason: LiveReason,
    /** The context, or what else was asked. */
    field: string,
    message: string,
  ) {
    super([{ field, message: redact(message) }]);
    this.name = 'LiveError';
  }
}

const secrets = [
  // A JSON web token: three parts in base64url, the first of which starts with {".
  /eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bBearer\s+\S+/gi,
  /:\/\/[^\s/@:]+:[^\s/@]+@/g,
  // A certificate or key in base64 of its PEM form, as a Secret and a kubeconfig hold it.
  /LS0tLS1CRUdJTi[\w+/=]+/g,
];

/** The text without what looks like a token, a private key or a password in a URL. */
export function redact(text: string): string {
  return secrets.reduce((left, secret) => left.replace(secret, '(redacted)'), text);
}
