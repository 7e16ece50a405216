import type { Json } from './input';
import { definition } from './objects';

/** Stand-ins for the definitions of the Gateway API, which take any object. */
export function gatewayApi(): readonly Json[] {
  const annotations = {
    'api-approved.kubernetes.io': 'unapproved, a stand-in',
    'gateway.networking.k8s.io/bundle-version': 'v1.4.0',
  };
  const of = (kind: string, plural: string) =>
    definition('gateway.networking.k8s.io', kind, plural, { annotations });
  return [of('Gateway', 'gateways'), of('HTTPRoute', 'httproutes'), of('GRPCRoute', 'grpcroutes')];
}
