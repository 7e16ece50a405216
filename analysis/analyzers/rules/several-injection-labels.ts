import { catalogue } from '../catalogue';
import { rule } from '../rule';

const INJECTION = 'istio-injection';

export const severalInjectionLabels = rule(catalogue.IST0123, {
  reads: ['Namespace'],
  check(mesh, report) {
    for (const resource of mesh.of('Namespace')) {
      const { name, labels } = resource;
      if (name === 'istio-system') continue;
      const wish = labels[INJECTION];
      const others = ['istio.io/rev', 'istio.io/dataplane-mode'].filter((key) => labels[key] !== undefined);
      // With istio-injection=disabled, the others say nothing of sidecars.
      const keys = wish === undefined ? others : wish === 'enabled' ? [INJECTION, ...others] : [];
      if (keys.length < 2) continue;
      report(resource, ['metadata', 'labels', keys[1]!], {
        labels: keys.map((key) => `${key}=${labels[key]}`),
      });
    }
  },
});
