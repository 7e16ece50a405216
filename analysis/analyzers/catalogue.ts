import type { Level } from '../finding';
import { nearest } from '../../values/nearest';
import type { Message } from './rule';

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
  IST0101: entry<Missing>('IST0101', 'ReferencedResourceNotFound', 'Error', {
    sentence: 'An object refers to something that is not there.',
    remedy: 'Correct the reference, or add what it names.',
    message: ({ what, name, where }) =>
      `there is no ${what} ${name}${where === undefined ? '' : ` ${where}`}`,
    advice: ({ name, known }) => {
      const meant = known === undefined ? undefined : nearest(name, known);
      return meant === undefined ? undefined : `Did you mean ${meant}?`;
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
  IST0118: entry<{ port: string }>('IST0118', 'PortNameIsNotUnderNamingConvention', 'Info', {
    sentence: 'A port of a Service does not say its protocol, so Istio has to guess it.',
    remedy: 'Name it <protocol>[-<suffix>] (http-web, grpc, tcp-db), or set appProtocol.',
    message: ({ port }) =>
      `${port} says no protocol that Istio knows, neither by its name nor by appProtocol`,
  }),
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
} as const;

/** What is not there: `{ what: 'host', name: 'web', where: 'that namespace shop sees' }`. */
export interface Missing {
  readonly what: string;
  readonly name: string;
  readonly where?: string;
  /** Names that could have been meant. */
  readonly known?: Iterable<string>;
}

export type UnreachableReason = 'notLast' | 'behindCatchAll' | 'allTaken';

const UNREACHABLE: Readonly<Record<UnreachableReason, string>> = {
  notLast: 'a rule without a match stands before it and takes everything',
  behindCatchAll: 'a rule without a match stands before this one and takes all its traffic',
  allTaken: 'each of its matches is in a rule before it as well',
};

function entry<Details>(
  code: string,
  name: string,
  level: Level,
  texts: Omit<Message<Details>, 'code' | 'name' | 'level'>,
): Message<Details> {
  return { code, name, level, ...texts };
}

/** `a, b and 3 more` */
export function listed(names: readonly string[]): string {
  const shown = names.length > 4 ? names.slice(0, 3) : names;
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(', ') : `${shown.join(', ')} and ${rest} more`;
}
