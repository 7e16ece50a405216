import { Command } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KNOWN } from '../analysis/analyze';
import { nearest } from '../values/nearest';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import type { CommandContext } from './streams';

/** The pages of all findings; they are part of the package. */
const PAGES = join(__dirname, '../docs/findings');

/** `meshwright explain CODE`: what a finding means, why it hurts, and how to mend it. */
export function explainCommand({ streams, done }: CommandContext): Command {
  return new Command('explain')
    .description('Say what a finding means, why it hurts, and how to mend it.')
    .argument('<code>', 'code of a finding, such as IST0101 or MW1001')
    .action((given: string) => {
      const code = given.toUpperCase();
      const page = join(PAGES, `${code}.md`);
      if (!KNOWN.includes(code) || !existsSync(page)) {
        const meant = nearest(code, KNOWN);
        throw UserError.of(
          given,
          `is no code that is reported here${meant === undefined ? '; docs/findings/README.md has them all' : `; did you mean ${meant}?`}`,
        );
      }
      streams.out.write(readFileSync(page, 'utf8'));
      done(exitCode.ok);
    });
}
