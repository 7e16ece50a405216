import type { CertificateFacts } from '../trust/certificate';
import type { ClusterStatus, PkiStatus } from './pki-status-report';
import { textTable } from './table';

/** The report for people. */
export function statusText(status: PkiStatus): string {
  return [
    `${status.mesh}: trust domain ${status.trustDomain}, ${status.directory === null ? 'no authority kept here' : `kept in ${status.directory}`}\n`,
    rotationLine(status),
    status.roots.length === 0
      ? ''
      : textTable([
          ['root', 'role', 'key', 'expires', 'sha-256'],
          ...status.roots.map((root) => [
            `${root.generation}`,
            root.role,
            root.keyType,
            root.notAfter,
            short(root),
          ]),
        ]),
    textTable([
      ['cluster', 'intermediate', 'root', 'key', 'expires', 'sha-256', 'holds'],
      ...status.clusters.map(clusterRow),
    ]),
    problemLines(status),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function clusterRow({ cluster, intermediate, live }: ClusterStatus): readonly string[] {
  const kept =
    intermediate === null
      ? ['-', '-', '-', '-', '-']
      : [
          `${intermediate.generation}`,
          `${intermediate.root}`,
          intermediate.keyType,
          intermediate.notAfter,
          short(intermediate),
        ];
  return [cluster, ...kept, live === null ? '-' : holds(live)];
}

/** `1a2b3c4d until 2028-11-20T12:00:00.000Z, trusting 5e6f7a8b`. */
function holds({ intermediate, roots }: NonNullable<ClusterStatus['live']>): string {
  return intermediate === null
    ? 'nothing'
    : `${short(intermediate)} until ${intermediate.notAfter}, trusting ${roots.map(short).join(' and ') || 'nothing'}`;
}

function short({ fingerprint }: CertificateFacts): string {
  return fingerprint.slice(0, 8);
}

function rotationLine({ rotation }: PkiStatus): string {
  if (rotation === null) return '';
  const { from, to, step, since, next, earliest, held } = rotation;
  const when =
    earliest === null
      ? 'once every cluster is known to hold this one'
      : `from ${earliest} (all clusters hold this one since ${held?.since}, ${held?.by})`;
  return `rotation from root ${from} to root ${to}: step ${step} taken at ${since}; step ${next} ${when}\n`;
}

function problemLines({ problems, clusters }: PkiStatus): string {
  return [
    ...problems,
    ...clusters.flatMap(({ cluster, problems: theirs }) => theirs.map((problem) => `${cluster}: ${problem}`)),
  ]
    .map((problem) => `${problem}\n`)
    .join('');
}
