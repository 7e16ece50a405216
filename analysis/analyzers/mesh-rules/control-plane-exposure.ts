import { hostsOverlap } from '../../../values/host';
import type { Cluster } from '../../model/cluster';
import { at, textOf } from '../../model/fields';
import type { Gateway, Server } from '../../model/gateway';
import { fullHost } from '../../model/hosts';
import type { VirtualService } from '../../model/virtual-service';
import { meshCatalogue } from '../mesh-catalogue';
import { modeOf } from '../networks';
import { rule } from '../rule';

/** Where proxies outside of a cluster find its istiod. */
const PORT = 15012;

/** A gateway that exposes istiod, and the name by which machines and remote clusters ask for it. */
export const controlPlaneExposure = rule(meshCatalogue.MW1107, {
  reads: ['Gateway', 'VirtualService', 'IstioOperator', 'Service'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const names = namesOf(cluster);
      const exposed = cluster.gateways.flatMap((gateway) =>
        gateway.servers
          .filter(({ port, tls }) => port === PORT && modeOf(tls) === 'PASSTHROUGH')
          .map((server) => ({ gateway, server })),
      );
      if (exposed.length === 0 || cluster.revisions.size === 0) continue;
      for (const { name, source } of names) {
        if (!isInCertificate(cluster, name)) {
          const [{ gateway, server }] = exposed as [(typeof exposed)[number]];
          report(gateway.resource, server.path, {
            name,
            problem: `istiod has no certificate for that name, which is ${source}`,
          });
        }
        const open = exposed.filter(({ server }) => server.hosts.some((host) => covers(host.name, name)));
        if (open.length === 0) {
          const [{ gateway, server }] = exposed as [(typeof exposed)[number]];
          report(gateway.resource, `${server.path}.hosts`, {
            name,
            problem: `the hosts of its port ${PORT} leave out that name`,
          });
          continue;
        }
        const routes = open.flatMap(({ gateway }) => routesOf(cluster, gateway, name));
        const [{ gateway, server }] = open as [{ gateway: Gateway; server: Server }];
        if (routes.length === 0) {
          report(gateway.resource, server.path, {
            name,
            problem: `no VirtualService of the gateway leads port ${PORT} of that name anywhere`,
          });
          continue;
        }
        for (const { one, index } of routes) {
          const path = `spec.tls[${index}]`;
          for (const { host, port, path: field } of one.destinations.filter(
            ({ route }) => route.path === path,
          )) {
            const [found] = mesh.hosts.resolve(host, one.resource);
            const isIstiod = found?.service?.resource.labels.app === 'istiod';
            if (!isIstiod || port === undefined || port === PORT) continue;
            const full = fullHost(host, one.namespace, cluster.domain);
            report(one.resource, `${field}.port`, {
              name,
              problem: `the route leads to port ${port} of ${full}, and proxies ask on ${PORT}`,
            });
          }
        }
      }
    }
  },
});

/** What the machines of a cluster ask for, by its mesh configuration and what istiod is told of its names. */
function namesOf(cluster: Cluster): readonly { readonly name: string; readonly source: string }[] {
  const address = textOf(at(cluster.meshConfig.fields, 'defaultConfig', 'discoveryAddress'));
  const asked =
    address === undefined ? [] : [address.replace(/:\d+$/, '')].filter((one) => !/^[\d.]+$|:/.test(one));
  const custom = customHosts(cluster).map((name) => ({ name, source: 'its ISTIOD_CUSTOM_HOST' }));
  const given = asked.map((name) => ({ name, source: 'the discoveryAddress of its mesh configuration' }));
  if (given.length > 0) return given;
  if (custom.length > 0) return custom;
  return [...cluster.revisions.values()].map(({ name, namespace }) => ({
    name: `istiod${name === 'default' ? '' : `-${name}`}.${namespace}.svc`,
    source: 'its usual name',
  }));
}

function customHosts(cluster: Cluster): readonly string[] {
  return cluster
    .of('IstioOperator')
    .flatMap(({ spec }) => [
      textOf(at(spec, 'values', 'pilot', 'env', 'ISTIOD_CUSTOM_HOST')),
      textOf(at(spec, 'unvalidatedValues', 'pilot', 'env', 'ISTIOD_CUSTOM_HOST')),
    ])
    .flatMap((one) => one?.split(',') ?? [])
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Source: `getDNSNames` of istiod. What certificate is given to it besides, no file of Istio says. */
function isInCertificate(cluster: Cluster, name: string): boolean {
  if (cluster.of('IstioOperator').length === 0 || customHosts(cluster).includes(name)) return true;
  const [service = '', namespace, ...rest] = name.split('.');
  const isOfServices = rest.length === 1 || rest.slice(1).join('.') === cluster.domain;
  return (
    /^(?:istiod(?:-.+)?|istio-pilot)$/.test(service) &&
    namespace === cluster.systemNamespace &&
    rest[0] === 'svc' &&
    isOfServices
  );
}

/** The TLS routes of a gateway that take a name on the port. */
function routesOf(cluster: Cluster, { namespace, name: gateway }: Gateway, name: string) {
  const bound = cluster.virtualServices.filter(
    ({ gateways, hosts }: VirtualService) =>
      gateways.some((one) => one.gateway?.namespace === namespace && one.gateway.name === gateway) &&
      hosts.some((host) => covers(host, name)),
  );
  return bound.flatMap((one) =>
    one.routes
      .filter(({ protocol, matches }) => protocol === 'tls' && matches.some((match) => takes(match, name)))
      .map(({ index }) => ({ one, index })),
  );
}

function takes(match: Readonly<Record<string, unknown>>, name: string): boolean {
  const { port, sniHosts } = match;
  return (
    (port === undefined || port === PORT) &&
    Array.isArray(sniHosts) &&
    sniHosts.some((one) => covers(String(one), name))
  );
}

function covers(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith('*') && hostsOverlap(pattern, name));
}
