import type { FindingKind } from '../finding';
import { catalogue } from './catalogue';
import { meshCatalogue } from './mesh-catalogue';
import { meshRules } from './mesh-registry';
import { rules } from './registry';
import type { Rule } from './rule';

/** The rules of istioctl and our own. */
export const allRules: readonly Rule[] = [...rules, ...meshRules];

/** Whatever a rule can say, by code. */
export const allKinds: Readonly<Record<string, FindingKind>> = { ...catalogue, ...meshCatalogue };
