import { catalogue } from './analyzers/catalogue';
import { meshCatalogue } from './analyzers/mesh-catalogue';
import type { FindingKind } from './finding';
import { readCodes } from './read/codes';
import { schemaCodes } from './schema/codes';

const byCode = (kinds: Readonly<Record<string, FindingKind>>) =>
  Object.fromEntries(Object.values(kinds).map((kind): [string, FindingKind] => [kind.code, kind]));

/** Everything that can be reported, by code. Rules and schemas are not loaded for it. */
export const allKinds: Readonly<Record<string, FindingKind>> = {
  ...byCode(schemaCodes),
  ...byCode(readCodes),
  ...catalogue,
  ...meshCatalogue,
};

export const allCodes: readonly string[] = Object.keys(allKinds);
