import type { Construct } from 'constructs';
import {
  ServiceEntry as ServiceEntryObject,
  type ServiceEntrySpec,
  type ServiceEntrySpecLocation,
  type ServiceEntrySpecResolution,
} from '../../imports/networking.istio.io';
import { isCidr, isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { isHostName, isWildcardHostName } from '../../values/host';
import { checkSelector } from '../../values/selector';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import type { Addressable } from './destination';
import { checkExportTo } from './export-to';
import { checkServiceEntryEndpoint, type ServiceEntryEndpoint } from './service-entry-endpoint';

export const serviceEntryProtocols = [
  'HTTP',
  'HTTPS',
  'HTTP2',
  'GRPC',
  'GRPC-WEB',
  'TCP',
  'TLS',
  'MONGO',
  'MYSQL',
  'REDIS',
] as const;
export type ServiceEntryProtocol = (typeof serviceEntryProtocols)[number];

/** Protocols by which a proxy can tell one host from another at the same port. */
const NAMES_ITS_HOST: readonly (ServiceEntryProtocol | undefined)[] = [
  'HTTP',
  'HTTPS',
  'HTTP2',
  'GRPC',
  'GRPC-WEB',
  'TLS',
];

export const serviceEntryLocations = ['MESH_EXTERNAL', 'MESH_INTERNAL'] as const;
/** Whether what answers is part of the mesh, so that mutual TLS can be had with it. */
export type ServiceEntryLocation = (typeof serviceEntryLocations)[number];

export const serviceEntryResolutions = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'] as const;
/** How a proxy finds addresses: the one that the client called, those of the endpoints, or by DNS. */
export type ServiceEntryResolution = (typeof serviceEntryResolutions)[number];

export interface ServiceEntryPort {
  /** Port that clients call, 1-65535. Unique in the entry. */
  readonly number: number;
  /** Unique in the entry. */
  readonly name: string;
  /** @default - found out from each connection */
  readonly protocol?: ServiceEntryProtocol;
  /**
   * Port of the endpoints, 1-65535.
   * @default - `number`
   */
  readonly targetPort?: number;
}

export interface ServiceEntryProps extends ResourceProps {
  /** Names of the service; a first part of `*` stands for all. At least one. Others refer to the first. */
  readonly hosts: readonly string[];
  /** At least one. */
  readonly ports: readonly ServiceEntryPort[];
  /**
   * Addresses of the service; ranges too with the resolutions NONE and STATIC.
   * @default - assigned by Istio, but for the resolution NONE
   */
  readonly addresses?: readonly string[];
  /** @default MESH_EXTERNAL */
  readonly location?: ServiceEntryLocation;
  /**
   * STATIC needs endpoints or a selector. DYNAMIC_DNS is for hosts with a wildcard, at waypoints.
   * @default NONE
   */
  readonly resolution?: ServiceEntryResolution;
  /**
   * What answers. Excludes `workloadSelector`.
   * @default - the hosts, for resolution by DNS
   */
  readonly endpoints?: readonly ServiceEntryEndpoint[];
  /**
   * Labels of the pods and WorkloadEntries, in the entry's namespace, that answer.
   * @default - none
   */
  readonly workloadSelector?: Readonly<Record<string, string>>;
  /**
   * Namespaces that see it; `.` is its own, `*` is all, `~` is none.
   * @default - all
   */
  readonly exportTo?: readonly string[];
  /**
   * Names of which the server's certificate must bear one.
   * @default - not checked here
   */
  readonly subjectAltNames?: readonly string[];
}

/**
 * A service that Kubernetes does not know: outside of the mesh, or on machines.
 *
 * @throws UserError for an entry that Istio would refuse, or that would send traffic nowhere
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ServiceEntry extends Resource implements Addressable {
  readonly apiObject: ServiceEntryObject;
  /** The first of the hosts. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, props);
    this.check('ServiceEntry', (checks) => checkServiceEntry(props, checks, this.namespace));
    this.host = props.hosts[0] ?? '';
    this.apiObject = new ServiceEntryObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkServiceEntry(props: ServiceEntryProps, checks: Checks, namespace: string | undefined): void {
  const { location, resolution = 'NONE', endpoints = [], workloadSelector, exportTo } = props;
  checkHosts(props, checks.at('hosts'));
  checkPorts(props, checks.at('ports'));
  checkAddresses(props, checks.at('addresses'));
  if (location !== undefined) checks.at('location').oneOf(location, serviceEntryLocations);
  checks.at('resolution').oneOf(resolution, serviceEntryResolutions);
  endpoints.forEach((endpoint, index) =>
    checkServiceEntryEndpoint(endpoint, checks.at('endpoints').at(index), {
      byDns: resolution !== 'STATIC',
      ports: props.ports.map(({ name }) => name),
    }),
  );
  if (workloadSelector !== undefined) {
    const at = checks.at('workloadSelector');
    checkSelector(at, workloadSelector);
    at.expect(endpoints.length === 0, 'stands beside endpoints: Istio refuses both');
    at.expect(
      resolution !== 'NONE',
      'stands beside resolution NONE, which sends traffic to the address it was for',
    );
  }
  checkResolution(props, checks);
  if (exportTo !== undefined) checkExportTo(exportTo, checks.at('exportTo'), { namespace, none: true });
}

function checkHosts(
  { hosts, ports, resolution = 'NONE', endpoints = [] }: ServiceEntryProps,
  checks: Checks,
): void {
  checks.expect(hosts.length > 0, 'is empty: Istio refuses an entry without a host');
  const asksDnsForHost = (resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN') && endpoints.length === 0;
  hosts.forEach((host, index) => {
    const at = checks.at(index);
    if (host === '*') {
      at.fail('"*" would stand for every host there is: Istio refuses it');
    } else if (!isWildcardHostName(host)) {
      at.fail(`${show(host)} is not a host (a name such as api.example.org or *.example.org)`);
    } else if (asksDnsForHost) {
      at.expect(
        isHostName(host),
        `${show(host)} cannot be looked up: resolution ${resolution} needs a name without "*", or endpoints`,
      );
    } else if (resolution === 'DYNAMIC_DNS') {
      at.expect(
        host.startsWith('*'),
        `${show(host)} has no wildcard: resolution DYNAMIC_DNS is for those; take DNS`,
      );
    }
  });
  const mute = ports.find(({ protocol }) => !NAMES_ITS_HOST.includes(protocol));
  checks.expect(
    hosts.length < 2 || resolution === 'NONE' || mute === undefined,
    `has ${hosts.length} hosts, which port ${show(mute?.name)} of protocol ${mute?.protocol ?? 'unknown'} ` +
      'cannot tell apart: Istio refuses it',
  );
}

function checkPorts({ ports, resolution }: ServiceEntryProps, checks: Checks): void {
  checks.expect(ports.length > 0, 'is empty: no traffic would be for the entry');
  ports.forEach(({ number, name, protocol, targetPort }, index) => {
    const at = checks.at(index);
    const earlier = ports.slice(0, index);
    at.at('number').port(number);
    at.at('number').expect(
      !earlier.some((other) => other.number === number),
      `${show(number)} is there already: Istio refuses it`,
    );
    at.at('name').dnsLabel(name);
    at.at('name').expect(
      !earlier.some((other) => other.name === name),
      `${show(name)} names two ports: Istio refuses it`,
    );
    if (protocol !== undefined) at.at('protocol').oneOf(protocol, serviceEntryProtocols);
    if (targetPort !== undefined) at.at('targetPort').port(targetPort);
    if (resolution === 'DYNAMIC_DNS') {
      at.at('protocol').expect(
        protocol === 'HTTP' || protocol === 'TLS',
        `is ${protocol ?? 'missing'}: resolution DYNAMIC_DNS takes HTTP and TLS alone`,
      );
    }
  });
}

function checkAddresses({ addresses = [], resolution = 'NONE' }: ServiceEntryProps, checks: Checks): void {
  addresses.forEach((address, index) => {
    const at = checks.at(index);
    const isRange = isCidr(address);
    at.expect(
      isRange || isIpAddress(address),
      `${show(address)} is neither an address nor an address range (CIDR, such as 10.42.0.0/16)`,
    );
    at.expect(
      !isRange || resolution === 'NONE' || resolution === 'STATIC',
      `${show(address)} is a range: Istio takes those with the resolutions NONE and STATIC alone`,
    );
  });
}

function checkResolution(props: ServiceEntryProps, checks: Checks): void {
  const { resolution = 'NONE', endpoints = [], addresses = [], workloadSelector, location } = props;
  const at = checks.at('resolution');
  if (resolution === 'NONE') {
    at.expect(endpoints.length === 0, 'is NONE, which knows no endpoints: take STATIC or DNS');
  } else if (resolution === 'STATIC') {
    at.expect(
      endpoints.length > 0 || workloadSelector !== undefined,
      'is STATIC without endpoints or workloadSelector: there would be nowhere to send traffic to',
    );
  } else if (resolution === 'DNS_ROUND_ROBIN') {
    at.expect(
      endpoints.length < 2,
      `is DNS_ROUND_ROBIN with ${endpoints.length} endpoints: Istio refuses more than one`,
    );
  } else if (resolution === 'DYNAMIC_DNS') {
    at.expect(
      endpoints.length === 0 && addresses.length === 0,
      'is DYNAMIC_DNS, which asks for what the client named: it has neither endpoints nor addresses',
    );
    at.expect(location !== 'MESH_INTERNAL', 'is DYNAMIC_DNS, which is for location MESH_EXTERNAL alone');
  }
}

function lower(props: ServiceEntryProps): ServiceEntrySpec {
  const { addresses = [], endpoints = [], workloadSelector, exportTo, subjectAltNames } = props;
  return {
    hosts: [...props.hosts],
    addresses: addresses.length > 0 ? [...addresses] : undefined,
    ports: props.ports.map((port) => ({ ...port })),
    // The imported enums have the values of our unions.
    location: props.location as ServiceEntrySpecLocation | undefined,
    resolution: props.resolution as ServiceEntrySpecResolution | undefined,
    // Istio's schema counts an empty list as endpoints.
    endpoints:
      endpoints.length > 0
        ? endpoints.map((endpoint) => ({
            ...endpoint,
            ports: endpoint.ports && { ...endpoint.ports },
            labels: endpoint.labels && { ...endpoint.labels },
          }))
        : undefined,
    workloadSelector: workloadSelector && { labels: { ...workloadSelector } },
    exportTo: exportTo && [...exportTo],
    subjectAltNames: subjectAltNames && [...subjectAltNames],
  };
}
