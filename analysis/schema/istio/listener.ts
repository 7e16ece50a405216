import { describe, type Check } from '../structural/walk';
import { ipAddress } from './parts';

const UNIX = 'unix://';

/** Whether a listener is bound to a socket of the file system rather than to an address. */
export function isUnixAddress(bind: unknown): bind is string {
  return typeof bind === 'string' && bind.startsWith(UNIX);
}

/** The path of `unix://PATH`: absolute, or abstract with a leading `@`. */
export const unixAddress: Check = (value, walk) => {
  const path = String(value).slice(UNIX.length);
  if (path.startsWith('@') || (path.startsWith('/') && !path.endsWith('/'))) return;
  walk.fail(`${describe(value)} is not the absolute path of a file (${UNIX}/path/to/socket)`);
};

/** What a listener is bound to: an IP address, or a socket; empty text is every address. */
export const bindAddress: Check = (value, walk) => {
  if (value === '') return;
  (isUnixAddress(value) ? unixAddress : ipAddress)(value, walk);
};
