import { Command } from 'commander';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../values/did-you-mean';
import { UserError } from '../values/user-error';
import { exitCode } from './exit';
import { lazily } from './lazily';
import { PAGES } from './pages';
import type { CommandContext } from './streams';

/**
 * `meshwright explain CODE`: what a finding means, why it hurts, and how to mend it.
 *
 * @param pages - the folder of the pages
 */
export function explainCommand({ streams, done }: CommandContext, pages = PAGES): Command {
  return new Command('explain')
    .description('Say what a finding means, why it hurts, and how to mend it.')
    .argument('<code>', 'code of a finding, such as IST0101 or MW1001')
    .action((given: string) => {
      const code = given.toUpperCase();
      const page = join(pages, `${code}.md`);
      const { allCodes } = lazily.codes();
      if (!allCodes.includes(code)) {
        const hint = didYouMean(code, allCodes) || '; docs/findings/README.md has them all';
        throw UserError.of(given, `is no code that is reported here${hint}`);
      }
      if (!existsSync(page))
        throw UserError.of(given, 'is reported here, and docs/findings/ has no page of it');
      streams.out.write(readFileSync(page, 'utf8'));
      done(exitCode.ok);
    });
}
