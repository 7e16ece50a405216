import type { Cluster } from '../../model/cluster';
import { at, labelsOf, numberOf, recordsOf, textOf, textsOf } from '../../model/fields';
import { enrolmentOf } from '../../model/injection';
import { selects } from '../../model/label-index';
import type { Resource } from '../../model/resource';
import { targetPorts } from '../../model/target-port';
import { portsNamed, type Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { isGateway } from '../plain-clients';
import { rule, type FieldPath } from '../rule';

interface Scrape {
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly workload: Workload;
  readonly port: number;
}

/** Ports that Prometheus asks in plain text, and which take mutual TLS alone. */
export const strictMetrics = rule(meshCatalogue.MW1303, {
  reads: ['PeerAuthentication', 'Deployment', 'Pod', 'Service'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const policies = cluster.peerAuthentications;
      for (const { resource, field, workload, port } of [...annotated(cluster), ...monitored(cluster)]) {
        if (policies.of(workload).modeOf(port) !== 'STRICT') continue;
        report(resource, field, { port, workload: workload.resource.nameFrom(resource.namespace) });
      }
    }
  },
});

/** Pods that ask to be scraped, where Istio does not take their metrics into its own. */
function* annotated(cluster: Cluster): Generator<Scrape> {
  const isMerged = cluster.meshConfig.fields.enablePrometheusMerge !== false;
  for (const workload of cluster.pods) {
    const { resource, annotations, podPath } = workload;
    if (annotations['prometheus.io/scrape'] !== 'true' || enrolmentOf(workload) !== 'sidecar') continue;
    const said = annotations['prometheus.istio.io/merge-metrics'];
    if (said === undefined ? isMerged : said !== 'false') continue;
    const port = Number(annotations['prometheus.io/port']);
    const field = [...podPath, 'metadata', 'annotations', 'prometheus.io/scrape'];
    if (Number.isInteger(port)) yield { resource, field, workload, port };
  }
}

/** What ServiceMonitors and PodMonitors of the Prometheus operator select. */
function* monitored(cluster: Cluster): Generator<Scrape> {
  for (const resource of cluster.resources) {
    if (resource.group !== 'monitoring.coreos.com') continue;
    const isOfServices = resource.kind === 'ServiceMonitor';
    if (!isOfServices && resource.kind !== 'PodMonitor') continue;
    const list = isOfServices ? 'endpoints' : 'podMetricsEndpoints';
    for (const [index, endpoint] of recordsOf(resource.spec[list]).entries()) {
      if (endpoint.tlsConfig !== undefined) continue;
      const field = `spec.${list}[${index}]`;
      for (const [workload, port] of isOfServices
        ? portsOfServices(resource, endpoint, cluster)
        : portsOfPods(resource, endpoint, cluster)) {
        if (!isGateway(workload)) yield { resource, field, workload, port };
      }
    }
  }
}

type Endpoint = Readonly<Record<string, unknown>>;

function isWatched({ spec, namespace }: Resource, one: string): boolean {
  const names = textsOf(at(spec, 'namespaceSelector', 'matchNames'));
  if (at(spec, 'namespaceSelector', 'any') === true) return true;
  return names.length > 0 ? names.includes(one) : one === namespace;
}

function portsOfServices(monitor: Resource, endpoint: Endpoint, cluster: Cluster): [Workload, number][] {
  return cluster.services
    .filter(({ namespace }) => isWatched(monitor, namespace))
    .filter(({ resource }) => selects(monitor.spec.selector, resource.labels))
    .flatMap(({ ports, workloads }) =>
      ports
        .filter(({ name }) => name !== '' && name === textOf(endpoint.port))
        .flatMap((port) =>
          workloads.flatMap((one) =>
            targetPorts(port, one).map((number): [Workload, number] => [one, number]),
          ),
        ),
    );
}

function portsOfPods(monitor: Resource, endpoint: Endpoint, cluster: Cluster): [Workload, number][] {
  const within = cluster.workloadIndex.matching(labelsOf(at(monitor.spec, 'selector', 'matchLabels')));
  const number = numberOf(endpoint.portNumber);
  return within
    .filter((one) => !one.isMachine && isWatched(monitor, one.namespace))
    .filter(({ labels }) => selects(monitor.spec.selector, labels))
    .flatMap((one) =>
      (number === undefined ? portsNamed(one, textOf(endpoint.port) ?? '') : [number]).map(
        (port): [Workload, number] => [one, port],
      ),
    );
}
