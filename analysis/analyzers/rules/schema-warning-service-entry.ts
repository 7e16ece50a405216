import { listOf, recordsOf, textOf, textsOf, type Fields } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Protocols that are told apart by address alone, or by TLS. */
const TCP = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql']);

type Say = (field: string, warning: string, fix: string) => void;

/** Also of a WorkloadEntry, which an endpoint is. */
export const schemaWarningServiceEntry = rule(catalogue.IST0133, {
  reads: ['ServiceEntry', 'WorkloadEntry'],
  check(mesh, report) {
    for (const resource of mesh.of('WorkloadEntry')) {
      checkAddress(resource.spec, (field, warning, fix) =>
        report(resource, `spec.${field}`, { warning, fix }),
      );
    }
    for (const resource of mesh.of('ServiceEntry')) {
      checkEntry(resource.spec, (field, warning, fix) => report(resource, `spec.${field}`, { warning, fix }));
    }
  },
});

function checkEntry(spec: Fields, say: Say): void {
  const resolution = textOf(spec.resolution) ?? 'NONE';
  const hosts = textsOf(spec.hosts);
  const ports = recordsOf(spec.ports);
  const hasAddresses = listOf(spec.addresses).length > 0;
  hosts.forEach((host, index) => {
    const isPartial = host.includes('*') && host.length > 1 && !host.startsWith('*.');
    if (isPartial && resolution !== 'DYNAMIC_DNS')
      say(`hosts[${index}]`, `${host} has a wildcard for a part of a label`, 'Begin it with "*.".');
  });
  if (resolution === 'NONE') {
    ports.forEach(({ protocol }, index) => {
      if (hasAddresses || !['', 'TCP'].includes(textOf(protocol) ?? '')) return;
      say(
        `ports[${index}]`,
        'traffic of TCP is told apart by address, and the entry has none and gets none',
        'Set addresses, or another resolution.',
      );
    });
    if (isRecord(spec.workloadSelector))
      say('workloadSelector', 'with resolution NONE no workload is selected', 'Set resolution: STATIC.');
  }
  if (resolution === 'STATIC') {
    recordsOf(spec.endpoints).forEach((endpoint, index) =>
      checkAddress(endpoint, (field, warning, fix) => say(`endpoints[${index}].${field}`, warning, fix)),
    );
  }
  if (resolution.startsWith('DNS') && hasAddresses && hosts.length > 1) {
    const first = ports.findIndex(({ protocol }) => TCP.has((textOf(protocol) ?? '').toLowerCase()));
    if (first >= 0)
      say(
        `ports[${first}]`,
        `the hosts share their addresses, so traffic of TCP to one of them may go to another`,
        'Make an entry for each host.',
      );
  }
}

function checkAddress({ address, network }: Fields, say: Say): void {
  if (address || !network) return;
  say(
    'network',
    `there is no address, so the workload is reached through the gateway of network ${String(network)} alone`,
    'Set the address, unless that is meant.',
  );
}
