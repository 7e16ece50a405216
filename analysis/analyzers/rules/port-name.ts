import { catalogue } from '../catalogue';
import { isControlPlane, isManagedGateway } from '../exempt';
import { rule } from '../rule';

export const portName = rule(catalogue.IST0118, {
  reads: ['Service'],
  check(mesh, report) {
    for (const { resource, ports, type } of mesh.services) {
      if (isControlPlane(resource) || isManagedGateway(resource) || type === 'ExternalName') continue;
      for (const { protocol, name, number, path } of ports) {
        if (protocol !== undefined) continue;
        report(resource, path, { port: name === '' ? `port ${number}` : `port ${number} (${name})` });
      }
    }
  },
});
