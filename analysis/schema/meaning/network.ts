import { isIP } from 'node:net';
import { cidrContains, isCidr, isIpAddress } from '../../../values/address';
import { isDnsSubdomain } from '../../../values/dns';
import { checkLabels } from '../metadata';
import { describe, type Check, type Walk } from '../structural/walk';
import {
  all,
  between,
  dns1035,
  dnsLabel,
  dnsName,
  each,
  exclusive,
  fields,
  has,
  notEmpty,
  oneOf,
  port,
  portOrName,
  qualifiedName,
  requires,
  text,
  unique,
  whole,
  type Fields,
} from './parts';

const cidr = text((value) => isCidr(value.trim()), 'an address range (CIDR, such as 10.42.0.0/16)');
const address = text(isIpAddress, 'an IP address');
const protocol = oneOf('TCP', 'UDP', 'SCTP');

const service = whole((spec, walk) => {
  const {
    type = 'ClusterIP',
    ports,
    clusterIP,
  } = spec as { type?: string; ports?: readonly Fields[]; clusterIP?: string };
  if (type === 'ExternalName') {
    requires('externalName')(spec, walk);
    return;
  }
  if (!has(spec, 'ports') && clusterIP !== 'None') {
    walk.failAt('ports', `a service of type ${type} needs ports`, 'Add ports.');
  }
  if (type !== 'LoadBalancer' && has(spec, 'loadBalancerSourceRanges')) {
    walk.failAt('loadBalancerSourceRanges', 'is for services of type LoadBalancer only');
  }
  if (type === 'ClusterIP' && has(spec, 'externalTrafficPolicy') && !has(spec, 'externalIPs')) {
    walk.failAt('externalTrafficPolicy', 'is for services that are reached from outside only');
  }
  if (
    type !== 'LoadBalancer' &&
    spec.allocateLoadBalancerNodePorts !== undefined &&
    spec.allocateLoadBalancerNodePorts !== null
  ) {
    walk.failAt('allocateLoadBalancerNodePorts', 'is for services of type LoadBalancer only');
  }
  const several = (ports?.length ?? 0) > 1;
  ports?.forEach((one, index) => {
    walk.at(['ports', index], () => {
      if (several && !has(one, 'name'))
        walk.failAt('name', 'is missing, and there are several ports', 'Name every port.');
      if (type === 'ClusterIP' && one.nodePort)
        walk.failAt('nodePort', 'is not for services of type ClusterIP');
    });
  });
});

const policyPort = whole((object, walk) => {
  const { port: first, endPort: last } = object;
  if (last === undefined || last === null) return;
  if (typeof first !== 'number') walk.failAt('endPort', 'needs a port that is a number');
  else if ((last as number) < first) walk.failAt('endPort', `${last as number} is below the port ${first}`);
});

const ipBlock = whole((object, walk) => {
  const range = object.cidr as string;
  if (!isCidr(range)) return;
  ((object.except ?? []) as string[]).forEach((one, index) => {
    if (!isCidr(one)) return;
    const [start = '', prefix] = one.split('/');
    if (cidrContains(range, start) && Number(prefix) > Number(range.split('/')[1])) return;
    walk.at(['except'], () => walk.failAt(index, `${one} is not a part of ${range}`));
  });
});

const path = whole((object, walk) => {
  const { path: value = '', pathType } = object as { path?: string; pathType?: string };
  if (pathType !== 'ImplementationSpecific' && !value.startsWith('/')) {
    walk.failAt('path', `${describe(value)} does not begin with "/"`);
  }
});

