import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkSecurity, lowerContainerSecurity, type ContainerSecurityContext } from './container-security';
import { checkEnv, lowerEnv, type EnvSource } from './env-source';
import type { Probe } from './probe';
import { checkResources, lowerResources, type ResourceRequirements } from './resources';
import { checkMounts, lowerMount, type VolumeMount } from './volume';

/** One container of a pod. */
export interface ContainerProps {
  /** Reference of the image, `registry/repository:tag`. */
  readonly image: string;
  /** @default - Kubernetes': Always for the tag `latest` and for none, else IfNotPresent */
  readonly imagePullPolicy?: ImagePullPolicy;
  /** @default - the image's entry point */
  readonly command?: readonly string[];
  /** @default - the image's */
  readonly args?: readonly string[];
  /**
   * Variables by name, in the order in which one may refer to those before it.
   * @default - none
   */
  readonly env?: Readonly<Record<string, string | EnvSource>>;
  /** @default - none: neither requests nor limits */
  readonly resources?: ResourceRequirements;
  /** @default - none; `restrictedSecurity` is what Pod Security's strictest level asks for */
  readonly securityContext?: ContainerSecurityContext;
  /** @default - none */
  readonly livenessProbe?: Probe;
  /** @default - none */
  readonly readinessProbe?: Probe;
  /** @default - none */
  readonly startupProbe?: Probe;
  /**
   * Volumes of the pod, and where the container sees them.
   * @default - none
   */
  readonly volumeMounts?: readonly VolumeMount[];
}

export const imagePullPolicies = ['Always', 'IfNotPresent', 'Never'] as const;
export type ImagePullPolicy = (typeof imagePullPolicies)[number];

/** A port that a container listens on. */
export interface ContainerPort {
  readonly containerPort: number;
  /** @default TCP */
  readonly transport?: 'TCP' | 'UDP';
  /** @default - none */
  readonly name?: string;
}

/** @param meshed - whether a sidecar may be in the pod */
export function checkContainer(
  container: ContainerProps,
  ports: readonly ContainerPort[],
  meshed: boolean,
  checks: Checks,
): void {
  const { image, imagePullPolicy, env, resources, securityContext, volumeMounts } = container;
  checks
    .at('image')
    .expect(/^\S+$/.test(image), `${show(image)} is not an image's reference (registry/repository:tag)`);
  if (imagePullPolicy !== undefined) checks.at('imagePullPolicy').oneOf(imagePullPolicy, imagePullPolicies);
  if (env !== undefined) checkEnv(env, checks.at('env'));
  if (resources !== undefined) checkResources(resources, checks.at('resources'));
  if (securityContext !== undefined) checkSecurity(securityContext, meshed, checks.at('securityContext'));
  if (volumeMounts !== undefined) checkMounts(volumeMounts, checks.at('volumeMounts'));
  const portNames = new Set(ports.flatMap(({ name }) => (name === undefined ? [] : [name])));
  for (const use of ['liveness', 'readiness', 'startup'] as const) {
    container[`${use}Probe`]?.check(use, portNames, checks.at(`${use}Probe`));
  }
}

export function lowerContainer(
  name: string,
  container: ContainerProps,
  ports: readonly ContainerPort[],
): k8s.Container {
  const { command, args, env, resources, securityContext, volumeMounts = [] } = container;
  return {
    name,
    image: container.image,
    imagePullPolicy: container.imagePullPolicy,
    command: command && [...command],
    args: args && [...args],
    env: env && lowerEnv(env),
    ports:
      ports.length === 0
        ? undefined
        : ports.map(({ containerPort, transport, name: portName }) => ({
            name: portName,
            containerPort,
            protocol: transport === 'UDP' ? 'UDP' : undefined,
          })),
    resources: resources && lowerResources(resources),
    securityContext: securityContext && lowerContainerSecurity(securityContext),
    livenessProbe: container.livenessProbe?.lower(),
    readinessProbe: container.readinessProbe?.lower(),
    startupProbe: container.startupProbe?.lower(),
    volumeMounts: volumeMounts.length === 0 ? undefined : volumeMounts.map(lowerMount),
  };
}
