import type { Cluster } from '../../model/cluster';
import { textOf, type Fields, type Labels } from '../../model/fields';
import type { Gateway } from '../../model/gateway';
import { formatLabels, LabelIndex } from '../../model/label-index';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** A certificate that Gateways for the same workloads, or for fewer of them, have as well. */
export const duplicateCertificate = rule(catalogue.IST0138, {
  reads: ['Gateway'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const namesFor = sharing(cluster);
      for (const gateway of cluster.gateways) {
        for (const { tls, path } of gateway.servers) {
          const certificate = certificateOf(tls);
          if (certificate === undefined) continue;
          const names = namesFor(certificate, gateway.selector);
          if (names.length < 2) continue;
          const own = gateway.resource.qualifiedName;
          const others = names.slice(0, 5).filter((name) => name !== own);
          const field = textOf(tls?.credentialName) ? 'credentialName' : 'serverCertificate';
          const name = textOf(tls?.[field]) ?? '';
          report(gateway.resource, `${path}.tls.${field}`, { name, others, count: names.length - 1 });
        }
      }
    }
  },
});

/** What tells certificates apart; undefined where a server has none of its own. */
function certificateOf(tls: Fields | undefined): string | undefined {
  const credential = textOf(tls?.credentialName);
  if (credential) return JSON.stringify([credential]);
  const [certificate, key] = [textOf(tls?.serverCertificate), textOf(tls?.privateKey)];
  return certificate && key ? JSON.stringify([certificate, key]) : undefined;
}

/** Gateways of one certificate and one selector. */
interface Group {
  readonly selector: Labels;
  readonly names: Set<string>;
}

/** Finds the Gateways with a certificate whose selector has all labels of another, in order, each pair once. */
function sharing({ gateways }: Cluster): (certificate: string, selector: Labels) => readonly string[] {
  const byCertificate = new Map<string, Map<string, Group>>();
  for (const gateway of gateways) addGroups(byCertificate, gateway);
  const indexes = new Map<string, LabelIndex<Group>>();
  for (const [certificate, groups] of byCertificate) {
    const index = new LabelIndex<Group>(
      groups.values(),
      ({ selector }) => selector,
      () => '',
    );
    indexes.set(certificate, index);
  }
  const known = new Map<string, readonly string[]>();
  return (certificate, selector) => {
    const key = `${certificate}\n${formatLabels(selector)}`;
    const groups = known.has(key) ? [] : (indexes.get(certificate)?.matching(selector) ?? []);
    const found = known.get(key) ?? groups.flatMap(({ names }) => [...names]).sort();
    known.set(key, found);
    return found;
  };
}

function addGroups(byCertificate: Map<string, Map<string, Group>>, gateway: Gateway): void {
  const { selector, servers, resource } = gateway;
  for (const { tls } of servers) {
    const certificate = certificateOf(tls);
    if (certificate === undefined) continue;
    const groups = byCertificate.get(certificate) ?? new Map<string, Group>();
    byCertificate.set(certificate, groups);
    const group = groups.get(formatLabels(selector)) ?? { selector, names: new Set() };
    groups.set(formatLabels(selector), group);
    group.names.add(resource.qualifiedName);
  }
}
