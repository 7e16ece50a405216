import { all } from '../meaning/parts';
import type { Check } from '../structural/walk';
import { annotationsCheck } from './annotations';
import { authorizationPolicyCheck } from './authorization-policy';
import { destinationRuleCheck } from './destination-rule';
import { envoyFilterCheck } from './envoy-filter';
import { gatewayCheck } from './gateway';
import { peerAuthenticationCheck } from './peer-authentication';
import { requestAuthenticationCheck } from './request-authentication';
import { virtualServiceCheck } from './virtual-service';
import { serviceEntryCheck } from './service-entry';
import { sidecarCheck } from './sidecar';
import { telemetryCheck } from './telemetry';
import { wasmPluginCheck } from './wasm-plugin';
import { workloadEntryCheck, workloadGroupCheck } from './workload';

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['networking.istio.io/DestinationRule', destinationRuleCheck],
  ['networking.istio.io/Gateway', gatewayCheck],
  ['networking.istio.io/ServiceEntry', serviceEntryCheck],
  ['networking.istio.io/Sidecar', sidecarCheck],
  ['networking.istio.io/WorkloadEntry', workloadEntryCheck],
  ['networking.istio.io/WorkloadGroup', workloadGroupCheck],
  ['networking.istio.io/VirtualService', virtualServiceCheck],
  ['networking.istio.io/EnvoyFilter', envoyFilterCheck],
  ['extensions.istio.io/WasmPlugin', wasmPluginCheck],
  ['security.istio.io/AuthorizationPolicy', authorizationPolicyCheck],
  ['security.istio.io/RequestAuthentication', requestAuthenticationCheck],
  ['telemetry.istio.io/Telemetry', telemetryCheck],
  ['security.istio.io/PeerAuthentication', peerAuthenticationCheck],
  // Of this one, the definition has everything but the annotations.
  ['networking.istio.io/ProxyConfig', all()],
]);

/**
 * What Istio's webhook checks of its kinds beyond their definitions, by group and kind. An object that breaks it is
 * refused by `kubectl apply`, and reported by `istioctl validate` and `istioctl analyze`.
 *
 * Source: pkg/config/validation of istio.io/istio 1.29.
 */
export const ISTIO_MEANINGS: ReadonlyMap<string, Check> = new Map(
  [...CHECKS].map(([kind, check]) => [kind, all(annotationsCheck(kind), check)]),
);
