import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../values/user-error';
import { unpack, type KindDefinition, type PackedGroup } from './definition';

const DATA = join(__dirname, 'data');

/** The versions of Istio whose kinds are known, the oldest first: `1.29`, `1.30`. */
export function knownIstioVersions(): readonly string[] {
  return versionsOf('istio');
}

/** The versions of Kubernetes whose kinds are known, the oldest first: `1.34`. */
export function knownKubernetesVersions(): readonly string[] {
  return versionsOf('kubernetes');
}

/**
 * The minor version to take the kinds of.
 *
 * @param given - `1.29` or `1.29.1`; the newest that is known where absent
 * @throws UserError where its kinds are not known
 */
export function chooseVersion(product: 'Istio' | 'Kubernetes', given: string | undefined): string {
  const known = product === 'Istio' ? knownIstioVersions() : knownKubernetesVersions();
  const minor = given === undefined ? known.at(-1) : /^v?(\d+\.\d+)(?:\.|$|-)/.exec(given)?.[1];
  if (minor !== undefined && known.includes(minor)) return minor;
  const field = product === 'Istio' ? 'istioVersion' : 'kubernetesVersion';
  throw UserError.of(field, `the kinds of ${product} ${given} are not known; known are ${known.join(', ')}`);
}

function versionsOf(product: string): readonly string[] {
  const minorOf = (version: string) => Number(version.split('.')[1]);
  return readdirSync(DATA)
    .filter((folder) => folder.startsWith(`${product}-`))
    .map((folder) => folder.slice(product.length + 1))
    .sort((a, b) => minorOf(a) - minorOf(b));
}

/** Custom kinds that are committed here, each group read when it is first asked for. */
export class DefinitionLibrary {
  private readonly groups = new Map<string, ReadonlyMap<string, KindDefinition>>();

  constructor(private readonly folders: readonly string[]) {}

  find(group: string, kind: string, version: string): KindDefinition | undefined {
    return this.group(group).get(`${kind}/${version}`);
  }

  /** What the group has: its kinds, and the versions of each. */
  group(group: string): ReadonlyMap<string, KindDefinition> {
    const known = this.groups.get(group) ?? this.read(group);
    this.groups.set(group, known);
    return known;
  }

  /** The groups of which anything is known. */
  groupNames(): readonly string[] {
    const folders = this.folders.map((folder) => join(DATA, folder)).filter((folder) => existsSync(folder));
    return folders.flatMap((folder) => readdirSync(folder)).map((file) => file.replace(/\.json$/, ''));
  }

  private read(group: string): ReadonlyMap<string, KindDefinition> {
    // The group is a user's text: only a DNS name makes a file's name.
    if (!/^[a-z0-9][-a-z0-9.]*$/.test(group)) return new Map();
    const file = this.folders.map((folder) => join(DATA, folder, `${group}.json`)).find(existsSync);
    return file === undefined ? new Map() : unpack(JSON.parse(readFileSync(file, 'utf8')) as PackedGroup);
  }
}
