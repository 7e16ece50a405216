import type { Rule } from './rule';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { gatewayPortNotOnService } from './rules/gateway-port-not-on-service';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { ineffectiveMatch } from './rules/ineffective-match';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { noMatchingWorkloads } from './rules/no-matching-workloads';
import { podMissingProxy } from './rules/pod-missing-proxy';
import { portName } from './rules/port-name';
import { referencedCredential } from './rules/referenced-credential';
import { referencedGateway } from './rules/referenced-gateway';
import { referencedHost } from './rules/referenced-host';
import { referencedNamespace } from './rules/referenced-namespace';
import { referencedSelector } from './rules/referenced-selector';
import { referencedSubset } from './rules/referenced-subset';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unreachableRule } from './rules/unreachable-rule';

/** Every rule, by the name of its file. */
export const rules: readonly Rule[] = [
  conflictingGateways,
  conflictingMeshHosts,
  gatewayPortNotOnService,
  hostNotInGateway,
  ineffectiveMatch,
  namespaceNotInjected,
  noMatchingWorkloads,
  podMissingProxy,
  portName,
  referencedCredential,
  referencedGateway,
  referencedHost,
  referencedNamespace,
  referencedSelector,
  referencedSubset,
  unknownAnnotation,
  unreachableRule,
];
