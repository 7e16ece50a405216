import type { Level } from '../finding';
import { nearest } from '../../values/nearest';
import { describeProblem, type CredentialProblem } from './credential';
import type { Message } from './rule';
import type { UnverifiedTls } from './unverified-tls';

/**
 * Everything that rules say, by code. Code, name and level are those of `istioctl analyze`; the words are ours. Each
 * has a page under `docs/findings/`.
 */
export const catalogue = {
  IST0001: entry<{ code: string; error: string }>('IST0001', 'InternalError', 'Error', {
    sentence: 'A rule of the analysis failed.',
    remedy: 'Nothing to do in the manifests; please report it with the manifests that it fails on.',
    message: ({ code, error }) => `the rule of ${code} failed and its findings are not complete: ${error}`,
  }),
  IST0002: entry<{ what: string; state: string; instead?: string | undefined }>(
    'IST0002',
    'Deprecated',
    'Warning',
    {
      sentence: 'Something is used that Istio has given up, or soon will.',
      remedy: 'Remove it.',
      message: ({ what, state }) => `${what} is ${state}`,
      advice: ({ instead }) => (instead === undefined ? undefined : `Use ${instead} instead.`),
    },
  ),
  IST0101: entry<Missing>('IST0101', 'ReferencedResourceNotFound', 'Error', {
    sentence: 'An object refers to something that is not there.',
    remedy: 'Correct the reference, or add what it names.',
    message: ({ what, name, where }) =>
      `there is no ${what} ${name}${where === undefined ? '' : ` ${where}`}`,
    advice: ({ name, known, advice }) => {
      const meant = known === undefined ? undefined : nearest(name, known);
      return advice ?? (meant === undefined ? undefined : `Did you mean ${meant}?`);
    },
  }),
  IST0102: entry<{ namespace: string; revision: string | undefined }>(
    'IST0102',
    'NamespaceNotInjected',
    'Info',
    {
      sentence: 'A namespace says neither that its pods get a sidecar nor that they do not.',
      remedy: 'Label it istio-injection=enabled or istio.io/rev=<revision>, or istio-injection=disabled.',
      message: ({ namespace }) => `namespace ${namespace} has no label that turns injection on or off`,
      advice: ({ revision }) =>
        revision === undefined
          ? undefined
          : `Label it istio.io/rev=${revision}, or istio-injection=disabled where its pods need no sidecar.`,
    },
  ),
  IST0103: entry<{ pod: string }>('IST0103', 'PodMissingProxy', 'Warning', {
    sentence: 'A pod in a namespace with injection has no sidecar.',
    remedy: 'Restart its workload: a pod gets its sidecar when it is made.',
    message: ({ pod }) =>
      `pod ${pod} has no container istio-proxy, though its namespace has injection enabled`,
  }),
  IST0107: entry<{ annotation: string; kind: string; kinds: readonly string[] }>(
    'IST0107',
    'MisplacedAnnotation',
    'Warning',
    {
      sentence: 'An annotation of Istio is on an object of a kind that it does nothing for.',
      remedy: 'Put it on an object of a kind that it is for, or remove it.',
      message: ({ annotation, kind, kinds }) =>
        `${annotation} does nothing on a ${kind}: it is for ${listed(kinds)}`,
      advice: ({ kind, kinds }) =>
        kind === 'Deployment' && kinds.includes('Pod')
          ? 'Put it under spec.template.metadata.annotations: it is for the pods.'
          : undefined,
    },
  ),
  IST0108: entry<{ annotation: string; known: readonly string[] }>(
    'IST0108',
    'UnknownAnnotation',
    'Warning',
    {
      sentence: 'An annotation in the name of Istio is none that Istio knows.',
      remedy: 'Correct or remove it; as it is, it has no effect.',
      message: ({ annotation }) => `Istio knows no annotation ${annotation}`,
      advice: ({ annotation, known }) => {
        const meant = nearest(annotation, known);
        return meant === undefined ? undefined : `Did you mean ${meant}?`;
      },
    },
  ),
  IST0109: entry<{ host: string; others: readonly string[] }>(
    'IST0109',
    'ConflictingMeshGatewayVirtualServiceHosts',
    'Error',
    {
      sentence: 'Two VirtualServices route the same host for sidecars.',
      remedy: 'Merge them into one: for sidecars only one VirtualService of a host has an effect.',
      message: ({ host, others }) => `${host} is routed for sidecars by ${listed(others)} as well`,
    },
  ),
  IST0110: entry<{ pod: string; others: readonly string[] }>(
    'IST0110',
    'ConflictingSidecarWorkloadSelectors',
    'Error',
    {
      sentence: 'Two Sidecars select the same workload.',
      remedy: 'Merge them, or make their selectors select different workloads: a proxy heeds one Sidecar.',
      message: ({ pod, others }) => `Sidecar ${listed(others)} selects workload ${pod} as well`,
    },
  ),
  IST0111: entry<{ namespace: string; others: readonly string[] }>(
    'IST0111',
    'MultipleSidecarsWithoutWorkloadSelectors',
    'Error',
    {
      sentence: 'A namespace has several Sidecars without a selector.',
      remedy: 'Merge them, or give all but one a workloadSelector: a proxy heeds one Sidecar.',
      message: ({ namespace, others }) =>
        `Sidecar ${listed(others)} is for all workloads of namespace ${namespace} as well`,
    },
  ),
  IST0112: entry<{ host: string; ports: readonly number[] }>(
    'IST0112',
    'VirtualServiceDestinationPortSelectorRequired',
    'Error',
    {
      sentence: 'A route leads to a host with several ports and chooses none.',
      remedy: 'Add port.number to the destination.',
      message: ({ host, ports }) => `${host} has the ports ${ports.join(', ')}, and the route chooses none`,
    },
  ),
  IST0116: entry<{ port: number; transports: readonly string[]; services: readonly string[] }>(
    'IST0116',
    'DeploymentAssociatedToMultipleServices',
    'Warning',
    {
      sentence: 'The pods of a Deployment have one port for several transport protocols.',
      remedy: 'Give the port one transport protocol, or the Services different ports.',
      message: ({ port, transports, services }) =>
        `port ${port} leads to its pods as ${transports.join(' and ')}, by Service ${listed(services)}`,
    },
  ),
  IST0118: entry<{ port: string }>('IST0118', 'PortNameIsNotUnderNamingConvention', 'Info', {
    sentence: 'A port of a Service does not say its protocol, so Istio has to guess it.',
    remedy: 'Name it <protocol>[-<suffix>] (http-web, grpc, tcp-db), or set appProtocol.',
    message: ({ port }) =>
      `${port} says no protocol that Istio knows, neither by its name nor by appProtocol`,
  }),
  IST0123: entry<{ labels: readonly string[] }>('IST0123', 'NamespaceMultipleInjectionLabels', 'Warning', {
    sentence: 'A namespace has several labels that say how its pods take part in the mesh.',
    remedy: 'Keep one of istio-injection, istio.io/rev and istio.io/dataplane-mode.',
    message: ({ labels }) =>
      `${labels.join(' and ')} say how the pods take part in the mesh, and one alone can`,
  }),
  IST0125: entry<{ annotation: string; problem: string }>('IST0125', 'InvalidAnnotation', 'Warning', {
    sentence: 'An annotation of Istio has a value that Istio does not take.',
    remedy: 'Correct the value: the injector refuses a pod that has it.',
    message: ({ annotation, problem }) => `${annotation}: ${problem}`,
  }),
  IST0126: entry<{ registry: string; network: string; known: readonly string[] }>(
    'IST0126',
    'UnknownMeshNetworksServiceRegistry',
    'Error',
    {
      sentence: 'MeshNetworks name a cluster that is not in the mesh.',
      remedy: 'Correct the name, or add the remote secret of the cluster.',
      message: ({ registry, network }) =>
        `there is no cluster ${registry}, whose endpoints network ${network} is to have`,
      advice: ({ registry, known }) => {
        const meant = nearest(registry, known);
        return meant === undefined ? undefined : `Did you mean ${meant}?`;
      },
    },
  ),
  IST0127: entry<{ labels: string; namespace: string | undefined }>(
    'IST0127',
    'NoMatchingWorkloadsFound',
    'Warning',
    {
      sentence: 'A policy applies to no workload of the mesh.',
      remedy: 'Correct its selector or its namespace, or enrol the workloads that it is for.',
      message: ({ labels, namespace }) =>
        `no workload of the mesh${namespace === undefined ? '' : ` in namespace ${namespace}`}` +
        `${labels === '' ? '' : ` has the labels ${labels}`}`,
    },
  ),
  IST0128: entry<UnverifiedTls>('IST0128', 'NoServerCertificateVerificationDestinationLevel', 'Warning', {
    sentence: 'A DestinationRule begins TLS and names no CA to verify the server with.',
    remedy: 'Add caCertificates to the tls settings, the path of a CA file in the proxy.',
    message: ({ host, mode }) => `tls mode ${mode} names no caCertificates to verify ${host} with`,
    advice: credentialAdvice,
  }),
  IST0129: entry<UnverifiedTls & { port: number | undefined }>(
    'IST0129',
    'NoServerCertificateVerificationPortLevel',
    'Warning',
    {
      sentence: 'A DestinationRule begins TLS for a port and names no CA to verify the server with.',
      remedy: 'Add caCertificates to the tls settings of the port, the path of a CA file in the proxy.',
      message: ({ host, mode, port }) =>
        `tls mode ${mode} names no caCertificates to verify ${host} with at port ${port ?? '(none)'}`,
      advice: credentialAdvice,
    },
  ),
  IST0130: entry<{ reason: UnreachableReason }>('IST0130', 'VirtualServiceUnreachableRule', 'Warning', {
    sentence: 'A rule of a VirtualService is never used.',
    remedy: 'Remove it, or put it before the rule that takes its traffic.',
    message: ({ reason }) => UNREACHABLE[reason],
  }),
  IST0131: entry<{ by: string }>('IST0131', 'VirtualServiceIneffectiveMatch', 'Info', {
    sentence: 'A match of a VirtualService is covered by one before it.',
    remedy: 'Remove it, or put the narrower match first.',
    message: ({ by }) => `whatever matches here has matched ${by} before`,
  }),
  IST0132: entry<{ hosts: readonly string[]; gateway: string }>(
    'IST0132',
    'VirtualServiceHostNotFoundInGateway',
    'Warning',
    {
      sentence: 'A VirtualService is bound to a Gateway that takes none of its hosts.',
      remedy: 'Add a host to a server of the Gateway, or correct the hosts of the VirtualService.',
      message: ({ hosts, gateway }) => `no server of Gateway ${gateway} takes ${listed(hosts)}`,
    },
  ),
  IST0133: entry<{ warning: string; fix: string }>('IST0133', 'SchemaWarning', 'Warning', {
    sentence: 'Istio takes an object, and warns of something in it.',
    remedy: 'Correct the field.',
    message: ({ warning }) => warning,
    advice: ({ fix }) => fix,
  }),
  IST0134: entry<{ port: number | undefined }>('IST0134', 'ServiceEntryAddressesRequired', 'Warning', {
    sentence: 'A ServiceEntry has a TCP port and no addresses.',
    remedy: 'Add addresses, or have the proxies answer DNS with addresses that are allocated.',
    message: ({ port }) =>
      `port ${port ?? '(none)'} is TCP, which is told from other traffic by its address alone, and there are no addresses`,
  }),
  IST0135: entry<{ annotation: string; hasLabel: boolean }>('IST0135', 'DeprecatedAnnotation', 'Info', {
    sentence: 'An annotation of Istio is deprecated.',
    remedy: 'Remove it before a version of Istio no longer heeds it.',
    message: ({ annotation }) => `${annotation} is deprecated`,
    advice: ({ annotation, hasLabel }) =>
      hasLabel ? `Set the label ${annotation} of the pod instead.` : undefined,
  }),
  IST0137: entry<{ targetPort: string; ports: readonly number[]; services: readonly string[] }>(
    'IST0137',
    'DeploymentConflictingPorts',
    'Warning',
    {
      sentence: 'Several ports of Services lead to one port of the pods of a Deployment.',
      remedy: 'Give the Services one port for it, or the pods a port for each.',
      message: ({ targetPort, ports, services }) =>
        `the ports ${ports.join(', ')} of Service ${listed(services)} all lead to port ${targetPort} of its pods`,
    },
  ),
  IST0138: entry<{ name: string; others: readonly string[]; count: number }>(
    'IST0138',
    'GatewayDuplicateCertificate',
    'Warning',
    {
      sentence: 'Several Gateways for the same workloads have one certificate.',
      remedy: 'Put the servers with the certificate into one Gateway, or give each its own certificate.',
      message: ({ name, others, count }) =>
        `certificate ${name} is that of Gateway ${listed(others, count)} as well`,
    },
  ),
  IST0139: entry<InvalidWebhook>('IST0139', 'InvalidWebhook', 'Error', {
    sentence: 'The webhook of an injector overlaps with another, or its control plane is not there.',
    remedy: 'Remove what is left of an old installation, or install the revision that is missing.',
    message: (found) =>
      found.problem === 'overlap'
        ? `webhook ${found.webhook} takes pods that ${listed(found.others)} takes too, which injects them twice`
        : `webhook ${found.webhook} sends pods to Service ${found.service}, which is not there`,
  }),
  IST0140: entry<{ host: string; others: readonly string[] }>(
    'IST0140',
    'IngressRouteRulesNotAffected',
    'Warning',
    {
      sentence:
        'A route of a gateway passes by the subsets that another VirtualService chooses for its host.',
      remedy: 'Choose the subsets in the VirtualService of the gateway as well.',
      message: ({ host, others }) =>
        `the subsets of ${host} that VirtualService ${listed(others)} chooses have no effect on this route`,
    },
  ),
  IST0144: entry<{ container: string | undefined }>('IST0144', 'InvalidApplicationUID', 'Warning', {
    sentence: 'An application runs as user 1337, which is the sidecar.',
    remedy: 'Run it as another user.',
    message: ({ container }) =>
      `${container === undefined ? 'the pod' : `container ${container}`} runs as user 1337, whose traffic no sidecar captures`,
  }),
  IST0145: entry<{ host: string; port: number; others: readonly string[] }>(
    'IST0145',
    'ConflictingGateways',
    'Error',
    {
      sentence: 'Two Gateways for the same workloads have the same port and host.',
      remedy: 'Merge the servers into one Gateway, or give them different hosts.',
      message: ({ host, port, others }) =>
        `${host} on port ${port} is served for the same workloads by Gateway ${listed(others)} as well`,
    },
  ),
  IST0146: entry<{ deployment: string; namespace: string }>(
    'IST0146',
    'ImageAutoWithoutInjectionWarning',
    'Warning',
    {
      sentence: 'A Deployment leaves the image of its proxy to an injector, and none takes its pods.',
      remedy: 'Label the template or the namespace so that an injector takes the pods, or give the image.',
      message: ({ deployment, namespace }) =>
        `Deployment ${deployment} has image: auto, and no injector takes its pods in namespace ${namespace}`,
    },
  ),
  IST0147: entry<{ pod: string }>('IST0147', 'ImageAutoWithoutInjectionError', 'Error', {
    sentence: 'A pod still has the image that an injector should have replaced.',
    remedy: 'Label it or its namespace so that an injector takes it, and make it again.',
    message: ({ pod }) => `pod ${pod} has image: auto, so no injector has taken it`,
  }),
  IST0148: entry<{ namespace: string }>('IST0148', 'NamespaceInjectionEnabledByDefault', 'Info', {
    sentence: 'A namespace says nothing of injection, and its pods get a sidecar all the same.',
    remedy: 'Nothing to do where they should; otherwise label it istio-injection=disabled.',
    message: ({ namespace }) =>
      `pods of namespace ${namespace} get a sidecar, as Istio is installed with enableNamespacesByDefault`,
  }),
  IST0149: entry<{ key: string; gateway: string; pod: string }>(
    'IST0149',
    'JwtClaimBasedRoutingWithoutRequestAuthN',
    'Error',
    {
      sentence: 'A route goes by a claim of a token that nobody has checked.',
      remedy: 'Add a RequestAuthentication that selects the workloads of the Gateway.',
      message: ({ key, gateway, pod }) =>
        `no RequestAuthentication is for workload ${pod} of Gateway ${gateway}, so ${key} never matches there`,
    },
  ),
  IST0150: entry<{ port: number | undefined; name: string }>(
    'IST0150',
    'ExternalNameServiceTypeInvalidPortName',
    'Warning',
    {
      sentence: 'A port of a Service of type ExternalName is called tcp, or says no protocol.',
      remedy: 'Name it <protocol>[-<suffix>] by what the server speaks: https-api, tls-db.',
      message: ({ port, name }) =>
        name === 'tcp'
          ? `port ${port} is called tcp, and no more, in a Service of type ExternalName`
          : `port ${port}${name === '' ? '' : ` (${name})`} of a Service of type ExternalName says no protocol`,
    },
  ),
  IST0151: entry<{ operation: string; applyTo: string }>(
    'IST0151',
    'EnvoyFilterUsesRelativeOperation',
    'Warning',
    {
      sentence: 'A patch of an EnvoyFilter depends on what others have done before it, and has no priority.',
      remedy: 'Set spec.priority, or use INSERT_FIRST or ADD.',
      message: ({ operation, applyTo }) =>
        `${operation} of ${applyTo} depends on the order of EnvoyFilters, and this one has no priority`,
    },
  ),
  IST0152: entry<{ applyTo: string }>('IST0152', 'EnvoyFilterUsesReplaceOperationIncorrectly', 'Error', {
    sentence: 'A patch of an EnvoyFilter replaces what cannot be replaced.',
    remedy: 'Use MERGE, or REMOVE and ADD.',
    message: ({ applyTo }) => `REPLACE is for HTTP_FILTER and NETWORK_FILTER alone, not for ${applyTo}`,
  }),
  IST0153: entry<{ applyTo: string }>('IST0153', 'EnvoyFilterUsesAddOperationIncorrectly', 'Error', {
    sentence: 'A patch of an EnvoyFilter adds what cannot be added.',
    remedy: 'Use MERGE, or add a VIRTUAL_HOST.',
    message: ({ applyTo }) => `istiod ignores ADD of ${applyTo}`,
  }),
  IST0154: entry<{ applyTo: string }>('IST0154', 'EnvoyFilterUsesRemoveOperationIncorrectly', 'Error', {
    sentence: 'A patch of an EnvoyFilter removes what cannot be removed.',
    remedy: 'Use MERGE, or remove a VIRTUAL_HOST.',
    message: ({ applyTo }) => `istiod ignores REMOVE of ${applyTo}`,
  }),
  IST0155: entry<{ operation: string; applyTo: string }>(
    'IST0155',
    'EnvoyFilterUsesRelativeOperationWithProxyVersion',
    'Warning',
    {
      sentence:
        'A patch of an EnvoyFilter without a priority depends on what another has done for some versions of proxies.',
      remedy: 'Set spec.priority, or use INSERT_FIRST or ADD.',
      message: ({ operation, applyTo }) =>
        `${operation} of ${applyTo} depends on the order of EnvoyFilters, this one has no priority, and a patch of ` +
        'the same is for some versions of proxies alone',
    },
  ),
  IST0156: entry<GatewayVersions>('IST0156', 'UnsupportedGatewayAPIVersion', 'Error', {
    sentence: 'The definitions of the Gateway API are older than Istio reads.',
    remedy: 'Install those of a newer release of the Gateway API.',
    message: gatewayVersions,
  }),
  IST0157: entry<{ name: string }>('IST0157', 'InvalidTelemetryProvider', 'Warning', {
    sentence: 'A Telemetry turns access logs on, and nothing says where to.',
    remedy: 'Name a provider, or set defaultProviders.accessLogging in MeshConfig.',
    message: ({ name }) =>
      `this part of Telemetry ${name} names no provider, and the mesh has no default one, so it is ignored`,
  }),
  IST0158: entry<{ pods: readonly string[] }>(
    'IST0158',
    'PodsIstioProxyImageMismatchInNamespace',
    'Warning',
    {
      sentence: 'Pods of a namespace have another image of the proxy than they would get now.',
      remedy: 'Restart their workloads: a pod gets its proxy when it is made.',
      message: ({ pods }) => `the image of the proxy is not that of the injector in ${listed(pods)}`,
    },
  ),
  IST0159: entry<{ pod: string; others: readonly string[] }>(
    'IST0159',
    'ConflictingTelemetryWorkloadSelectors',
    'Error',
    {
      sentence: 'Two Telemetries select the same workload.',
      remedy: 'Merge them, or make their selectors select different workloads.',
      message: ({ pod, others }) => `Telemetry ${listed(others)} selects workload ${pod} as well`,
    },
  ),
  IST0160: entry<{ namespace: string; others: readonly string[] }>(
    'IST0160',
    'MultipleTelemetriesWithoutWorkloadSelectors',
    'Error',
    {
      sentence: 'A namespace has several Telemetries without a selector.',
      remedy: 'Merge them, or give all but one a selector: of several, the oldest alone has an effect.',
      message: ({ namespace, others }) =>
        `Telemetry ${listed(others)} is for all workloads of namespace ${namespace} as well`,
    },
  ),
  IST0161: entry<{ secret: string; problem: CredentialProblem }>(
    'IST0161',
    'InvalidGatewayCredential',
    'Error',
    {
      sentence: 'The Secret of a Gateway has no certificate that a gateway can use.',
      remedy: 'Put a certificate that is valid now, and its key, into the Secret.',
      message: ({ secret, problem }) => `Secret ${secret} ${describeProblem(problem)}`,
    },
  ),
  IST0162: entry<{ port: number; services: readonly string[] }>(
    'IST0162',
    'GatewayPortNotDefinedOnService',
    'Warning',
    {
      sentence: 'A Gateway listens on a port that no Service of its workloads exposes.',
      remedy:
        'Add the port to the Service, or correct the server: it means the port that the pods listen on.',
      message: ({ port, services }) =>
        services.length === 0
          ? `no Service selects the workloads of this Gateway, so port ${port} is reached by none`
          : `port ${port} is neither a port nor a target port of Service ${listed(services)}`,
    },
  ),
  IST0163: entry<{ webhook: string; url: string | undefined }>(
    'IST0163',
    'InvalidExternalControlPlaneConfig',
    'Warning',
    {
      sentence: 'The address of an external control plane is missing or is no URL.',
      remedy: 'Set clientConfig.url to https://<host>:15017/inject or /validate.',
      message: ({ webhook, url }) =>
        url === undefined
          ? `webhook ${webhook} has neither a URL nor a service`
          : `${url}, which webhook ${webhook} is to reach, is no URL`,
    },
  ),
  IST0164: entry<{ webhook: string; url: string }>(
    'IST0164',
    'ExternalControlPlaneAddressIsNotAHostname',
    'Info',
    {
      sentence: 'An external control plane is reached by its IP address.',
      remedy: 'Give it a name in DNS, and use that.',
      message: ({ webhook, url }) => `webhook ${webhook} reaches the control plane by an address: ${url}`,
    },
  ),
  IST0165: entry<{ gateway: string }>('IST0165', 'ReferencedInternalGateway', 'Warning', {
    sentence: 'A VirtualService is bound to a Gateway that Istio keeps for itself.',
    remedy: 'Use an HTTPRoute with the Gateway of the Gateway API as its parent, or a Gateway of Istio.',
    message: ({ gateway }) =>
      `${gateway} is what istiod makes of a Gateway of the Gateway API; its name may change at any time`,
  }),
  IST0166: entry<{ gateway: string }>('IST0166', 'IneffectiveSelector', 'Warning', {
    sentence: 'A policy selects the pods of a Gateway of the Gateway API.',
    remedy: 'Name the Gateway in targetRefs instead.',
    message: ({ gateway }) =>
      `the selector selects pods of Kubernetes Gateway ${gateway}; a waypoint heeds targetRefs alone, and so may others`,
  }),
  IST0167: entry<{ ambient: string }>('IST0167', 'IneffectivePolicy', 'Warning', {
    sentence: 'A Sidecar is for workloads that have none.',
    remedy: 'Remove it, or enrol the workloads with sidecars.',
    message: ({ ambient }) => `${ambient} is in ambient mode, where a Sidecar has no effect`,
  }),
  IST0170: entry<{
    clusters: readonly string[];
    differences: readonly { what: string; here: string; there: string }[];
  }>('IST0170', 'MultiClusterInconsistentService', 'Warning', {
    sentence: 'A Service is not the same in all clusters that have it.',
    remedy: 'Make it equal in all clusters, or give it another name.',
    message: ({ clusters, differences }) =>
      `not the same as in ${listed(clusters)}: ` +
      differences.map(({ what, here, there }) => `${what} there: ${there}; here: ${here}`).join('; '),
  }),
  IST0171: entry<{ type: string; reason: string; message: string }>(
    'IST0171',
    'NegativeConditionStatus',
    'Warning',
    {
      sentence: 'A controller says in the status of an object that it could not do what the object asks for.',
      remedy: 'Mend what the condition says.',
      message: ({ type, reason, message }) =>
        `condition ${type}${reason === '' ? '' : ` (${reason})`}: ${message || 'no message'}`,
    },
  ),
  IST0172: entry<GatewayVersions>('IST0172', 'FutureUnsupportedGatewayAPIVersion', 'Warning', {
    sentence: 'The definitions of the Gateway API are older than a coming Istio will read.',
    remedy: 'Install those of a newer release of the Gateway API.',
    message: gatewayVersions,
  }),
  IST0173: entry<{ subset: string; host: string; labels: string }>(
    'IST0173',
    'DestinationRuleSubsetNotSelectPods',
    'Error',
    {
      sentence: 'A subset of a DestinationRule selects no pod.',
      remedy: 'Correct the labels of the subset, or remove it; until then its requests get 503.',
      message: ({ subset, host, labels }) =>
        `subset ${subset}: nothing behind ${host} has the labels ${labels}`,
    },
  ),
  IST0174: entry<{ host: string; namespace: string; isHidden: boolean; advice: string | undefined }>(
    'IST0174',
    'UnknownDestinationRuleHost',
    'Warning',
    {
      sentence: 'The host of a DestinationRule is that of no Service and no ServiceEntry.',
      remedy: 'Correct the host: the name of a Service in the same namespace, or a full name.',
      message: ({ host, namespace, isHidden }) =>
        isHidden
          ? `${host} is not exported to namespace ${namespace}, so this rule has no effect`
          : `there is no host ${host}, so this rule has no effect`,
      advice: ({ advice }) => advice,
    },
  ),
} as const;

