import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { isGenerated } from './referenced-gateway';

/** Istio's webhook takes no such name; in files it is found all the same. */
export const internalGateway = rule(catalogue.IST0165, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const { resource, gateways } of mesh.virtualServices) {
      for (const { given, gateway, path } of gateways) {
        if (gateway !== undefined && isGenerated(given)) report(resource, path, { gateway: given });
      }
    }
  },
});
