import { textOf } from '../../model/fields';
import { formatLocality, Places, type Locality } from '../localities';
import { machinesOf } from '../machines';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Localities of machines that are one of a cluster but for a slip of the pen. A machine may be where no cluster is. */
export const machineLocality = rule(meshCatalogue.MW1408, {
  reads: ['WorkloadEntry', 'WorkloadGroup', 'Node'],
  check(mesh, report) {
    const machines = machinesOf(mesh);
    const places = new Places(mesh);
    if (machines.length === 0 || places.all() === undefined) return;
    const known = [...new Set(mesh.clusters.flatMap((one) => places.of(one)))];
    for (const { workload, entry, path } of machines) {
      const locality = textOf(entry.locality) ?? '';
      const meant = locality === '' ? undefined : meantBy(locality, known);
      if (meant !== undefined) report(workload.resource, `${path}.locality`, { locality, meant });
    }
  },
});

/** The locality with its first part that nobody has as a cluster writes it; undefined where nothing is that near. */
function meantBy(given: string, known: readonly Locality[]): string | undefined {
  const parts = given.split('/');
  let within = known.map((one) => one.split('/'));
  for (const [index, part] of parts.entries()) {
    const same = within.filter((one) => one[index] === part || one[index] === '*');
    if (same.length > 0) {
      within = same;
      continue;
    }
    const near = within.find((one) => one[index] !== undefined && isSlip(part, one[index]));
    return near && formatLocality([...near.slice(0, index + 1), ...parts.slice(index + 1)].join('/'));
  }
  return undefined;
}

/**
 * Whether two names differ in capitals and separators alone, or in one letter of one long word: `eu-east-1` is not
 * `eu-west-1`, nor `zone-a` `zone-b`, nor `eastus` `eastus2`.
 */
function isSlip(a: string, b: string): boolean {
  if (joined(a) === joined(b)) return true;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length !== right.length) return false;
  const different = left.flatMap((word, index) =>
    word === right[index] ? [] : [[word, right[index]!] as const],
  );
  const [one, ...others] = different;
  return one !== undefined && others.length === 0 && one.every(isLong) && isOneLetterAway(...one);
}

/** Without separators, but for those between two numbers: `row-1-2` is not `row-12`. */
function joined(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_.]+/g, '-')
    .replace(/(?<!\d)-|-(?!\d)/g, '');
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
}

function isLong(word: string): boolean {
  return /^[a-z]{4,}$/.test(word);
}

/** One letter too many, too few or another one, or two that have changed places. */
function isOneLetterAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [left, right] = [a.slice(start), b.slice(start)];
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    (left.slice(2) === right.slice(2) && left[0] === right[1] && left[1] === right[0])
  );
}
