import { at, fieldsOf, textOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { injectorHooks } from '../injector-hooks';
import { rule } from '../rule';

/** The control plane that an injector sends pods to. Where the input has no Service at all, nobody knows. */
export const webhookService = rule(catalogue.IST0139, {
  reads: ['MutatingWebhookConfiguration', 'Service', 'IstioOperator'],
  check(mesh, report) {
    if (!mesh.knowsHosts) return;
    for (const cluster of mesh.clusters) {
      for (const { resource, path, name: webhook, hook } of injectorHooks(cluster)) {
        const service = fieldsOf(at(hook, 'clientConfig', 'service'));
        const [namespace, name] = [textOf(service.namespace), textOf(service.name)];
        if (namespace === undefined || name === undefined) continue;
        if (cluster.find('Service', namespace, name) !== undefined) continue;
        const field = `${path}.clientConfig.service.name`;
        report(resource, field, { problem: 'service', webhook, service: `${namespace}/${name}` });
      }
    }
  },
});
