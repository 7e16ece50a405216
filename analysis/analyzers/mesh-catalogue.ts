import { nearest } from '../../values/nearest';
import { entry, listed } from './catalogue';
import type { Closing } from './network-closings';

/** What keeps an east-west gateway shut. */
type EastWestProblem =
  | { readonly problem: 'closed'; readonly port: number; readonly client: string }
  | { readonly problem: 'mode'; readonly port: number; readonly mode: string }
  | { readonly problem: 'hosts'; readonly hosts: readonly string[]; readonly client: string };

/**
 * What only this project finds, by code: faults across clusters, networks and machines. Each has a page under
 * `docs/findings/`.
 */
export const meshCatalogue = {
  MW1001: entry<{ setting: string; value: string; other: string; cluster: string }>(
    'MW1001',
    'MeshSettingDiffers',
    'Error',
    {
      sentence: 'Clusters of one mesh have different settings where the mesh needs the same.',
      remedy: 'Give all clusters of the mesh the same value.',
      message: ({ setting, value, other, cluster }) =>
        `${setting} is ${value} here and ${other} in ${cluster}, which is in the same mesh`,
    },
  ),
  MW1002: entry<{ kind: string; host: string; cluster: string; client: string }>(
    'MW1002',
    'PolicyMissingInCluster',
    'Warning',
    {
      sentence:
        'A host has a VirtualService or DestinationRule in one cluster and none in another where its clients run.',
      remedy:
        'Apply it in every cluster that has clients of the host: each control plane reads its own cluster alone.',
      message: ({ kind, host, cluster, client }) =>
        `cluster ${cluster} has no ${kind} for ${host}, though clients of it are there (${client})`,
    },
  ),
  MW1003: entry<{ kind: string; host: string; cluster: string; difference: string }>(
    'MW1003',
    'PolicyDiffersBetweenClusters',
    'Warning',
    {
      sentence: 'A VirtualService or DestinationRule of one host says something else in another cluster.',
      remedy: 'Make both say the same, or give the clusters hosts of their own.',
      message: ({ kind, host, cluster, difference }) =>
        `what this ${kind} says of ${host} is not what that of cluster ${cluster} says: ${difference}`,
    },
  ),
  MW1004: entry<{ cluster: string; authority: string | undefined }>('MW1004', 'RootOfTrustDiffers', 'Error', {
    sentence: 'Clusters of one mesh have no root certificate in common.',
    remedy:
      'Give istiod of every cluster a certificate of one root (Secret cacerts), and restart what has an old one.',
    message: ({ cluster, authority }) =>
      authority === undefined
        ? `no root certificate here is one that cluster ${cluster} trusts`
        : `istiod signs certificates here itself, and cluster ${cluster} has its own from ${authority}`,
  }),
  MW1005: entry<{ host: string; cluster: string; here: string; there: string }>(
    'MW1005',
    'ServicePortsDoNotMeet',
    'Warning',
    {
      sentence:
        'Services of one name have other ports in another cluster, and endpoints of the one do not reach clients of the other.',
      remedy: 'Give the Service the same ports in all clusters: number, name and protocol.',
      message: ({ host, cluster, here, there }) => `${host} ${here}, and cluster ${cluster} ${there}`,
    },
  ),
  MW1006: entry<{ what: string; value: string; other: string; source: string }>(
    'MW1006',
    'ClusterIdentityDiffers',
    'Error',
    {
      sentence: 'The parts of one cluster give it different names, networks or meshes.',
      remedy: 'Say the same in all documents, namespace labels and gateways of the cluster.',
      message: ({ what, value, other, source }) =>
        `${what} is ${value} here and ${other} in ${source} of the same cluster`,
    },
  ),
  MW1007: entry<{ revision: string; known: readonly string[] }>('MW1007', 'UnknownRevision', 'Error', {
    sentence: 'A namespace, a pod or a gateway asks for a revision that no control plane of its cluster has.',
    remedy: 'Name a revision or a tag that the cluster has.',
    message: ({ revision, known }) => `no control plane here is ${revision}; there is ${known.join(', ')}`,
    advice: ({ revision, known }) => {
      const meant = nearest(revision, known);
      return meant === undefined ? undefined : `Did you mean ${meant}?`;
    },
  }),
  MW1008: entry<{ name: string; cluster: string }>('MW1008', 'DuplicateClusterName', 'Error', {
    sentence: 'Two clusters of a mesh have one name.',
    remedy: 'Give every cluster a name of its own: istiod knows clusters by it.',
    message: ({ name, cluster }) => `${name} is the name of cluster ${cluster} too`,
  }),
  MW1009: entry<{ kind: string; primaries: readonly string[] }>(
    'MW1009',
    'ConfigurationInRemoteCluster',
    'Warning',
    {
      sentence: 'An object of Istio is in a remote cluster, where no control plane reads it.',
      remedy: 'Apply it in the cluster of the control plane.',
      message: ({ kind, primaries }) =>
        `no control plane reads this ${kind}: the cluster is remote, and its istiod in ${primaries.join(' or ')} reads its own cluster`,
    },
  ),
  MW1101: entry<{ host: string; subset: string | undefined; reason: string | undefined }>(
    'MW1101',
    'DestinationWithoutEndpoint',
    'Warning',
    {
      sentence: 'A route leads to a host that has no endpoint, or none that its clients reach.',
      remedy: 'Correct the selector of the Service, add what it should select, or lead the route elsewhere.',
      message: ({ host, subset, reason }) =>
        reason === undefined
          ? `no workload of any cluster is behind ${host}`
          : `${subset === undefined ? host : `subset ${subset} of ${host}`} has no endpoint for the clients of this route; ${reason}`,
    },
  ),
  MW1102: entry<{ network: string; host: string; client: string }>(
    'MW1102',
    'NetworkWithoutGateway',
    'Error',
    {
      sentence: 'A service has clients on another network, and its own network has no east-west gateway.',
      remedy: 'Add an east-west gateway whose Service has the label topology.istio.io/network.',
      message: ({ network, host, client }) =>
        `network ${network} has no east-west gateway, and ${host} is called from another network (${client})`,
    },
  ),
  MW1103: entry<EastWestProblem>('MW1103', 'EastWestGatewayClosed', 'Error', {
    sentence: 'An east-west gateway does not let in what other networks send to it.',
    remedy: 'Give it a Gateway with a server on 15443, protocol TLS, mode AUTO_PASSTHROUGH, hosts "*.local".',
    message: (details) => {
      switch (details.problem) {
        case 'closed':
          return `no Gateway has a server on its port ${details.port}, to which other networks send (${details.client})`;
        case 'mode':
          return `port ${details.port} has the mode ${details.mode}, and only AUTO_PASSTHROUGH passes on what other networks send`;
        case 'hosts': {
          const [first, second, third, ...more] = details.hosts;
          const some = [first, second, third].filter((one) => one !== undefined).join(', ');
          const all = more.length === 0 ? some : `${some} and ${more.length} more`;
          return `its hosts leave out ${all}, called from another network (${details.client})`;
        }
      }
    },
  }),
  MW1104: entry<{ problem: string; network: string }>('MW1104', 'EastWestServiceNotUsable', 'Error', {
    sentence: 'The Service of an east-west gateway lacks what makes it the gateway of its network.',
    remedy:
      'Give the Service the label topology.istio.io/network, port 15443 and an address that other networks reach.',
    message: ({ problem, network }) => `the gateway of network ${network} ${problem}`,
  }),
  MW1105: entry<{ host: string; subset: string; network: string; cluster: string }>(
    'MW1105',
    'SubsetUnknownToGateway',
    'Error',
    {
      sentence:
        'A route leads to a subset on another network, and the cluster of its gateway has no such subset.',
      remedy: 'Apply the DestinationRule in that cluster too: its gateway lets in the subsets that it knows.',
      message: ({ host, subset, network, cluster }) =>
        `network ${network} has endpoints of subset ${subset} of ${host}, and no DestinationRule of cluster ${cluster} has that subset: the gateway there resets the connection`,
    },
  ),
  MW1106: entry<{ port: number; what: string; other: string }>('MW1106', 'GatewayServerIgnored', 'Error', {
    sentence:
      'Two servers of Gateways for one workload claim one port or one host, and one of them gets lost.',
    remedy: 'Give one of them another port, or other hosts.',
    message: ({ port, what, other }) =>
      `${what} on port ${port} has no place beside another server: ${other}`,
  }),
  MW1107: entry<{ name: string; problem: string }>('MW1107', 'ControlPlaneNotReachable', 'Error', {
    sentence: 'A gateway exposes istiod, and who asks for it by its name does not get there.',
    remedy:
      'Let the name be in ISTIOD_CUSTOM_HOST, in the hosts of the gateway and in the sniHosts of its route.',
    message: ({ name, problem }) => `machines ask for istiod as ${name}: ${problem}`,
  }),
  MW1108: entry<{ host: string; cluster: string }>('MW1108', 'HostNotResolvable', 'Warning', {
    sentence:
      'A cluster names a service of another cluster, and has no Service by which its DNS knows the name.',
    remedy: 'Add the Service to this cluster too, its selector may match nothing; or turn on DNS capture.',
    message: ({ host, cluster }) =>
      `${host} is a Service of cluster ${cluster} alone: pods here cannot resolve the name`,
  }),
  MW1201: entry<{ what: string; host: string | undefined; isOfPort: boolean }>(
    'MW1201',
    'FailoverWithoutOutlierDetection',
    'Warning',
    {
      sentence: 'Locality settings have no effect, since nothing detects sick endpoints.',
      remedy:
        'Add outlierDetection beside the setting: istiod gives endpoints an order only where there is one.',
      message: ({ what, host, isOfPort }) =>
        host === undefined
          ? `${what} of the mesh has no effect: no DestinationRule has outlierDetection`
          : `${what} for ${host} has no effect without outlierDetection${isOfPort ? ' of the port, which has none from the whole' : ''}: near and far endpoints get the same share`,
    },
  ),
  MW1202: entry<{ locality: string; known: readonly string[] }>('MW1202', 'UnknownLocality', 'Warning', {
    sentence: 'A locality setting names a locality that no cluster and no machine has.',
    remedy: 'Name a locality as the labels of the nodes have it.',
    message: ({ locality, known }) => `nothing is in ${locality}; there is ${known.join(', ')}`,
    advice: ({ locality, known }) => {
      const meant = nearest(locality, known);
      return meant === undefined ? undefined : `Did you mean ${meant}?`;
    },
  }),
  MW1203: entry<{ host: string; from: string; to: readonly string[]; isAll: boolean }>(
    'MW1203',
    'NoEndpointInLocality',
    'Warning',
    {
      sentence: 'Traffic is to go to a locality where the host has no endpoint.',
      remedy: 'Run the service there, or name a locality where it runs.',
      message: ({ host, from, to, isAll }) =>
        `${host} has no endpoint in ${to.join(', ')}${isAll ? `, so clients in ${from} get no answer` : ''}`,
    },
  ),
  MW1205: entry<{ host: string; label: string; value: string | undefined; values: readonly string[] }>(
    'MW1205',
    'PriorityLabelUnknown',
    'Warning',
    {
      sentence: 'Endpoints are ordered by a label that none of them has.',
      remedy: 'Name a label and a value that the workloads of the host carry.',
      message: ({ host, label, value, values }) =>
        value === undefined || values.length === 0
          ? `no endpoint of ${host} has a label ${label}, so all are of one priority`
          : `no endpoint of ${host} has ${label}=${value}, so all are of one priority; there is ${values.join(', ')}`,
      advice: ({ value, values }) => {
        const meant = value === undefined ? undefined : nearest(value, values);
        return meant === undefined ? undefined : `Did you mean ${meant}?`;
      },
    },
  ),
  MW1206: entry<{ what: string; label: string; user: string }>('MW1206', 'LocalityMissing', 'Warning', {
    sentence: 'A node, a machine or an endpoint has no locality, and a DestinationRule goes by it.',
    remedy: 'Label nodes topology.kubernetes.io/region and zone; give machines and endpoints a locality.',
    message: ({ what, label, user }) => `this ${what} has no ${label}, by which ${user} sends traffic`,
  }),
  MW1207: entry<{ host: string; cluster: string; others: readonly string[] }>(
    'MW1207',
    'SinglePointOfFailure',
    'Warning',
    {
      sentence: 'A service is in several clusters, and a route to it needs one of them.',
      remedy: 'Run the subset in another cluster too, or lead a part of the route to one that is.',
      message: ({ host, cluster, others }) =>
        `all subsets of this route are in cluster ${cluster}: without it the route has no endpoint, though ${host} is in ${others.join(', ')} too`,
    },
  ),
  MW1208: entry<{ host: string; by: string; resolution: string }>('MW1208', 'PriorityOfNames', 'Warning', {
    sentence: 'Endpoints that are names are to be ordered by failoverPriority, which has no effect on them.',
    remedy:
      'Give the endpoints addresses and resolution STATIC, or fail over between regions, which works for names.',
    message: ({ host, by, resolution }) =>
      `failoverPriority for ${host} has no effect: ${by} has the resolution ${resolution}, and all its endpoints are of one priority`,
  }),
  MW1209: entry<{
    host: string;
    percent: number;
    local: number;
    total: number;
    allowed: number;
    cluster: string;
  }>('MW1209', 'EjectionLimit', 'Warning', {
    sentence:
      'Outlier detection may not take out all endpoints of a cluster, and the others are never asked.',
    remedy: 'Set outlierDetection.maxEjectionPercent: 100 where another cluster is to take over.',
    message: ({ host, percent, local, total, allowed, cluster }) =>
      `maxEjectionPercent is ${percent}: of the ${total} endpoints of ${host} that clients in ${cluster} have, ${allowed === 0 ? 'none' : `at most ${allowed}`} may be taken out, and ${local} ${local === 1 ? 'is' : 'are'} there`,
  }),
  MW1301: entry<{ who: string; service: string; port: number; policy: string }>(
    'MW1301',
    'StrictWithoutSidecar',
    'Error',
    {
      sentence: 'A client without a sidecar calls pods that take mutual TLS alone.',
      remedy:
        'Give the client a sidecar, or make the port PERMISSIVE by a PeerAuthentication for these pods (portLevelMtls).',
      message: ({ who, service, port, policy }) =>
        `${who} calls port ${port} of Service ${service}, whose pods take mutual TLS alone (PeerAuthentication ${policy})`,
    },
  ),
  MW1302: entry<{ probe: string; port: number; isOwn: boolean }>('MW1302', 'StrictProbe', 'Error', {
    sentence: 'A probe of the kubelet goes to a port that takes mutual TLS alone, and is not rewritten.',
    remedy: 'Let Istio rewrite probes, as it does by default.',
    message: ({ probe, port, isOwn }) =>
      `the ${probe} asks port ${port} in plain text, which takes mutual TLS alone, and ${isOwn ? 'the annotation sidecar.istio.io/rewriteAppHTTPProbers' : 'the installation'} says that it is not rewritten`,
  }),
  MW1303: entry<{ port: number; workload: string }>('MW1303', 'StrictMetrics', 'Warning', {
    sentence: 'Metrics are asked for in plain text at a port that takes mutual TLS alone.',
    remedy:
      'Let Istio merge the metrics into its own port 15020, make the port PERMISSIVE (portLevelMtls), or give Prometheus a certificate of the mesh.',
    message: ({ port, workload }) =>
      `Prometheus asks port ${port} of ${workload} in plain text, which takes mutual TLS alone`,
  }),
  MW1304: entry<{ mode: string; port: number; workload: string; wants: string; policy: string }>(
    'MW1304',
    'DestinationRuleTlsConflict',
    'Error',
    {
      sentence: 'A DestinationRule makes clients call a port in a way that the pods behind it refuse.',
      remedy: 'Leave tls out of the DestinationRule: Istio then uses mutual TLS wherever the pods take it.',
      message: ({ mode, port, workload, wants, policy }) =>
        `port ${port} is called with tls mode ${mode}, and ${workload} ${
          wants === 'STRICT'
            ? `takes mutual TLS alone (PeerAuthentication ${policy})`
            : wants === 'DISABLE'
              ? `takes plain text alone (PeerAuthentication ${policy})`
              : 'has no proxy there that takes mutual TLS'
        }`,
    },
  ),
  MW1305: entry<{ given: string; reason: string }>('MW1305', 'UnknownPrincipal', 'Warning', {
    sentence: 'An AuthorizationPolicy names an identity that no caller has.',
    remedy:
      'Name the identity as trust-domain/ns/namespace/sa/service-account of a workload that is in the mesh.',
    message: ({ given, reason }) => `nobody calls as ${given}: it ${reason}`,
  }),
  MW1306: entry<{ policies: readonly string[]; action: string; who: string; what: string }>(
    'MW1306',
    'RouteDenied',
    'Error',
    {
      sentence:
        'An AuthorizationPolicy denies all that comes to a gateway, or all that it sends where a route leads.',
      remedy:
        'Add a rule that allows the caller, or restrict the policy to the workloads that it is meant for.',
      message: ({ policies, action, who, what }) =>
        action === 'DENY'
          ? `denies ${who} at ${what}`
          : `denies ${who} at ${what}: ${policies.length > 1 ? `none of the policies ${listed(policies)}` : 'no rule'} allows it`,
    },
  ),
  MW1307: entry<{ port: number; service: string; targets: readonly number[] }>(
    'MW1307',
    'PolicyNamesServicePort',
    'Warning',
    {
      sentence: 'An AuthorizationPolicy names the port of a Service, where the port of its pods is meant.',
      remedy: 'Name the port on which the pods listen.',
      message: ({ port, service, targets }) =>
        `${port} is the port of Service ${service}; policies see that of the pods, which is ${targets.join(', ')}`,
    },
  ),
  MW1311: entry<Closing>('MW1311', 'ControlPlaneClosed', 'Error', {
    sentence: 'NetworkPolicies part istiod from its proxies, or from the API server.',
    remedy: 'Open the port in one of the policies that select the pods, or in a further one: they add up.',
    message: closed,
  }),
  MW1312: entry<Closing>('MW1312', 'DnsClosed', 'Error', {
    sentence: 'NetworkPolicies leave pods of the mesh without DNS.',
    remedy: 'Open UDP and TCP 53 to the DNS of the cluster.',
    message: closed,
  }),
  MW1313: entry<Closing>('MW1313', 'NetworkCrossingClosed', 'Error', {
    sentence: 'NetworkPolicies close the way from one network to another.',
    remedy:
      'Open the port of the east-west gateway to other networks, that of other networks to the callers, and that of the pods to the gateway.',
    message: closed,
  }),
  MW1314: entry<Closing>('MW1314', 'RouteClosed', 'Error', {
    sentence: 'NetworkPolicies close a port where a route of a gateway leads, or the port of the gateway.',
    remedy: 'Open the port of the pods, which is that of the container and not that of the Service.',
    message: closed,
  }),
  MW1315: entry<Closing>('MW1315', 'HealthClosed', 'Warning', {
    sentence:
      'NetworkPolicies close a port at which a load balancer asks for health, or Prometheus for metrics.',
    remedy: 'Open the port to those who ask.',
    message: closed,
  }),
  MW1316: entry<Closing>('MW1316', 'TunnelClosed', 'Error', {
    sentence: 'NetworkPolicies open the port of an application in ambient mode, and close the tunnel to it.',
    remedy: 'Open TCP 15008 as well: in ambient mode all traffic of the mesh comes there.',
    message: closed,
  }),
  MW1401: entry<{ network: string; cluster: string | undefined }>(
    'MW1401',
    'MachineNetworkWithoutGateway',
    'Error',
    {
      sentence:
        'A machine and the pods of its cluster are on two networks, and a gateway between them is missing.',
      remedy:
        'Give the network a gateway: a Service with the label topology.istio.io/network and port 15443.',
      message: ({ network, cluster }) =>
        cluster === undefined
          ? `has no address of its own, and network ${network} has no gateway that would lead to it`
          : `is on network ${network}, and the pods of its cluster are on ${cluster}, which has no gateway: it calls the addresses of pods, and nothing leads there`,
    },
  ),
  MW1402: entry<{ account: string; namespace: string; known: readonly string[] }>(
    'MW1402',
    'MachineWithoutAccount',
    'Error',
    {
      sentence: 'A machine runs as a service account that is not there.',
      remedy:
        'Add the ServiceAccount: without it there is no token with which the machine gets its certificate.',
      message: ({ account, namespace }) => `namespace ${namespace} has no service account ${account}`,
      advice: ({ account, known }) => {
        const meant = nearest(account, known);
        return meant === undefined ? undefined : `Did you mean ${meant}?`;
      },
    },
  ),
  MW1403: entry<{ labels: string; namespace: string }>('MW1403', 'MachineOfNoService', 'Warning', {
    sentence: 'A machine serves something, and no Service selects it.',
    remedy:
      'Give it the labels that a Service or a ServiceEntry of its namespace selects, in the same cluster.',
    message: ({ labels, namespace }) =>
      labels === ''
        ? `has no labels, so that no Service of namespace ${namespace} selects it`
        : `no Service and no ServiceEntry of namespace ${namespace} selects ${labels}`,
  }),
  MW1404: entry<{ of: string; wanted: string; target: number | undefined; declared: readonly string[] }>(
    'MW1404',
    'MachinePortNotDeclared',
    'Error',
    {
      sentence: 'A Service leads to a port that the machine does not declare.',
      remedy:
        'Declare the port under the name that the Service has for it: its targetPort where that is a name, else the name of its port.',
      message: ({ of, wanted, target, declared }) =>
        target === undefined
          ? `${of} leads to a port by the name ${wanted}, which is not among ${declared.length === 0 ? 'the ports here: there are none' : listed(declared)}`
          : `${of} leads to port ${target}${wanted === '' ? '' : ` (${wanted})`}, and none of the ports here (${listed(declared)}) is that`,
    },
  ),
  MW1405: entry<{ port: number; declared: readonly number[] }>(
    'MW1405',
    'MachineProbeUnanswered',
    'Warning',
    {
      sentence: 'A machine is probed at a port on which nothing is declared to listen.',
      remedy:
        'Probe a port on which the application listens: until a probe is answered, the machine gets no requests.',
      message: ({ port, declared }) =>
        `the probe asks port ${port}, and the machine has ${listed(declared.map(String))}`,
    },
  ),
  MW1406: entry<{ address: string; other: string; cluster: string | null }>(
    'MW1406',
    'MachinesShareAddress',
    'Error',
    {
      sentence: 'Two machines of one network have one address.',
      remedy: 'Give each machine its own address.',
      message: ({ address, other, cluster }) =>
        `${address} is the address of WorkloadEntry ${other}${cluster === null ? '' : ` of ${cluster}`} too`,
    },
  ),
  MW1407: entry<{ network: string; meant: string }>('MW1407', 'MachineNetworkUnknown', 'Warning', {
    sentence: 'A machine is on a network that is almost called like one of the mesh.',
    remedy: 'Correct the name; a network of machines alone should have one that is not mistaken for another.',
    message: ({ network }) => `no cluster and no gateway is on network ${network}`,
    advice: ({ meant }) => `Did you mean ${meant}?`,
  }),
  MW1408: entry<{ locality: string; meant: string }>('MW1408', 'MachineLocalityUnknown', 'Warning', {
    sentence: 'A machine is in a locality that is almost called like one of the mesh.',
    remedy:
      'Correct the locality; that of machines alone should have a name that is not mistaken for another.',
    message: ({ locality }) => `no node is in ${locality}`,
    advice: ({ meant }) => `Did you mean ${meant}?`,
  }),
  MW1409: entry<{ variable: string; here: string; there: string; group: string }>(
    'MW1409',
    'MachineBundleOutdated',
    'Warning',
    {
      sentence: 'The files of a machine say something else than the WorkloadGroup by which it joins.',
      remedy: 'Make them again of the group as it is, and hand them out: the machine runs by its files.',
      message: ({ variable, here, there, group }) =>
        `${variable} has ${here}, and WorkloadGroup ${group} says ${there}`,
    },
  ),
  MW1410: entry<{ group: string; clusters: readonly string[]; known: readonly string[] }>(
    'MW1410',
    'MachineWithoutGroup',
    'Error',
    {
      sentence: 'A machine registers by a WorkloadGroup that its cluster does not have.',
      remedy:
        'Have an application of the cluster make the WorkloadGroup: without it istiod refuses the machine.',
      message: ({ group, clusters }) =>
        `${clusters.length === 1 ? `${clusters[0]} has no` : `none of ${clusters.join(', ')} has a`} WorkloadGroup ${group}`,
      advice: ({ group, known }) => {
        const name = group.slice(group.indexOf('/'));
        const meant = nearest(group, known) ?? known.find((one) => one.endsWith(name));
        return meant === undefined ? undefined : `Did you mean ${meant}?`;
      },
    },
  ),
  MW1501: entry<{ name: string; here: string; namespace: string }>('MW1501', 'RemoteSecretOneWay', 'Error', {
    sentence:
      'One control plane is told of another cluster, and the other control plane is not told of the first.',
    remedy: 'Add the Secret that istioctl create-remote-secret makes of this cluster to the other one.',
    message: ({ name, here, namespace }) =>
      `${here} knows ${name} by this, and ${name} has no such Secret of ${here} in ${namespace}: requests from ${name} find no pods here`,
  }),
  MW1502: entry<{
    name: string;
    namespace: string;
    elsewhere: string | undefined;
    meant: string | undefined;
  }>('MW1502', 'CredentialNotProduced', 'Warning', {
    sentence: 'Nothing makes the credential of a Gateway in the namespace of its workloads.',
    remedy:
      'Make the Secret in the namespace of the gateway workloads: a Certificate belongs there, not beside the Gateway. Declare one that is made by hand: provided.secrets of its cluster.',
    message: ({ name, namespace, elsewhere }) =>
      elsewhere === undefined
        ? `nothing makes a Secret ${name} in namespace ${namespace}, where the gateway runs`
        : `Secret ${name} is made in namespace ${elsewhere}, and the gateway runs in ${namespace}`,
    advice: ({ elsewhere, meant }) =>
      elsewhere === undefined && meant !== undefined ? `Did you mean ${meant}?` : undefined,
  }),
  MW1511: entry<{ application: string; project: string; reason: string }>(
    'MW1511',
    'ApplicationRefused',
    'Error',
    {
      sentence: 'An AppProject does not permit what one of its Applications wants.',
      remedy: 'Permit it in the AppProject, or move it to an Application of another project.',
      message: ({ application, project, reason }) =>
        `project ${project} refuses Application ${application}: ${reason}`,
    },
  ),
  MW1512: entry<{ application: string; other: string; what: string; where: string }>(
    'MW1512',
    'ObjectOwnedTwice',
    'Error',
    {
      sentence: 'Two Applications bring one object to one cluster.',
      remedy:
        'Leave it to one of them: each takes the object from the other, and the first that no longer has it prunes it.',
      message: ({ application, other, what, where }) =>
        `${application} brings ${what} to ${where}, as ${other} does`,
    },
  ),
  MW1513: entry<{ application: string; kind: string; group: string; reason: string }>(
    'MW1513',
    'DefinitionTooLate',
    'Error',
    {
      sentence: 'An object is applied before its kind is defined.',
      remedy: 'Bring the CustomResourceDefinition in an earlier wave, or with it.',
      message: ({ application, kind, group, reason }) =>
        `${application} cannot apply ${kind} of ${group}: ${reason}`,
    },
  ),
  MW1514: entry<{ hidden: string; isKept: boolean }>('MW1514', 'DifferencesHidden', 'Warning', {
    sentence: 'An ignoreDifferences hides a part of objects that the repository is there to say.',
    remedy: 'Name the very field that another writer sets, such as .webhooks[]?.clientConfig.caBundle.',
    message: ({ hidden, isKept }) =>
      `ignores ${hidden}: what differs there is not seen${isKept ? ', and with RespectIgnoreDifferences=true a change in the repository is never applied' : ''}`,
  }),
};

function closed({ what, workloads, direction, policies }: Closing): string {
  const others = policies.length > 1 ? `none of the policies ${listed(policies)} opens` : 'nothing opens';
  return `${others} ${what}, ${direction} ${listed(workloads)}`;
}
