import { hostsOverlap } from '../../values/host';
import type { Cluster } from '../model/cluster';
import { at, fieldsOf, numberOf, recordsOf, textOf, textsOf } from '../model/fields';
import { enrolmentOf } from '../model/injection';
import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import type { Service } from '../model/service';
import { isControlPlane } from './exempt';
import { isGateway } from './clients';

export const NETWORK_LABEL = 'topology.istio.io/network';
/** Where proxies of other networks come in, where nothing else is said. */
export const EAST_WEST_PORT = 15443;

/** A Service by which other networks come in: it has the label of its network. */
export interface EastWest {
  readonly service: Service;
  readonly network: string;
  /** The Service's port for other networks. */
  readonly port: number;
}

export function eastWestOf(cluster: Cluster): readonly EastWest[] {
  return cluster.services.flatMap((service) => {
    const { labels } = service.resource;
    const network = labels[NETWORK_LABEL];
    const port = Number(labels['networking.istio.io/gatewayPort'] ?? EAST_WEST_PORT);
    return network === undefined ? [] : [{ service, network, port }];
  });
}

/** Networks that have a gateway: a Service with the label, a Gateway of the Gateway API, or one of `meshNetworks`. */
export function networksWithGateway(mesh: Mesh): ReadonlySet<string> {
  const found = new Set<string>();
  for (const cluster of mesh.clusters) {
    for (const { network } of eastWestOf(cluster)) found.add(network);
    for (const { labels } of cluster.of('KubernetesGateway')) {
      if (labels[NETWORK_LABEL] !== undefined) found.add(labels[NETWORK_LABEL]);
    }
    for (const { networks } of cluster.meshNetworks) {
      for (const [name, network] of Object.entries(networks))
        if (recordsOf(at(network, 'gateways')).length > 0) found.add(name);
    }
  }
  return found;
}

/** What istiod keeps within each cluster besides what is set. */
const LOCAL = ['*.kube-system.svc.', 'kubernetes.default.svc.'];

/** Whether a host of a cluster has no endpoints for the clients of others, by the mesh configuration. */
export function isClusterLocal({ meshConfig, domain }: Cluster, host: string): boolean {
  let found: { readonly name: string; readonly isLocal: boolean } | undefined;
  const consider = (name: string, isLocal: boolean) => {
    if (hostsOverlap(name, host) && (found === undefined || name.length > found.name.length))
      found = { name, isLocal };
  };
  for (const name of LOCAL) consider(`${name}${domain}`, true);
  for (const setting of recordsOf(meshConfig.fields.serviceSettings)) {
    const isLocal = at(setting, 'settings', 'clusterLocal') === true;
    for (const name of textsOf(setting.hosts)) consider(name, isLocal);
  }
  return found?.isLocal === true;
}

/** Whether a Service is for all clusters of a mesh: it has workloads with a proxy, and is no part of Istio. */
export function isShared(service: Service): boolean {
  const { resource, selector, namespace, host } = service;
  if (selector === undefined || isControlPlane(resource) || isClusterLocal(resource.cluster, host))
    return false;
  return resource.cluster.memberIndex
    .matching(selector, namespace)
    .some((one) => !isGateway(one) && enrolmentOf(one) === 'sidecar');
}

/** Gateways of `meshNetworks` and others that are no Services have no object; the document names the network. */
export function networkSource(cluster: Cluster): Resource | undefined {
  const said = cluster
    .of('IstioOperator')
    .find(({ spec }) => textOf(at(spec, 'values', 'global', 'network')) === cluster.network);
  return said ?? cluster.namespace(cluster.systemNamespace).resource;
}

/** A port of a pod that a Service's port leads to, by number. */
export function targetOf({ ports }: Service, number: number): number | undefined {
  const port = ports.find((one) => one.number === number);
  return port === undefined ? undefined : (numberOf(port.targetPort) ?? number);
}

/** The TLS mode of a Gateway's server. */
export function modeOf(tls: unknown): string {
  return textOf(fieldsOf(tls).mode) ?? 'PASSTHROUGH';
}
