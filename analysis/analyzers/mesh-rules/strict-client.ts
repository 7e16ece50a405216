import type { Service, ServicePort } from '../../model/service';
import { targetPorts } from '../../model/target-port';
import { meshCatalogue } from '../mesh-catalogue';
import { plainClients } from '../plain-clients';
import { rule } from '../rule';

/** Clients without a proxy of workloads that take mutual TLS alone. */
export const strictClient = rule(meshCatalogue.MW1301, {
  reads: ['PeerAuthentication', 'Service', 'Deployment', 'Ingress', 'ValidatingWebhookConfiguration'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const policies = cluster.peerAuthentications;
      for (const { resource, field, service, port, who } of plainClients(cluster)) {
        const called = portOf(service, port);
        if (called === undefined || called.transport !== 'TCP' || service.workloads.length === 0) continue;
        const modes = service.workloads.flatMap((one) => {
          const tls = policies.of(one);
          return targetPorts(called, one).map((number) => ({
            mode: tls.modeOf(number),
            policy: tls.policyOf(number),
          }));
        });
        if (modes.length === 0 || modes.some(({ mode }) => mode !== 'STRICT')) continue;
        report(resource, field, {
          who,
          service: service.resource.qualifiedName,
          port: called.number ?? 0,
          policy: modes[0]!.policy?.qualifiedName ?? '',
        });
      }
    }
  },
});

function portOf({ ports }: Service, port: number | string | undefined): ServicePort | undefined {
  if (port === undefined) return ports.length === 1 ? ports[0] : undefined;
  return ports.find((one) => one.number === port || one.name === port);
}
