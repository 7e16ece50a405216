import type { Checks } from '../../values/checks';
import { isPort } from '../../values/checks';
import { show } from '../../values/user-error';
import type { ContainerPort } from './container';
import { Service, transportOf, type ServicePort } from './service';

/** A port of an application: what its service offers, and what its container listens on. */
export interface AppPort extends ServicePort {
  /**
   * Port that the container listens on, 1-65535; given where `targetPort` is a name, which the port then bears.
   * @default - `targetPort`, else `port`
   */
  readonly containerPort?: number;
}

/**
 * Ports that Istio's sidecar listens on. Source: Istio's application requirements, "Ports used by Istio".
 *
 * @see https://istio.io/latest/docs/ops/deployment/application-requirements/
 */
const sidecarPorts: readonly number[] = [
  15000, 15001, 15002, 15004, 15006, 15008, 15020, 15021, 15053, 15090,
];

/** @param meshed - whether a sidecar may be in the pod */
export function checkAppPorts(ports: readonly AppPort[], meshed: boolean, checks: Checks): void {
  const names = new Map<string, number | undefined>();
  ports.forEach((port, index) => {
    const { targetPort, containerPort } = port;
    const at = checks.at(index).at('containerPort');
    if (containerPort !== undefined) at.port(containerPort);
    if (typeof targetPort === 'string') {
      at.expect(
        containerPort !== undefined,
        `is missing: targetPort ${show(targetPort)} names the container's port, say which it is`,
      );
      at.expect(
        !names.has(targetPort) || names.get(targetPort) === containerPort,
        `${containerPort} is a second port of the name ${show(targetPort)}, beside ${names.get(targetPort)}`,
      );
      names.set(targetPort, containerPort);
    } else if (containerPort !== undefined) {
      const target = targetPort ?? port.port;
      at.expect(
        targetPort === undefined || containerPort === target,
        `${containerPort} is not the targetPort ${target}: the service would call a port on which nothing listens`,
      );
    }
    checkSidecarPort(numberOf(port), meshed, at);
  });
}

/** @param meshed - whether a sidecar may be in the pod */
export function checkSidecarPort(port: number, meshed: boolean, checks: Checks): void {
  checks.expect(
    !meshed || !sidecarPorts.includes(port),
    `${port} is a port of Istio's sidecar, one of the two would not start; take another, or set sidecar.inject false`,
  );
}

/** Checks that a service which others share finds what it is made for in these pods. */
export function checkSharedService(
  service: Service,
  namespace: string | undefined,
  ports: readonly AppPort[],
  podLabels: Readonly<Record<string, string>>,
  checks: Checks,
): void {
  const at = checks.at('service');
  at.at('namespace').expect(
    service.namespace === namespace,
    `${show(service.namespace)} is not the namespace of the pods, ${show(namespace)}: a service selects pods of its own alone`,
  );
  for (const [key, value] of Object.entries(service.selector)) {
    at.at('selector')
      .at(key)
      .expect(
        podLabels[key] === value,
        `${show(value)} is not what the pods have, ${show(podLabels[key] ?? 'no such label')}: the service would not select them`,
      );
  }
  if (ports.length === 0) {
    for (const { targetPort } of service.ports) {
      checks
        .at('ports')
        .expect(
          typeof targetPort !== 'string',
          `is empty, and the service calls the container's port ${show(targetPort)} by name: say which it is`,
        );
    }
    return;
  }
  const listening = new Set(containerPortsOf(ports).flatMap((port) => [port.containerPort, port.name]));
  service.ports.forEach((port, index) => {
    at.at('ports')
      .at(index)
      .expect(
        listening.has(port.targetPort ?? port.port),
        `calls ${show(port.targetPort ?? port.port)}, which is none of the container's ports`,
      );
  });
}

/**
 * The ports of the container, each once. Without any of its own the app listens where its shared service calls.
 */
export function containerPortsOf(ports: readonly AppPort[], service?: unknown): ContainerPort[] {
  const effective: readonly AppPort[] =
    ports.length === 0 && service instanceof Service ? service.ports : ports;
  const byKey = new Map<string, ContainerPort>();
  for (const port of effective) {
    const { targetPort } = port;
    const transport = transportOf(port);
    const containerPort = numberOf(port);
    const key = `${containerPort}/${transport}`;
    const name = typeof targetPort === 'string' ? targetPort : byKey.get(key)?.name;
    byKey.set(key, { containerPort, transport, name });
  }
  return [...byKey.values()];
}

function numberOf({ port, targetPort, containerPort }: AppPort): number {
  return containerPort ?? (isPort(targetPort) ? targetPort : port);
}
