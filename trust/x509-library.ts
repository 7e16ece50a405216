import type * as Library from '@peculiar/x509';

/**
 * Loads the X.509 library, which takes a tenth of a second: only a command that makes certificates pays for it.
 *
 * Whoever calls it hands over node's own cryptography each time, so the library's registry of providers stays as it is.
 */
export function x509Library(): typeof Library {
  // The library's dependency injection needs what this defines.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at the first use, not at load
  require('reflect-metadata');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at the first use, not at load
  return require('@peculiar/x509') as typeof Library;
}
