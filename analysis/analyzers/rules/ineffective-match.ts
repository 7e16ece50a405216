import { catalogue } from '../catalogue';
import { routeOrder } from '../route-order';
import { rule } from '../rule';

export const ineffectiveMatch = rule(catalogue.IST0131, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const virtualService of mesh.virtualServices) {
      for (const { path, by } of routeOrder(virtualService).ineffective) {
        report(virtualService.resource, path, { by: by.name === '' ? by.path : `${by.path} (${by.name})` });
      }
    }
  },
});
