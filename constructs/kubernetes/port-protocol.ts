/**
 * What the port of a service speaks, written as Istio reads it at the head of the port's name.
 *
 * Mongo is parsed by Istio's proxies, MySQL and Redis are TCP to them unless istiod is told otherwise; UDP passes
 * them by.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export const portProtocols = [
  'http',
  'http2',
  'grpc',
  'grpc-web',
  'https',
  'tls',
  'tcp',
  'udp',
  'mongo',
  'mysql',
  'redis',
] as const;
export type PortProtocol = (typeof portProtocols)[number];

/** Ports of protocols whose server speaks first: Istio takes them for TCP where nothing says otherwise. */
const serverFirstPorts: readonly number[] = [25, 53, 3306, 27017];

/**
 * The protocol that Istio takes a service's TCP port for by its name; undefined where it would look at each
 * connection.
 *
 * Source: `ConvertProtocol` in Istio's pkg/config/kube/conversion.go.
 */
export function selectedProtocol(port: number, name: string): PortProtocol | undefined {
  const said = name.toLowerCase();
  if (said.startsWith('grpc-web')) return 'grpc-web';
  const head = said.split('-', 1)[0];
  return (
    portProtocols.find((protocol) => protocol === head) ??
    (serverFirstPorts.includes(port) ? 'tcp' : undefined)
  );
}
