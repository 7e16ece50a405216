import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';
import { checkSidecarPort } from './app-port';
import { checkContainer, lowerContainer, type ContainerPort, type ContainerProps } from './container';
import { checkSecurity, lowerPodSecurity, type PodSecurityContext } from './container-security';
import { checkPodMarks, merged, type PodMarkProps, type PodMarks } from './pod-marks';
import { checkPortReference } from './service';
import { checkSidecar, mayHaveSidecar } from './sidecar-settings';
import { checkVolumeNames, volumesOf, type VolumeMount } from './volume';

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
  readonly marks: PodMarks;
  /** The container whose props stand beside those of the pod. */
  readonly main?: NamedContainer;
  /** All other containers, in order. */
  readonly containers: readonly NamedContainer[];
  /** The prop that those come from. */
  readonly prop: 'containers' | 'otherContainers';
}

/** Records what Kubernetes refuses in a pod, or Istio's sidecar would break. */
export function checkPodTemplate(template: PodTemplate, namespace: string | undefined, checks: Checks): void {
  const { settings, marks, main } = template;
  const { initContainers = [], podSecurityContext, nodeSelector, sidecar = {} } = settings;
  const meshed = mayHaveSidecar(sidecar);
  const named = [
    ...template.containers.map((container, index) => ({
      container,
      at: checks.at(template.prop).at(index),
    })),
    ...initContainers.map((container, index) => ({ container, at: checks.at('initContainers').at(index) })),
  ];
  // The main container's name and ports come from other props, which are checked on their own.
  if (main !== undefined) {
    checkContainer(main, main.ports ?? [], meshed, checks);
    checkSources(main, namespace, checks);
  }
  const names = new Set(main && [main.name]);
  for (const { container, at } of named) {
    checkNamed(container, meshed, at);
    checkSources(container, namespace, at);
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
  checkVolumeNames([...mountsOf(template), ...(sidecar.volumeMounts ?? [])], checks.at('volumeMounts'));
  checkPodMarks(settings, marks, checks);
  if (nodeSelector !== undefined) checkLabels(nodeSelector, checks.at('nodeSelector'));
  const { terminationGracePeriodSeconds, imagePullSecrets } = settings;
  if (terminationGracePeriodSeconds !== undefined) {
    checkInteger(
      checks.at('terminationGracePeriodSeconds'),
      terminationGracePeriodSeconds,
      0,
      Number.MAX_SAFE_INTEGER,
    );
  }
  imagePullSecrets?.forEach((secret, index) => checks.at('imagePullSecrets').at(index).dnsSubdomain(secret));
}

function checkNamed(container: NamedContainer, meshed: boolean, checks: Checks): void {
  const { name, ports = [] } = container;
  checks.at('name').dnsLabel(name);
  checkContainer(container, ports, meshed, checks);
  ports.forEach(({ name: portName, containerPort }, index) => {
    const at = checks.at('ports').at(index);
    at.at('containerPort').port(containerPort);
    checkSidecarPort(containerPort, meshed, at.at('containerPort'));
    if (portName !== undefined) checkPortReference(portName, at.at('name'));
  });
}

/** ConfigMaps that are known are to be where the pod is. */
function checkSources(
  { env = {}, volumeMounts = [] }: ContainerProps,
  namespace: string | undefined,
  checks: Checks,
): void {
  for (const [name, source] of Object.entries(env)) {
    if (typeof source !== 'string') source.checkNamespace(namespace, checks.at('env').at(name));
  }
  volumeMounts.forEach(({ volume }, index) =>
    volume.checkNamespace(namespace, checks.at('volumeMounts').at(index).at('volume')),
  );
}

/** @param serviceAccountName - undefined for the namespace's account `default` */
export function lowerPodSpec(template: PodTemplate, serviceAccountName: string | undefined): k8s.PodSpec {
  const { settings, main, containers } = template;
  const { initContainers = [], nodeSelector, podSecurityContext, imagePullSecrets } = settings;
  const volumes = volumesOf(mountsOf(template));
  return {
    serviceAccountName,
    nodeSelector: nodeSelector && { ...nodeSelector },
    shareProcessNamespace: settings.shareProcessNamespace,
    terminationGracePeriodSeconds: settings.terminationGracePeriodSeconds,
    imagePullSecrets: imagePullSecrets?.map((name) => ({ name })),
    securityContext: podSecurityContext && lowerPodSecurity(podSecurityContext),
    initContainers: initContainers.length === 0 ? undefined : initContainers.map(lowerNamed),
    containers: [...(main === undefined ? [] : [main]), ...containers].map(lowerNamed),
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

/** All mounts of a pod's containers, in the order in which the containers start. */
function mountsOf({ settings, main, containers }: PodTemplate): readonly VolumeMount[] {
  return [...(settings.initContainers ?? []), ...(main === undefined ? [] : [main]), ...containers].flatMap(
    ({ volumeMounts = [] }) => volumeMounts,
  );
}

function lowerNamed(container: NamedContainer): k8s.Container {
  return lowerContainer(container.name, container, container.ports ?? []);
}
