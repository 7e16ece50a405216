import { Option } from 'commander';
import { LEVELS, type Level } from '../analysis/finding';

/** `--fail-on error|warning|info`. */
export function failOnOption(): Option {
  return new Option('--fail-on <level>', 'level from which findings end with 1')
    .choices(LEVELS.map((level) => level.toLowerCase()))
    .default('error');
}

/** The level of a value that the option takes. */
export function levelNamed(name: string): Level {
  return LEVELS.find((one) => one.toLowerCase() === name)!;
}
