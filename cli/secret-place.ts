import { UserError } from '../values/user-error';
import { workTreeThatSees } from './git-sight';

/** @throws UserError for a folder that git sees: what is secret must not be there */
export function assertUnseen(flag: string, folder: string): void {
  const tree = workTreeThatSees(folder);
  if (tree === undefined) return;
  throw UserError.of(
    flag,
    `${folder} is in ${tree}, where git sees it, and a token goes into it; name a folder elsewhere, or one that .gitignore lists`,
  );
}
