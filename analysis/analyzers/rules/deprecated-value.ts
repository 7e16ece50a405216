import { at } from '../../model/fields';
import { catalogue } from '../catalogue';
import { DEPRECATED_VALUES } from '../deprecated-values';
import { rule } from '../rule';

/** Values of IstioOperator documents, of which `istioctl install` warns and `istioctl analyze` does not. */
export const deprecatedValue = rule(catalogue.IST0002, {
  reads: ['IstioOperator'],
  check(mesh, report) {
    for (const resource of mesh.of('IstioOperator')) {
      for (const part of ['values', 'unvalidatedValues']) {
        for (const [path, instead] of DEPRECATED_VALUES) {
          const keys = path.split('.');
          const value = at(resource.spec, part, ...keys);
          if (value === undefined || value === null || value === '') continue;
          const state = instead === undefined ? 'without effect' : 'deprecated';
          report(resource, ['spec', part, ...keys], { what: `${part}.${path}`, state, instead });
        }
      }
    }
  },
});
