import type { Rule } from './rule';

/** Every rule of `mesh-rules/`, by the name of its file. */
export const meshRules: readonly Rule[] = [];
