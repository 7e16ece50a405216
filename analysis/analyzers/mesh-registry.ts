import { applicationRefused } from './mesh-rules/application-refused';
import { closedControlPlane } from './mesh-rules/closed-control-plane';
import { closedDns } from './mesh-rules/closed-dns';
import { closedHealth } from './mesh-rules/closed-health';
import { closedNetwork } from './mesh-rules/closed-network';
import { closedRoute } from './mesh-rules/closed-route';
import { closedTunnel } from './mesh-rules/closed-tunnel';
import { clusterIdentity } from './mesh-rules/cluster-identity';
import { configurationInRemote } from './mesh-rules/configuration-in-remote';
import { controlPlaneExposure } from './mesh-rules/control-plane-exposure';
import { credentialNotProduced } from './mesh-rules/credential-not-produced';
import { definitionMissing } from './mesh-rules/definition-missing';
import { deniedRoute } from './mesh-rules/denied-route';
import { destinationTls } from './mesh-rules/destination-tls';
import { destinationWithoutEndpoint } from './mesh-rules/destination-without-endpoint';
import { differencesHidden } from './mesh-rules/differences-hidden';
import { duplicateClusterName } from './mesh-rules/duplicate-cluster-name';
import { eastWestClosed } from './mesh-rules/east-west-closed';
import { eastWestService } from './mesh-rules/east-west-service';
import { ejectionLimit } from './mesh-rules/ejection-limit';
import { failoverToNothing } from './mesh-rules/failover-to-nothing';
import { failoverWithoutOutlierDetection } from './mesh-rules/failover-without-outlier-detection';
import { hostNotResolvable } from './mesh-rules/host-not-resolvable';
import { localityMissing } from './mesh-rules/locality-missing';
import { machineAccount } from './mesh-rules/machine-account';
import { machineAddress } from './mesh-rules/machine-address';
import { machineBundle } from './mesh-rules/machine-bundle';
import { machineLocality } from './mesh-rules/machine-locality';
import { machineNetworkName } from './mesh-rules/machine-network-name';
import { machineNetwork } from './mesh-rules/machine-network';
import { machinePort } from './mesh-rules/machine-port';
import { machineProbe } from './mesh-rules/machine-probe';
import { machineService } from './mesh-rules/machine-service';
import { machineWithoutGroup } from './mesh-rules/machine-without-group';
import { meshSettingDiffers } from './mesh-rules/mesh-setting-differs';
import { networkWithoutGateway } from './mesh-rules/network-without-gateway';
import { objectOwnedTwice } from './mesh-rules/object-owned-twice';
import { policyDiffers } from './mesh-rules/policy-differs';
import { policyMissingInCluster } from './mesh-rules/policy-missing-in-cluster';
import { policyPort } from './mesh-rules/policy-port';
import { priorityLabelUnknown } from './mesh-rules/priority-label-unknown';
import { priorityOfNames } from './mesh-rules/priority-of-names';
import { remoteSecretOneWay } from './mesh-rules/remote-secret-one-way';
import { rootOfTrustDiffers } from './mesh-rules/root-of-trust-differs';
import { routeMissingOnGateway } from './mesh-rules/route-missing-on-gateway';
import { serverIgnored } from './mesh-rules/server-ignored';
import { servicePortsDiffer } from './mesh-rules/service-ports-differ';
import { singlePointOfFailure } from './mesh-rules/single-point-of-failure';
import { strictClient } from './mesh-rules/strict-client';
import { strictMetrics } from './mesh-rules/strict-metrics';
import { strictProbe } from './mesh-rules/strict-probe';
import { subsetUnknownToGateway } from './mesh-rules/subset-unknown-to-gateway';
import { unknownLocality } from './mesh-rules/unknown-locality';
import { unknownPrincipal } from './mesh-rules/unknown-principal';
import { unknownRevision } from './mesh-rules/unknown-revision';
import type { Rule } from './rule';

/** Every rule of `mesh-rules/`, by the name of its file. */
export const meshRules: readonly Rule[] = [
  applicationRefused,
  closedControlPlane,
  closedDns,
  closedHealth,
  closedNetwork,
  closedRoute,
  closedTunnel,
  clusterIdentity,
  configurationInRemote,
  controlPlaneExposure,
  credentialNotProduced,
  definitionMissing,
  deniedRoute,
  destinationTls,
  destinationWithoutEndpoint,
  differencesHidden,
  duplicateClusterName,
  eastWestClosed,
  eastWestService,
  ejectionLimit,
  failoverToNothing,
  failoverWithoutOutlierDetection,
  hostNotResolvable,
  localityMissing,
  machineAccount,
  machineAddress,
  machineBundle,
  machineLocality,
  machineNetworkName,
  machineNetwork,
  machinePort,
  machineProbe,
  machineService,
  machineWithoutGroup,
  meshSettingDiffers,
  networkWithoutGateway,
  objectOwnedTwice,
  policyDiffers,
  policyMissingInCluster,
  policyPort,
  priorityLabelUnknown,
  priorityOfNames,
  remoteSecretOneWay,
  rootOfTrustDiffers,
  routeMissingOnGateway,
  serverIgnored,
  servicePortsDiffer,
  singlePointOfFailure,
  strictClient,
  strictMetrics,
  strictProbe,
  subsetUnknownToGateway,
  unknownLocality,
  unknownPrincipal,
  unknownRevision,
];
