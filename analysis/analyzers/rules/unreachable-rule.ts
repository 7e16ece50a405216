import { catalogue } from '../catalogue';
import { routeOrder } from '../route-order';
import { rule } from '../rule';

export const unreachableRule = rule(catalogue.IST0130, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const virtualService of mesh.virtualServices) {
      for (const { route, reason } of routeOrder(virtualService).unreachable) {
        report(virtualService.resource, route.path, { reason });
      }
    }
  },
});
