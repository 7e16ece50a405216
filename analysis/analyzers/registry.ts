import type { Rule } from './rule';
import { addressesRequired } from './rules/addresses-required';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { conflictingPorts } from './rules/conflicting-ports';
import { conflictingSidecars } from './rules/conflicting-sidecars';
import { conflictingTelemetries } from './rules/conflicting-telemetries';
import { deprecatedAnnotation } from './rules/deprecated-annotation';
import { deprecatedField } from './rules/deprecated-field';
import { deprecatedValue } from './rules/deprecated-value';
import { destinationPortRequired } from './rules/destination-port-required';
import { duplicateCertificate } from './rules/duplicate-certificate';
import { envoyAddOperation } from './rules/envoy-add-operation';
import { envoyRelativeOperation } from './rules/envoy-relative-operation';
import { envoyRemoveOperation } from './rules/envoy-remove-operation';
import { envoyReplaceOperation } from './rules/envoy-replace-operation';
import { envoyVersionedOperation } from './rules/envoy-versioned-operation';
import { externalControlPlaneAddress } from './rules/external-control-plane-address';
import { externalControlPlane } from './rules/external-control-plane';
import { externalNamePort } from './rules/external-name-port';
import { gatewayApiOutdated } from './rules/gateway-api-outdated';
import { gatewayApiUnsupported } from './rules/gateway-api-unsupported';
import { gatewayPortNotOnService } from './rules/gateway-port-not-on-service';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { imageAutoNotInjected } from './rules/image-auto-not-injected';
import { imageAutoPod } from './rules/image-auto-pod';
import { inconsistentService } from './rules/inconsistent-service';
import { ineffectiveMatch } from './rules/ineffective-match';
import { ineffectiveSelector } from './rules/ineffective-selector';
import { ineffectiveSidecar } from './rules/ineffective-sidecar';
import { injectedByDefault } from './rules/injected-by-default';
import { internalGateway } from './rules/internal-gateway';
import { invalidAnnotation } from './rules/invalid-annotation';
import { invalidCredential } from './rules/invalid-credential';
import { jwtClaimRoute } from './rules/jwt-claim-route';
import { misplacedAnnotation } from './rules/misplaced-annotation';
import { multipleServices } from './rules/multiple-services';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { negativeCondition } from './rules/negative-condition';
import { noMatchingWorkloads } from './rules/no-matching-workloads';
import { noServerVerificationOfPort } from './rules/no-server-verification-of-port';
import { noServerVerification } from './rules/no-server-verification';
import { podMissingProxy } from './rules/pod-missing-proxy';
import { portName } from './rules/port-name';
import { proxyImage } from './rules/proxy-image';
import { referencedCredential } from './rules/referenced-credential';
import { referencedGateway } from './rules/referenced-gateway';
import { referencedHost } from './rules/referenced-host';
import { referencedNamespace } from './rules/referenced-namespace';
import { referencedSelector } from './rules/referenced-selector';
import { referencedSubset } from './rules/referenced-subset';
import { reservedUserId } from './rules/reserved-user-id';
import { schemaWarningDeny } from './rules/schema-warning-deny';
import { schemaWarningEmptySelector } from './rules/schema-warning-empty-selector';
import { schemaWarningEnvoyFilter } from './rules/schema-warning-envoy-filter';
import { schemaWarningMeshConfig } from './rules/schema-warning-mesh-config';
import { schemaWarningRoute } from './rules/schema-warning-route';
import { schemaWarningServerTls } from './rules/schema-warning-server-tls';
import { schemaWarningServiceEntry } from './rules/schema-warning-service-entry';
import { schemaWarningSidecar } from './rules/schema-warning-sidecar';
import { schemaWarningTelemetry } from './rules/schema-warning-telemetry';
import { schemaWarningTrafficPolicy } from './rules/schema-warning-traffic-policy';
import { severalDefaultSidecars } from './rules/several-default-sidecars';
import { severalDefaultTelemetries } from './rules/several-default-telemetries';
import { severalInjectionLabels } from './rules/several-injection-labels';
import { subsetWithoutEffect } from './rules/subset-without-effect';
import { subsetWithoutPods } from './rules/subset-without-pods';
import { telemetryWithoutProvider } from './rules/telemetry-without-provider';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unknownNetworkRegistry } from './rules/unknown-network-registry';
import { unknownRuleHost } from './rules/unknown-rule-host';
import { unreachableRule } from './rules/unreachable-rule';
import { webhookOverlap } from './rules/webhook-overlap';
import { webhookService } from './rules/webhook-service';

/** Every rule, by the name of its file. */
export const rules: readonly Rule[] = [
  addressesRequired,
  conflictingGateways,
  conflictingMeshHosts,
  conflictingPorts,
  conflictingSidecars,
  conflictingTelemetries,
  deprecatedAnnotation,
  deprecatedField,
  deprecatedValue,
  destinationPortRequired,
  duplicateCertificate,
  envoyAddOperation,
  envoyRelativeOperation,
  envoyRemoveOperation,
  envoyReplaceOperation,
  envoyVersionedOperation,
  externalControlPlaneAddress,
  externalControlPlane,
  externalNamePort,
  gatewayApiOutdated,
  gatewayApiUnsupported,
  gatewayPortNotOnService,
  hostNotInGateway,
  imageAutoNotInjected,
  imageAutoPod,
  inconsistentService,
  ineffectiveMatch,
  ineffectiveSelector,
  ineffectiveSidecar,
  injectedByDefault,
  internalGateway,
  invalidAnnotation,
  invalidCredential,
  jwtClaimRoute,
  misplacedAnnotation,
  multipleServices,
  namespaceNotInjected,
  negativeCondition,
  noMatchingWorkloads,
  noServerVerificationOfPort,
  noServerVerification,
  podMissingProxy,
  portName,
  proxyImage,
  referencedCredential,
  referencedGateway,
  referencedHost,
  referencedNamespace,
  referencedSelector,
  referencedSubset,
  reservedUserId,
  schemaWarningDeny,
  schemaWarningEmptySelector,
  schemaWarningEnvoyFilter,
  schemaWarningMeshConfig,
  schemaWarningRoute,
  schemaWarningServerTls,
  schemaWarningServiceEntry,
  schemaWarningSidecar,
  schemaWarningTelemetry,
  schemaWarningTrafficPolicy,
  severalDefaultSidecars,
  severalDefaultTelemetries,
  severalInjectionLabels,
  subsetWithoutEffect,
  subsetWithoutPods,
  telemetryWithoutProvider,
  unknownAnnotation,
  unknownNetworkRegistry,
  unknownRuleHost,
  unreachableRule,
  webhookOverlap,
  webhookService,
];
