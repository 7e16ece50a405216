import type * as Analysis from '../analysis/analyze';
import type * as Codes from '../analysis/codes';
import type * as Delivery from '../analysis/delivery/applications';
import type * as Reading from '../analysis/read/read';
import type * as Synthesis from '../main';
import type * as Rendering from '../run/render';

/* eslint-disable @typescript-eslint/no-require-imports -- at the first use, not at load */

/**
 * What commands load when they run, and not when they are told of: the rules and their schemas take a third of a
 * second, the constructs as much again. Only a command that needs them pays for them.
 */
export const lazily = {
  analysis: () => require('../analysis/analyze') as typeof Analysis,
  codes: () => require('../analysis/codes') as typeof Codes,
  delivery: () => require('../analysis/delivery/applications') as typeof Delivery,
  reading: () => require('../analysis/read/read') as typeof Reading,
  rendering: () => require('../run/render') as typeof Rendering,
  synthesis: () => require('../main') as typeof Synthesis,
} as const;
