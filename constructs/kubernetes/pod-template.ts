import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';
import { sidecarPorts } from './app-port';
import { checkContainer, lowerContainer, type ContainerPort, type ContainerProps } from './container';
import { checkSecurity, lowerPodSecurity, type PodSecurityContext } from './container-security';
import { checkPodMarks, merged, type PodMarkProps, type PodMarks } from './pod-marks';
import { checkPortReference } from './service';
import { checkSidecar, mayHaveSidecar } from './sidecar-settings';
import { checkTolerations, lowerToleration, type Toleration } from './toleration';
import { checkVolumeNames, volumesOf } from './volume';

/** A container of a pod, by its name. */
export interface NamedContainer extends ContainerProps {
  /** Unique in the pod. */
  readonly name: string;
  /**
   * What it listens on.
   * @default - none
   */
  readonly ports?: readonly ContainerPort[];
}

/** A container that has to end well before the next one, and then the pod's own, start. It takes no probes. */
export type InitContainer = Omit<NamedContainer, 'livenessProbe' | 'readinessProbe' | 'startupProbe'>;

/** What a pod has beside its main containers. */
export interface PodSettings extends PodMarkProps {
  /**
   * Run one after the other, before all else.
   * @default - none
   */
  readonly initContainers?: readonly InitContainer[];
  /** @default - none */
  readonly podSecurityContext?: PodSecurityContext;
  /**
   * Labels of the nodes that take the pods.
   * @default - any node
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Taints of nodes that the pods bear.
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Lets the containers see, and signal, each other's processes.
   * @default false
   */
  readonly shareProcessNamespace?: boolean;
  /**
   * Seconds from the signal to end to the kill.
   * @default 30
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Secrets of the pods' namespace for pulling images.
   * @default - those of the service account
   */
  readonly imagePullSecrets?: readonly string[];
}

/** A pod as a whole, whoever makes it: a Deployment, a StatefulSet, or nobody. */
export interface PodTemplate {
  readonly settings: PodSettings;
  /** The pod's containers, in order, and where their problems are reported. */
  readonly containers: readonly { readonly container: NamedContainer; readonly path?: string }[];
  /** Containers beside those, reported as `otherContainers`. */
  readonly otherContainers?: readonly NamedContainer[];
  readonly marks: PodMarks;
}

/** Records what Kubernetes refuses in a pod, or Istio's sidecar would break. */
export function checkPodTemplate(template: PodTemplate, checks: Checks): void {
  const { settings, otherContainers = [], marks } = template;
  const { initContainers = [], podSecurityContext, nodeSelector, tolerations, sidecar = {} } = settings;
  const meshed = mayHaveSidecar(sidecar);
  const containers = [
    ...template.containers.map(({ container, path }) => ({
      container,
      at: path === undefined ? checks : checks.elsewhere(path),
    })),
    ...otherContainers.map((container, index) => ({
      container,
      at: checks.at('otherContainers').at(index),
    })),
    ...initContainers.map((container, index) => ({ container, at: checks.at('initContainers').at(index) })),
  ];
  const names = new Set<string>();
  for (const { container, at } of containers) {
    checkContainer(container, container.ports ?? [], meshed, at);
    if (at !== checks) checkNamed(container, meshed, at);
    at.at('name').expect(
      !names.has(container.name),
      `${show(container.name)} names two containers of the pod: Kubernetes refuses it`,
    );
    names.add(container.name);
  }
  if (podSecurityContext !== undefined) {
    checkSecurity(podSecurityContext, meshed, checks.at('podSecurityContext'));
  }
  checkSidecar(sidecar, checks.at('sidecar'));
  checkVolumeNames(
    [...containers.flatMap(({ container }) => container.volumeMounts ?? []), ...(sidecar.volumeMounts ?? [])],
    checks.at('volumeMounts'),
  );
  checkPodMarks(settings, marks, checks);
  if (nodeSelector !== undefined) checkLabels(nodeSelector, checks.at('nodeSelector'));
  if (tolerations !== undefined) checkTolerations(tolerations, checks.at('tolerations'));
  checkSmall(settings, checks);
}

/** Name and ports; those of a workload's main container come from other props, which are checked on their own. */
function checkNamed({ name, ports = [] }: NamedContainer, meshed: boolean, checks: Checks): void {
  checks.at('name').dnsLabel(name);
  ports.forEach(({ name: portName, containerPort }, index) => {
    const at = checks.at('ports').at(index);
    at.at('containerPort').port(containerPort);
    at.at('containerPort').expect(
      !meshed || !sidecarPorts.includes(containerPort),
      `${containerPort} is a port of Istio's sidecar, one of the two would not start; take another, or set sidecar.inject false`,
    );
    if (portName !== undefined) checkPortReference(portName, at.at('name'));
  });
}

function checkSmall(
  { terminationGracePeriodSeconds, imagePullSecrets }: PodSettings,
  checks: Checks,
): void {
  if (terminationGracePeriodSeconds !== undefined) {
    checkInteger(
      checks.at('terminationGracePeriodSeconds'),
      terminationGracePeriodSeconds,
      0,
      INT32_MAX,
    );
  }
  imagePullSecrets?.forEach((secret, index) => checks.at('imagePullSecrets').at(index).dnsSubdomain(secret));
}

/** @param serviceAccountName - undefined for the namespace's account `default` */
export function lowerPodSpec(
  { settings, containers, otherContainers = [] }: PodTemplate,
  serviceAccountName: string | undefined,
): k8s.PodSpec {
  const { initContainers = [], nodeSelector, podSecurityContext, tolerations, imagePullSecrets } = settings;
  const running = [...containers.map(({ container }) => container), ...otherContainers];
  const volumes = volumesOf(
    [...initContainers, ...running].flatMap(({ volumeMounts = [] }) => volumeMounts),
  );
  return {
    serviceAccountName,
    nodeSelector: nodeSelector && { ...nodeSelector },
    tolerations: tolerations?.map(lowerToleration),
    shareProcessNamespace: settings.shareProcessNamespace,
    terminationGracePeriodSeconds: settings.terminationGracePeriodSeconds,
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    securityContext: podSecurityContext && lowerPodSecurity(podSecurityContext),
    initContainers: initContainers.length === 0 ? undefined : initContainers.map(lowerNamed),
    containers: running.map(lowerNamed),
    volumes: volumes.length === 0 ? undefined : volumes,
  };
}

export function lowerPodTemplate(
  template: PodTemplate,
  serviceAccountName: string | undefined,
): k8s.PodTemplateSpec {
  const { labels, annotations } = template.marks;
  return {
    metadata: { labels: merged(labels), annotations: merged(annotations) },
    spec: lowerPodSpec(template, serviceAccountName),
  };
}

function lowerNamed(container: NamedContainer): k8s.Container {
  return lowerContainer(container.name, container, container.ports ?? []);
}
