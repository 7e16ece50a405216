import { meshRules } from './mesh-registry';
import { rules } from './registry';
import type { Rule } from './rule';

/** The rules of istioctl and our own. */
export const allRules: readonly Rule[] = [...rules, ...meshRules];
