import { isGiven, isRecord } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';

/** Where a part of Envoy's configuration holds others that name their type, by fields as the API spells them. */
interface Place {
  /** Fields that hold one of them. */
  readonly typed?: readonly string[];
  /** Fields that hold some, by names. */
  readonly typedByName?: readonly string[];
  /** Fields to look into, or into the elements of. */
  readonly within?: Readonly<Record<string, Place>>;
}

const EXTENSION: Place = { typed: ['typed_config'] };
const FILTER_CHAIN: Place = { within: { filters: EXTENSION, transport_socket: EXTENSION } };
const ROUTE: Place = { typedByName: ['typed_per_filter_config'] };
const VIRTUAL_HOST: Place = { ...ROUTE, within: { routes: ROUTE } };
const ROUTE_CONFIGURATION: Place = { ...ROUTE, within: { virtual_hosts: VIRTUAL_HOST } };
const PLACES: Readonly<Record<string, Place>> = {
  HTTP_FILTER: EXTENSION,
  NETWORK_FILTER: EXTENSION,
  LISTENER_FILTER: EXTENSION,
  EXTENSION_CONFIG: EXTENSION,
  FILTER_CHAIN,
  LISTENER: {
    within: {
      filter_chains: FILTER_CHAIN,
      default_filter_chain: FILTER_CHAIN,
      listener_filters: EXTENSION,
      access_log: EXTENSION,
    },
  },
  HTTP_ROUTE: ROUTE,
  VIRTUAL_HOST,
  ROUTE_CONFIGURATION,
  CLUSTER: {
    typedByName: ['typed_extension_protocol_options'],
    within: {
      filters: EXTENSION,
      cluster_type: EXTENSION,
      upstream_config: EXTENSION,
      transport_socket: EXTENSION,
      transport_socket_matches: { within: { transport_socket: EXTENSION } },
    },
  },
};
const BY_TYPE: ReadonlyMap<string, Place> = new Map([
  [
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    { within: { http_filters: EXTENSION, access_log: EXTENSION, route_config: ROUTE_CONFIGURATION } },
  ],
  ['envoy.config.route.v3.FilterConfig', { typed: ['config'] }],
]);
/** The only types of Envoy outside of a version that istiod knows. */
const WITHOUT_VERSION = [
  'envoy.annotations.ResourceAnnotation',
  'envoy.tcp.metadataexchange.config.MetadataExchange',
];

/** Packages of types that istiod is built with, by their first names. */
const PACKAGES = [
  'envoy',
  'istio',
  'xds',
  'udpa',
  'google',
  'cel',
  'opentelemetry',
  'stats',
  'io',
  'grpc',
  'validate',
];

/** Types whose JSON is not an object, so that it stands under `value` beside the type. */
const WITH_VALUE =
  /^google\.protobuf\.(Any|Struct|Value|ListValue|Empty|Duration|Timestamp|(Bool|Bytes|Double|Float|U?Int(32|64)|String)Value)$/;

/**
 * What a patch puts there, of which istiod reads all and Envoy's API would tell all. Here it is only looked whether
 * its name is text, and, in the places that such patches mostly have, whether types are named and can be of the API.
 * Unknown fields are none of istiod's business.
 */
export function patchValue(applyTo: string): Check {
  return (value, walk) => {
    if (applyTo !== 'BOOTSTRAP') checkName(value, walk);
    look(PLACES[applyTo] ?? {}, value, walk);
  };
}

function checkName(value: unknown, walk: Walk): void {
  const name = isRecord(value) ? value.name : undefined;
  if (isGiven(name) && typeof name !== 'string') walk.failAt('name', `${describe(name)} is not text`);
}

function look({ typed = [], typedByName = [], within = {} }: Place, value: unknown, walk: Walk): void {
  if (!isRecord(value)) return;
  for (const field of typed) into(value, field, walk, (one) => checkTyped(one, walk));
  for (const field of typedByName)
    into(value, field, walk, (some) => {
      if (!isRecord(some)) return;
      for (const [name, one] of Object.entries(some)) walk.into(name, one, () => checkTyped(one, walk));
    });
  for (const [field, place] of Object.entries(within))
    into(value, field, walk, (some) => {
      if (Array.isArray(some)) some.forEach((one, at) => walk.into(at, one, () => part(place, one, walk)));
      else part(place, some, walk);
    });
}

function part(place: Place, value: unknown, walk: Walk): void {
  if (isGiven(value) && !isRecord(value)) return walk.fail(`${describe(value)} is not an object`);
  checkName(value, walk);
  look(place, value, walk);
}

/** Goes to a field by either of its spellings; of both, istiod reads the one in camel case. */
function into(
  value: Readonly<Record<string, unknown>>,
  field: string,
  walk: Walk,
  check: (one: unknown) => void,
): void {
  const camelCase = field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const key = Object.hasOwn(value, camelCase) ? camelCase : field;
  if (isGiven(value[key])) walk.into(key, value[key], check);
}

function checkTyped(value: unknown, walk: Walk): void {
  if (!isGiven(value)) return;
  if (!isRecord(value)) return walk.fail(`${describe(value)} is not an object`);
  if (!Object.hasOwn(value, '@type')) return walk.lacks('@type');
  const url = value['@type'] ?? '';
  const type = typeof url === 'string' ? url.slice(url.lastIndexOf('/') + 1) : '';
  const isOld = type.startsWith('envoy.') && !/\.v([3-9]|\d\d)(alpha)?\./.test(type);
  const isKnown = /^\w+(\.\w+)+$/.test(type) && PACKAGES.includes(type.slice(0, type.indexOf('.')));
  if (!isKnown) walk.failAt('@type', `${describe(url)} is not the name of a type that istiod knows`);
  else if (isOld && !WITHOUT_VERSION.includes(type))
    walk.failAt(
      '@type',
      `${describe(url)} is not a type of version 3 of Envoy's API`,
      'Write the type of version 3, such as envoy.extensions.filters.http.lua.v3.Lua.',
    );
  else if (WITH_VALUE.test(type) && !Object.hasOwn(value, 'value')) walk.lacks('value');
  else look(BY_TYPE.get(type) ?? {}, value, walk);
}
