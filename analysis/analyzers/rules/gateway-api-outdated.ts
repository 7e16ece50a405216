import { catalogue } from '../catalogue';
import { gatewayKinds } from '../gateway-api';
import { rule } from '../rule';

const NEEDED = 'v1';
const KINDS = new Set(['Gateway', 'GatewayClass', 'HTTPRoute', 'GRPCRoute']);

/** `istioctl x precheck` reports it. */
export const gatewayApiOutdated = rule(catalogue.IST0172, {
  reads: ['CustomResourceDefinition'],
  check(mesh, report) {
    for (const { resource, kind, served } of gatewayKinds(mesh)) {
      if (KINDS.has(kind) && !served.includes(NEEDED))
        report(resource, 'spec.versions', { kind, served, needed: NEEDED });
    }
  },
});
