import type { Cluster } from '../../model/cluster';
import { at, fieldsOf, numberOf, textOf } from '../../model/fields';
import { enrolmentOf, parsed } from '../../model/injection';
import { portsNamed, type Workload } from '../../model/workload';
import { meshCatalogue } from '../mesh-catalogue';
import { isGateway } from '../plain-clients';
import { rule } from '../rule';

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'] as const;
const REWRITE = 'sidecar.istio.io/rewriteAppHTTPProbers';

/**
 * Probes of the kubelet that the sidecar refuses, since they are not rewritten. One that opens a connection alone is
 * answered by the sidecar whatever happens.
 */
export const strictProbe = rule(meshCatalogue.MW1302, {
  reads: ['PeerAuthentication', 'Deployment', 'Pod', 'IstioOperator'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const policies = cluster.peerAuthentications;
      const isRewritten = rewritesByDefault(cluster);
      for (const workload of cluster.pods) {
        const { resource, annotations, podPath, containers } = workload;
        if (workload.isMachine || enrolmentOf(workload) !== 'sidecar' || isGateway(workload)) continue;
        const said = annotations[REWRITE]?.toLowerCase();
        if (said === 'true' || (said !== 'false' && isRewritten)) continue;
        const tls = policies.of(workload);
        for (const { fields, path, name } of containers) {
          if (name === 'istio-proxy') continue;
          for (const probe of PROBES) {
            const port = probedPort(fields[probe], workload);
            if (port === undefined || tls.modeOf(port) !== 'STRICT') continue;
            report(resource, [...podPath, ...path, probe], { probe, port, isOwn: said === 'false' });
          }
        }
      }
    }
  },
});

function probedPort(probe: unknown, workload: Workload): number | undefined {
  const http = fieldsOf(at(probe, 'httpGet'));
  if (http.host !== undefined) return undefined;
  const [named] = portsNamed(workload, textOf(http.port) ?? '');
  return numberOf(http.port) ?? named ?? numberOf(at(probe, 'grpc', 'port'));
}

/** What the injector does where a pod says nothing. */
function rewritesByDefault(cluster: Cluster): boolean {
  const path = ['sidecarInjectorWebhook', 'rewriteAppHTTPProbe'] as const;
  const documents = cluster.of('IstioOperator').map(({ spec }) => at(spec, 'values', ...path));
  const maps = cluster
    .of('ConfigMap')
    .filter(({ name }) => /^istio-sidecar-injector(?:-|$)/.test(name))
    .map((map) => at(parsed(textOf(map.at('data', 'values')) ?? ''), ...path));
  return ![...documents, ...maps].includes(false);
}
