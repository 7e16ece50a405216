import { catalogue } from '../catalogue';
import { isControlPlane, isManagedGateway } from '../exempt';
import { rule } from '../rule';

/** A port called `tcp`, or of no protocol that Istio knows. */
export const externalNamePort = rule(catalogue.IST0150, {
  reads: ['Service'],
  check(mesh, report) {
    for (const { resource, ports, type } of mesh.services) {
      if (type !== 'ExternalName' || isControlPlane(resource) || isManagedGateway(resource)) continue;
      for (const { protocol, name, number, path } of ports) {
        if (protocol === undefined || name === 'tcp') report(resource, path, { port: number, name });
      }
    }
  },
});
