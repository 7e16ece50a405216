/** What Istio takes a port to speak. Undefined is left to its sniffing. */
export type Protocol =
  | 'GRPC'
  | 'GRPC-Web'
  | 'HTTP'
  | 'HTTP2'
  | 'HTTP_PROXY'
  | 'HTTPS'
  | 'Mongo'
  | 'MySQL'
  | 'Redis'
  | 'TCP'
  | 'TLS'
  | 'UDP';

const NAMES: Readonly<Record<string, Protocol>> = {
  tcp: 'TCP',
  udp: 'UDP',
  grpc: 'GRPC',
  'grpc-web': 'GRPC-Web',
  http: 'HTTP',
  http_proxy: 'HTTP_PROXY',
  http2: 'HTTP2',
  https: 'HTTPS',
  tls: 'TLS',
  mongo: 'Mongo',
  redis: 'Redis',
  mysql: 'MySQL',
};

/** Names that Kubernetes defines for `appProtocol`. */
const KUBERNETES: Readonly<Record<string, Protocol>> = {
  'kubernetes.io/h2c': 'HTTP2',
  'kubernetes.io/ws': 'HTTP',
  'kubernetes.io/wss': 'HTTPS',
};

/** Ports of SMTP, DNS, MySQL and MongoDB, where the server speaks first and sniffing would wait. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** A protocol by the name that a Gateway's or a ServiceEntry's port gives it. */
export function parseProtocol(name: string): Protocol | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
}

/** What a Service's port says of itself. */
export interface PortNames {
  readonly number: number;
  readonly name: string;
  /** `TCP`, `UDP` or `SCTP`. */
  readonly transport: string;
  readonly appProtocol: string | undefined;
}

/**
 * How Istio reads a Service's port: by `appProtocol`, then by the part of its name before the first hyphen.
 *
 * Source: `ConvertProtocol` in pkg/config/kube of Istio's repository.
 */
export function detectProtocol({ number, name, transport, appProtocol }: PortNames): Protocol | undefined {
  if (transport === 'UDP') return 'UDP';
  if (appProtocol !== undefined && Object.hasOwn(KUBERNETES, appProtocol)) return KUBERNETES[appProtocol];
  const said = appProtocol ?? name;
  if (said.toLowerCase().startsWith('grpc-web')) return 'GRPC-Web';
  const found = parseProtocol(said.split('-', 1)[0]!);
  return found ?? (SERVER_FIRST.has(number) ? 'TCP' : undefined);
}
