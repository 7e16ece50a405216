import { at, labelsOf, numberOf, recordsOf, textOf, textsOf, type Fields, type Labels } from './fields';
import { detectProtocol, parseProtocol, type Protocol } from './protocol';
import type { Resource } from './resource';
import { exportOf, type Visibility } from './visibility';
import type { Workload } from './workload';

export interface Service {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  /** Its full name: `web.shop.svc.cluster.local`. */
  readonly host: string;
  readonly type: string;
  /** Undefined where it selects nothing, as with endpoints by hand. */
  readonly selector: Labels | undefined;
  readonly ports: readonly ServicePort[];
  readonly visibility: Visibility;
  /** The workloads of its namespace that it selects, in its cluster. */
  readonly workloads: readonly Workload[];
}

export interface ServicePort {
  readonly number: number | undefined;
  readonly name: string;
  /** `TCP`, `UDP` or `SCTP`; a ServiceEntry's are all TCP here. */
  readonly transport: string;
  /** A number, a name, or undefined for the port's own number. */
  readonly targetPort: number | string | undefined;
  /** What Istio takes it to speak; undefined is left to sniffing. */
  readonly protocol: Protocol | undefined;
  readonly fields: Fields;
  /** `spec.ports[0]` */
  readonly path: string;
}

export function serviceOf(resource: Resource): Service {
  const { spec, namespace, name, cluster } = resource;
  const labels = labelsOf(spec.selector);
  const selector = Object.keys(labels).length === 0 ? undefined : labels;
  return {
    resource,
    namespace,
    name,
    host: `${name}.${namespace}.svc.${cluster.domain}`,
    type: textOf(spec.type) ?? 'ClusterIP',
    selector,
    ports: recordsOf(spec.ports).map(servicePort),
    visibility: exportOf(
      resource.annotations['networking.istio.io/exportTo']?.split(',').map((one) => one.trim()) ??
        cluster.meshConfig.exports('defaultServiceExportTo'),
      namespace,
    ),
    get workloads() {
      return selector === undefined ? [] : cluster.workloadIndex.matching(selector, namespace);
    },
  };
}

function servicePort(fields: Fields, index: number): ServicePort {
  const number = numberOf(fields.port);
  const name = textOf(fields.name) ?? '';
  const transport = textOf(fields.protocol) ?? 'TCP';
  const appProtocol = textOf(fields.appProtocol);
  const target = numberOf(fields.targetPort) ?? textOf(fields.targetPort);
  return {
    number,
    name,
    transport,
    targetPort: target === 0 || target === '' ? undefined : target,
    protocol: detectProtocol({ number: number ?? 0, name, transport, appProtocol }),
    fields,
    path: `spec.ports[${index}]`,
  };
}

export interface ServiceEntry {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly ServicePort[];
  readonly location: 'MESH_EXTERNAL' | 'MESH_INTERNAL';
  readonly resolution: string;
  /** The endpoints that it lists, as written. */
  readonly endpoints: readonly Fields[];
  /** Undefined where it lists its endpoints. */
  readonly selector: Labels | undefined;
  readonly visibility: Visibility;
  /** The workloads of its namespace that it selects, in its cluster. */
  readonly workloads: readonly Workload[];
}

export function serviceEntryOf(resource: Resource): ServiceEntry {
  const { spec, namespace, name, cluster } = resource;
  const labels = labelsOf(at(spec, 'workloadSelector', 'labels'));
  const selector = Object.keys(labels).length === 0 ? undefined : labels;
  const exportTo = textsOf(spec.exportTo);
  return {
    resource,
    namespace,
    name,
    hosts: textsOf(spec.hosts),
    addresses: textsOf(spec.addresses),
    ports: recordsOf(spec.ports).map(entryPort),
    location: spec.location === 'MESH_INTERNAL' ? 'MESH_INTERNAL' : 'MESH_EXTERNAL',
    resolution: textOf(spec.resolution) ?? 'NONE',
    endpoints: recordsOf(spec.endpoints),
    selector,
    visibility: exportOf(
      exportTo.length > 0 ? exportTo : cluster.meshConfig.exports('defaultServiceExportTo'),
      namespace,
    ),
    get workloads() {
      return selector === undefined ? [] : cluster.workloadIndex.matching(selector, namespace);
    },
  };
}

function entryPort(fields: Fields, index: number): ServicePort {
  return {
    number: numberOf(fields.number),
    name: textOf(fields.name) ?? '',
    transport: 'TCP',
    targetPort: numberOf(fields.targetPort),
    protocol: parseProtocol(textOf(fields.protocol) ?? ''),
    fields,
    path: `spec.ports[${index}]`,
  };
}
