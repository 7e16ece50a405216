import { hostsOverlap } from '../../values/host';
import {
  at,
  fieldsOf,
  labelsOf,
  numberOf,
  recordsOf,
  textOf,
  textsOf,
  type Fields,
  type Labels,
} from './fields';
import type { Resource } from './resource';
import type { Workload } from './workload';

/** Istio's Gateway. */
export interface Gateway {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly selector: Labels;
  readonly servers: readonly Server[];
  /** What it configures: in any namespace, in its cluster and in those whose proxies ask its istiod. */
  readonly workloads: readonly Workload[];
}

export interface Server {
  readonly port: number | undefined;
  readonly protocol: string;
  readonly bind: string;
  readonly hosts: readonly ServerHost[];
  /** Undefined where it has none. */
  readonly tls: Fields | undefined;
  readonly fields: Fields;
  /** `spec.servers[0]` */
  readonly path: string;
}

/** `namespace/host` of a server. */
export interface ServerHost {
  readonly given: string;
  /** Whose VirtualServices may bind: a namespace, or undefined for any. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** `spec.servers[0].hosts[0]` */
  readonly path: string;
}

export function gatewayOf(resource: Resource): Gateway {
  const { spec, namespace, cluster } = resource;
  const selector = labelsOf(spec.selector);
  return {
    resource,
    namespace,
    name: resource.name,
    selector,
    servers: recordsOf(spec.servers).map((fields, index) => serverOf(fields, index, namespace)),
    get workloads() {
      return cluster.configured.flatMap((one) => one.workloadIndex.matching(selector));
    },
  };
}

function serverOf(fields: Fields, index: number, namespace: string): Server {
  const path = `spec.servers[${index}]`;
  const { tls } = fields;
  return {
    port: numberOf(at(fields, 'port', 'number')),
    protocol: textOf(at(fields, 'port', 'protocol')) ?? '',
    bind: textOf(fields.bind) ?? '',
    hosts: textsOf(fields.hosts).map((given, at) => serverHost(given, `${path}.hosts[${at}]`, namespace)),
    tls: tls === undefined || tls === null ? undefined : fieldsOf(tls),
    fields,
    path,
  };
}

function serverHost(given: string, path: string, namespace: string): ServerHost {
  const slash = given.indexOf('/');
  if (slash < 0) return { given, namespace: undefined, name: given, path };
  const scope = given.slice(0, slash);
  return {
    given,
    namespace: scope === '*' ? undefined : scope === '.' ? namespace : scope,
    name: given.slice(slash + 1),
    path,
  };
}

/** Whether a server takes a VirtualService's host, which is of a namespace. */
export function serves({ hosts }: Server, host: string, namespace: string): boolean {
  return hosts.some(
    (one) => (one.namespace === undefined || one.namespace === namespace) && hostsOverlap(one.name, host),
  );
}
