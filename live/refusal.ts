import { LiveError, type LiveReason } from './live-error';
import type { Answer } from './transport';

/** What was asked, for messages. */
export interface Asked {
  /** As RBAC names it: `get`, `list`, `patch`, `create`, `delete`. */
  readonly verb: string;
  /** Plural, with the subresource: `secrets`, `serviceaccounts/token`. */
  readonly resource: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
}

interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** The error for an answer that is none of 2xx. */
export function refusal({ status, body }: Answer, asked: Asked, where: string): LiveError {
  const { message = '', reason = '', details } = (body ?? {}) as Status;
  const object = objectOf(asked);
  const error = (kind: LiveReason, text: string) => new LiveError(kind, where, text);
  switch (status) {
    case 401:
      return error('unauthorized', 'does not accept the login of the kubeconfig (401); it may have expired');
    case 403:
      return error('forbidden', `forbids it (403): ${permissionOf(asked)} is not granted${who(message)}`);
    case 404:
      return error('notFound', `has no ${object}`);
    case 409: {
      const causes = (details?.causes ?? []).filter((cause) => cause.reason === 'FieldManagerConflict');
      if (causes.length === 0) return error('conflict', `${object} was changed at the same time (409)`);
      const owned = causes.map(({ field = '', message: owner = '' }) => {
        const manager = /conflict with "([^"]+)"/.exec(owner)?.[1];
        return manager === undefined ? field : `${field} (${manager})`;
      });
      return error('conflict', `${object} has fields that another manager owns: ${owned.join(', ')}`);
    }
    case 400:
    case 422: {
      const fields = (details?.causes ?? []).flatMap(({ field }) => (field ? [field] : []));
      // The message quotes values.
      const why = asked.kind === 'Secret' ? [reason, ...fields].join(' ') : message;
      return error('invalid', `refuses ${object} (${status}): ${why}`.trimEnd());
    }
    default:
      return error('server', `fails to ${asked.verb} ${object} (${status})${reason && `: ${reason}`}`);
  }
}

function permissionOf({ verb, resource, group, namespace }: Asked): string {
  const what = group === '' ? resource : `${resource}.${group}`;
  return `${verb} on ${what}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}

function who(message: string): string {
  const user = /User "([^"]+)"/.exec(message)?.[1];
  return user === undefined ? '' : ` to ${user}`;
}

function objectOf({ kind, namespace, name }: Asked): string {
  const of = namespace === undefined ? '' : `${namespace}/`;
  return `${kind} ${of}${name ?? ''}`.replace(/\/$/, '').trimEnd();
}
