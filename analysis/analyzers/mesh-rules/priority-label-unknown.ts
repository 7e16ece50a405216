import type { Cluster } from '../../model/cluster';
import { at, labelsOf, type Labels } from '../../model/fields';
import { fullHost, type Host } from '../../model/hosts';
import type { Mesh } from '../../model/mesh';
import { configuring } from '../clients';
import { Endpoints, workloadsBehind } from '../endpoints';
import { localityPoliciesOf, prioritiesOf } from '../locality-policies';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Labels that should bring an order into endpoints, and that none of them has. */
export const priorityLabelUnknown = rule(meshCatalogue.MW1205, {
  reads: [
    'DestinationRule',
    'Service',
    'ServiceEntry',
    'Deployment',
    'Pod',
    'WorkloadEntry',
    'WorkloadGroup',
  ],
  check(mesh, report) {
    const all = new Endpoints(mesh);
    for (const cluster of configuring(mesh)) {
      for (const one of cluster.destinationRules) {
        const priorities = localityPoliciesOf(one).flatMap(prioritiesOf);
        if (priorities.length === 0) continue;
        const host = fullHost(one.host, one.namespace, cluster.domain);
        const endpoints = labelsBehind(all.hosts(one.host, one.resource));
        for (const { label, value, path } of priorities) {
          const given = addedValues(mesh, label) ?? endpoints?.map((labels) => labels[label]);
          if (given === undefined || given === 'any') continue;
          const values = [...new Set(given.filter((each) => each !== undefined))].sort();
          if (value === undefined ? values.length > 0 : values.includes(value)) continue;
          report(one.resource, path, { host, label, value, values });
        }
      }
    }
  },
});

/** Undefined where a host has endpoints that the input does not show. */
function labelsBehind(hosts: readonly Host[]): readonly Labels[] | undefined {
  const isShown = hosts.every(({ service, entry }) =>
    service === undefined ? entry!.resolution !== 'NONE' : service.selector,
  );
  const listed = hosts.flatMap(({ entry }) =>
    (entry?.endpoints ?? []).map((one) => labelsOf(at(one, 'labels'))),
  );
  const all = [...listed, ...workloadsBehind(hosts).map(({ labels }) => labels)];
  return isShown && all.length > 0 ? all : undefined;
}

/** The values of labels that istiod adds to endpoints; undefined for any other label. */
function addedValues({ clusters }: Mesh, label: string): readonly (string | undefined)[] | 'any' | undefined {
  const declared = (read: (cluster: Cluster) => string | undefined) => {
    const found = clusters.filter(({ revisions }) => revisions.size > 0).map(read);
    return found.length === 0 || found.includes(undefined) ? 'any' : found;
  };
  switch (label) {
    case 'topology.istio.io/cluster':
      return declared(({ declaredName }) => declaredName);
    case 'topology.istio.io/network':
    case 'kubernetes.io/hostname':
      return 'any';
    default:
      return /^topology\.(?:kubernetes|istio)\.io\//.test(label) ? 'any' : undefined;
  }
}
