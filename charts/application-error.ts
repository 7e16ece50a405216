import { sep } from 'node:path';
import type { Component } from '../constructs/component';
import { show, UserError } from '../values/user-error';

/**
 * What an application's `build` threw, as the mistake of whoever wrote it: it says where in the code under `clusters/`,
 * and where that handed something on that others could not use.
 */
export function applicationError(error: unknown, { mesh, cluster, component }: Component): UserError {
  if (error instanceof UserError) return error;
  const where = `clusters/${mesh}: component ${component} of ${cluster}`;
  if (!(error instanceof Error))
    return UserError.of(where, `its build threw ${show(error)}, which is no Error`);
  const [, id, parent] = /^There is already a Construct with name '(.*)' in (.*)$/.exec(error.message) ?? [];
  if (id !== undefined)
    return UserError.of(
      where,
      `two constructs in ${parent} have the id ${show(id)}; give one of them another`,
    );
  const [innermost, ...others] = framesOf(error);
  const own = [innermost, ...others].find((file) => file?.includes(folderOf(mesh)));
  const place = own?.slice(own.lastIndexOf(folderOf(mesh)) + 1);
  const said = `${error.name}: ${error.message}`;
  if (place !== undefined && own === innermost) return UserError.of(where, `${said} (${place})`);
  const at = [place, innermost && `thrown at ${innermost}`].filter((one) => one !== undefined).join('; ');
  const hint = 'a value of another type than is wanted does that, which `npm run typecheck` would find';
  return UserError.of(where, `${said} (${at}); ${hint}`);
}

function folderOf(mesh: string): string {
  return `${sep}clusters${sep}${mesh}${sep}`;
}

/** Files of a stack, as `FILE:LINE:COLUMN`, the innermost first; those of Node itself are left out. */
function framesOf({ stack = '' }: Error): readonly string[] {
  return stack.split('\n').flatMap((line) => {
    const [, file] = /^\s+at (?:.*\()?(?:file:\/\/)?([^()]+:\d+:\d+)\)?$/.exec(line) ?? [];
    return file === undefined || file.startsWith('node:') ? [] : [file];
  });
}
