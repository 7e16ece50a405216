import type { Checks } from './checks';
import { show } from './user-error';

/** What stands before `://` in the URLs that git and Argo CD read alike. */
const SCHEMES = ['https:', 'http:', 'ssh:', 'git:'];
/** `git@host:path`, which is ssh and no URL. */
const SCP = /^[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:(?!\/\/)[^\s:]+$/;

/** Records what is no URL of a git repository, and one that carries a password: it is committed. */
export function checkRepositoryUrl(value: unknown, checks: Checks): void {
  if (typeof value === 'string' && SCP.test(value)) return;
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const right =
    url !== undefined && SCHEMES.includes(url.protocol) && url.host !== '' && url.pathname.length > 1;
  const readable = checks.expect(
    right && !/[\s*?[\]{}]/.test(value as string),
    `${show(value)} is not the URL of a git repository (https://host/path, ssh://git@host/path or git@host:path)`,
  );
  if (readable && url !== undefined) {
    const isUserOfSsh = url.protocol === 'ssh:' && url.password === '';
    checks.expect(
      isUserOfSsh || (url.username === '' && url.password === ''),
      `${show((value as string).replace(/\/\/[^@]*@/, '//…@'))} carries credentials, and is committed; Argo CD keeps them in a Secret of its own`,
    );
  }
}

/** Records what is no path from a repository's root: `dist`, `platform/dist`, `.`. */
export function checkRepositoryPath(value: unknown, checks: Checks): void {
  checks.expect(
    typeof value === 'string' &&
      (value === '.' || value.split('/').every((step) => /^[A-Za-z0-9_][-A-Za-z0-9_.]*$/.test(step))),
    `${show(value)} is not a folder of the repository (names joined by "/", none of them starting with "."; "." is its root)`,
  );
}

/** Records what is no branch, tag or commit. */
export function checkRevision(value: unknown, checks: Checks): void {
  checks.expect(
    typeof value === 'string' && /^(?![-/.])(?!.*(\.\.|@\{|\/\/))[^\s~^:?*[\\]+(?<![./])$/.test(value),
    `${show(value)} is not a revision (a branch, a tag, a commit or HEAD)`,
  );
}