/** Services, and the rules of networks. Source: pkg/apis/{core,networking,discovery}/validation of k8s.io/kubernetes. */
export const networkMeanings: readonly (readonly [string, Check])[] = [
  ['core.v1.Service', requires('spec')],
  [
    'core.v1.ServiceSpec',
    all(
      fields({
        selector: checkLabels,
        externalName: dnsName,
        loadBalancerSourceRanges: each(all(notEmpty, cidr)),
        externalIPs: each(all(notEmpty, address)),
        clusterIP: text((value) => value === 'None' || isIpAddress(value), 'an IP address, or None'),
        ipFamilyPolicy: notEmpty,
        internalTrafficPolicy: notEmpty,
        healthCheckNodePort: between(0, 65535),
        ports: unique('name'),
      }),
      service,
    ),
  ],
  [
    'core.v1.ServicePort',
    fields({
      port,
      name: dnsLabel,
      targetPort: portOrName,
      nodePort: between(0, 65535),
      appProtocol: all(notEmpty, qualifiedName),
    }),
  ],
  [
    'networking.v1.NetworkPolicySpec',
    fields({ policyTypes: all(each(oneOf('Ingress', 'Egress')), atMost(2)) }),
  ],
  ['networking.v1.NetworkPolicyPeer', all(someOf('podSelector', 'namespaceSelector', 'ipBlock'), notBoth)],
  [
    'networking.v1.NetworkPolicyPort',
    all(fields({ port: all(notEmpty, portOrName), endPort: port, protocol }), policyPort),
  ],
  ['networking.v1.IPBlock', all(fields({ cidr, except: each(all(notEmpty, cidr)) }), ipBlock)],
  ['networking.v1.Ingress', someSpec],
  [
    'networking.v1.IngressSpec',
    all(fields({ ingressClassName: all(notEmpty, dnsName) }), someOf('rules', 'defaultBackend')),
  ],
  ['networking.v1.IngressTLS', fields({ hosts: each(all(notEmpty, host())), secretName: dnsName })],
  ['networking.v1.IngressRule', fields({ host: host() })],
  ['networking.v1.HTTPIngressPath', path],
  ['networking.v1.IngressBackend', exclusive(['service', 'resource'])],
  ['networking.v1.IngressServiceBackend', all(requires('port'), fields({ name: dns1035 }))],
  [
    'networking.v1.ServiceBackendPort',
    all(someOf('name', 'number'), fields({ number: port, name: portOrName })),
  ],
  ['networking.v1.IngressClass', requires('spec')],
  [
    'networking.v1.IngressClassSpec',
    all(
      requires('controller'),
      fields({
        controller: text(
          (value) => /^[^/]+\/.+/.test(value) && isDnsSubdomain(value.split('/')[0]),
          'a path after a DNS name',
        ),
      }),
    ),
  ],
  ['core.v1.EndpointSubset', someOf('addresses', 'notReadyAddresses')],
  ['core.v1.EndpointAddress', fields({ ip: address })],
  ['core.v1.EndpointPort', fields({ name: dnsLabel, port })],
  ['discovery.v1.EndpointSlice', all(fields({ ports: unique('name') }), slice)],
  ['discovery.v1.EndpointPort', fields({ name: dnsLabel, protocol })],
  ['discovery.v1.Endpoint', fields({ nodeName: all(notEmpty, dnsName), hostname: dnsLabel })],
];

/** Addresses are all of the type that the slice says. */
function slice(object: unknown, walk: Walk): void {
  const { addressType, endpoints = [] } = object as {
    addressType?: string;
    endpoints?: { addresses?: string[] }[];
  };
  const accepts = (one: string) =>
    addressType === 'FQDN' ? isDnsSubdomain(one) : isIP(one) === (addressType === 'IPv6' ? 6 : 4);
  endpoints.forEach((endpoint, index) => {
    endpoint.addresses?.forEach((one, position) => {
      if (accepts(one)) return;
      walk.at(['endpoints', index, 'addresses'], () =>
        walk.failAt(position, `${describe(one)} is not an address of type ${addressType}`),
      );
    });
  });
}

function host(): Check {
  return text(
    (value) => isDnsSubdomain(value.replace(/^\*\./, '')),
    'a host name, which may begin with "*."',
  );
}

function someOf(...names: readonly string[]): Check {
  return whole((object, walk) => {
    const isThere = (name: string) => has(object, name);
    if (!names.some(isThere))
      walk.fail(`has none of ${names.join(', ')}: one is needed`, `Add ${names.join(' or ')}.`);
  });
}

function notBoth(peer: unknown, walk: Walk): void {
  const { ipBlock: block, podSelector, namespaceSelector } = peer as Fields;
  if (block && (podSelector || namespaceSelector)) walk.failAt('ipBlock', 'is not allowed beside a selector');
}

function someSpec(ingress: unknown, walk: Walk): void {
  if (!(ingress as Fields).spec) walk.failAt('spec', 'needs rules or a default backend', 'Add spec.rules.');
}

function atMost(count: number): Check {
  return (value, walk) => {
    if (Array.isArray(value) && value.length > count)
      walk.fail(`has ${value.length} elements: at most ${count} are allowed`);
  };
}
