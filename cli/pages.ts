import { join } from 'node:path';

/** The pages of all findings; they are part of the package. */
export const PAGES = join(__dirname, '../docs/findings');