/** What is not there: `{ what: 'host', name: 'web', where: 'that namespace shop sees' }`. */
export interface Missing {
  readonly what: string;
  readonly name: string;
  readonly where?: string;
  /** Names that could have been meant. */
  readonly known?: Iterable<string>;
  /** A better remedy than the nearest of them. */
  readonly advice?: string | undefined;
}

export type UnreachableReason = 'notLast' | 'behindCatchAll' | 'allTaken';

const UNREACHABLE: Readonly<Record<UnreachableReason, string>> = {
  notLast: 'a rule without a match stands before it and takes everything',
  behindCatchAll: 'a rule without a match stands before this one and takes all its traffic',
  allTaken: 'each of its matches is in a rule before it as well',
};

function credentialAdvice({ hasCredential }: UnverifiedTls): string | undefined {
  return hasCredential
    ? 'Add a workloadSelector for the gateways that have the credential, or caCertificates.'
    : undefined;
}

/** What is wrong with the webhook of an injector. */
export type InvalidWebhook =
  | { readonly problem: 'overlap'; readonly webhook: string; readonly others: readonly string[] }
  | { readonly problem: 'service'; readonly webhook: string; readonly service: string };

/** Versions of a kind of the Gateway API, and the one that is needed. */
export interface GatewayVersions {
  readonly kind: string;
  readonly served: readonly string[];
  readonly needed: string;
}

function gatewayVersions({ kind, served, needed }: GatewayVersions): string {
  const has = served.length === 0 ? 'no version' : listed(served);
  return `${kind} of the Gateway API is served in ${has}, not in ${needed}`;
}

export function entry<Details>(
  code: string,
  name: string,
  level: Level,
  texts: Omit<Message<Details>, 'code' | 'name' | 'level'>,
): Message<Details> {
  return { code, name, level, ...texts };
}

/**
 * `a, b and 3 more`
 *
 * @param count - of all, where the names are the first of them
 */
export function listed(names: readonly string[], count = names.length): string {
  const shown = count > 4 ? names.slice(0, 3) : names;
  const rest = count - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
