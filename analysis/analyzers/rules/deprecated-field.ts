import { at, numberOf, recordsOf, textOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Kinds that Istio had. */
const REMOVED = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

/** Fields of Istio's kinds, and definitions of kinds that Istio no longer has. */
export const deprecatedField = rule(catalogue.IST0002, {
  reads: ['VirtualService', 'Sidecar', 'Telemetry', 'CustomResourceDefinition'],
  check(mesh, report) {
    for (const resource of mesh.of('VirtualService')) {
      recordsOf(resource.spec.http).forEach((route, index) => {
        if ((numberOf(at(route, 'fault', 'delay', 'percent')) ?? 0) <= 0) return;
        const field = `spec.http[${index}].fault.delay.percent`;
        const instead = 'fault.delay.percentage';
        report(resource, field, { what: 'fault.delay.percent', state: 'deprecated', instead });
      });
    }
    for (const resource of mesh.of('Sidecar')) {
      const field = 'outboundTrafficPolicy.egressProxy';
      const given = at(resource.spec, 'outboundTrafficPolicy', 'egressProxy');
      if (given === undefined || given === null) continue;
      report(resource, `spec.${field}`, { what: field, state: 'deprecated and ignored' });
    }
    for (const resource of mesh.of('CustomResourceDefinition')) {
      const kind = textOf(at(resource.spec, 'names', 'kind')) ?? '';
      if (resource.spec.group !== 'rbac.istio.io' || !REMOVED.has(kind)) continue;
      const instead = 'an AuthorizationPolicy';
      report(resource, 'spec.names.kind', {
        what: `kind ${kind} of rbac.istio.io`,
        state: 'removed',
        instead,
      });
    }
    for (const cluster of mesh.clusters) {
      const providers = recordsOf(cluster.meshConfig.fields.extensionProviders)
        .filter(({ lightstep }) => lightstep !== undefined && lightstep !== null)
        .map(({ name }) => name);
      const isLightstep = new Set(providers);
      for (const resource of isLightstep.size === 0 ? [] : cluster.of('Telemetry')) {
        recordsOf(resource.spec.tracing).forEach((tracing, index) =>
          recordsOf(tracing.providers).forEach(({ name }, position) => {
            if (!isLightstep.has(name)) return;
            const what = `provider ${String(name)}, which is Lightstep,`;
            const field = `spec.tracing[${index}].providers[${position}].name`;
            report(resource, field, { what, state: 'deprecated', instead: 'an OpenTelemetry provider' });
          }),
        );
      }
    }
  },
});
