import type { Checks } from '../../values/checks';

/**
 * Which of a pod's connections its sidecar takes: the annotations `traffic.sidecar.istio.io/*`. What is left out
 * passes the mesh by, unencrypted and unrouted.
 */
export interface SidecarTraffic {
  /**
   * Ports whose incoming connections go through the sidecar; none for an empty list.
   * @default '*'
   */
  readonly includeInboundPorts?: '*' | readonly number[];
  /**
   * Ports whose incoming connections do not, out of all: with a list in `includeInboundPorts` Istio ignores it.
   * @default - none
   */
  readonly excludeInboundPorts?: readonly number[];
  /**
   * Address ranges to which outgoing connections go through the sidecar; none for an empty list.
   * @default '*'
   */
  readonly includeOutboundIPRanges?: '*' | readonly string[];
  /**
   * Address ranges to which they do not.
   * @default - none
   */
  readonly excludeOutboundIPRanges?: readonly string[];
  /**
   * Ports to which outgoing connections go through the sidecar, whatever the address.
   * @default - none
   */
  readonly includeOutboundPorts?: readonly number[];
  /**
   * Ports to which they do not.
   * @default - none
   */
  readonly excludeOutboundPorts?: readonly number[];
  /**
   * Network interfaces of the pod whose traffic the sidecar leaves alone, such as one of Multus.
   * @default - none
   */
  readonly excludeInterfaces?: readonly string[];
}

export function checkSidecarTraffic(traffic: SidecarTraffic, checks: Checks): void {
  for (const field of [
    'includeInboundPorts',
    'excludeInboundPorts',
    'includeOutboundPorts',
    'excludeOutboundPorts',
  ] as const) {
    const ports = traffic[field] ?? [];
    if (ports !== '*') ports.forEach((port, index) => checks.at(field).at(index).port(port));
  }
  for (const field of ['includeOutboundIPRanges', 'excludeOutboundIPRanges'] as const) {
    const ranges = traffic[field] ?? [];
    if (ranges !== '*') ranges.forEach((range, index) => checks.at(field).at(index).cidr(range));
  }
  checks
    .at('excludeInboundPorts')
    .expect(
      traffic.excludeInboundPorts === undefined || (traffic.includeInboundPorts ?? '*') === '*',
      'is given with a list in includeInboundPorts: Istio ignores it; leave those ports out of that list instead',
    );
}

export function lowerSidecarTraffic(traffic: SidecarTraffic): Record<string, string> {
  return Object.fromEntries(
    Object.entries(traffic).flatMap(([field, value]: [string, '*' | readonly unknown[] | undefined]) =>
      value === undefined
        ? []
        : [[`traffic.sidecar.istio.io/${field}`, value === '*' ? value : value.join(',')]],
    ),
  );
}
