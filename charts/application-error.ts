import { sep } from 'node:path';
import type { Component } from '../constructs/component';
import { show, UserError } from '../values/user-error';

/**
 * What an application's `build` threw, as the mistake of whoever wrote it: the library `constructs` says that an id is
 * taken, or the code under `clusters/` fails itself. Undefined where it is nobody's but ours.
 */
export function applicationError(
  error: unknown,
  { mesh, cluster, component }: Component,
): UserError | undefined {
  if (!(error instanceof Error) || error instanceof UserError) return undefined;
  const where = `clusters/${mesh}: component ${component} of ${cluster}`;
  const [, id, parent] = /^There is already a Construct with name '(.*)' in (.*)$/.exec(error.message) ?? [];
  if (id !== undefined)
    return UserError.of(
      where,
      `two constructs in ${parent} have the id ${show(id)}; give one of them another`,
    );
  const place = ownPlace(error);
  return place === undefined ? undefined : UserError.of(where, `${error.name}: ${error.message} (${place})`);
}

/** Where an error comes from, as `clusters/FILE:LINE:COLUMN`; undefined where that is not below `clusters/`. */
function ownPlace({ stack = '' }: Error): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && !line.includes('node:'));
  const [, file] = /\(?([^()\s]+:\d+:\d+)\)?$/.exec(frames[0] ?? '') ?? [];
  const start = file?.lastIndexOf(`${sep}clusters${sep}`) ?? -1;
  return start === -1 || file!.includes(`${sep}node_modules${sep}`) ? undefined : file!.slice(start + 1);
}
