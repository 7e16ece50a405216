import { k8s } from 'cdk8s-plus-27';
import { stringify } from 'yaml';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkPodProxyConfig, type PodProxyConfig } from './pod-proxy-config';
import { checkResources, type ResourceRequirements } from './resources';
import { checkSidecarTraffic, lowerSidecarTraffic, type SidecarTraffic } from './sidecar-traffic';
import { checkMounts, lowerMount, volumesOf, type VolumeMount } from './volume';

export const interceptionModes = ['REDIRECT', 'TPROXY', 'NONE'] as const;
/** How connections get to the sidecar; NONE leaves it to the application. */
export type InterceptionMode = (typeof interceptionModes)[number];

export const proxyLogLevels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;
export type ProxyLogLevel = (typeof proxyLogLevels)[number];

/**
 * What one workload's sidecar has other than the mesh's, as labels and annotations of its pods.
 *
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
export interface SidecarSettings {
  /**
   * Whether a sidecar is injected.
   * @default - as the labels of the namespace have it
   */
  readonly inject?: boolean;
  /**
   * Revision or tag of the control plane that injects. A namespace with `istio.io/rev` or `istio-injection` of its
   * own stands above it.
   * @default - the namespace's
   */
  readonly revision?: string;
  /**
   * Injection templates, `sidecar` itself among them where it is wanted.
   * @default - sidecar
   */
  readonly templates?: readonly string[];
  /**
   * Starts the application's container when the sidecar is ready. A native sidecar is ready before in any case.
   * @default - the mesh's
   */
  readonly holdApplicationUntilProxyStarts?: boolean;
  /**
   * Runs the sidecar as an init container that keeps running.
   * @default - istiod's
   */
  readonly nativeSidecar?: boolean;
  /**
   * Image of the proxy, as a whole reference.
   * @default - the mesh's
   */
  readonly proxyImage?: string;
  /**
   * What the proxy is given. One amount here takes away all of the mesh's: give each that is to hold.
   * @default - the mesh's
   */
  readonly proxyResources?: ResourceRequirements;
  /** @default - the mesh's, which is warning */
  readonly logLevel?: ProxyLogLevel;
  /**
   * Log levels of Envoy's components, `rbac:debug,http:trace`.
   * @default - the mesh's
   */
  readonly componentLogLevel?: string;
  /** @default - the mesh's, which is REDIRECT */
  readonly interceptionMode?: InterceptionMode;
  /**
   * Sends the kubelet's probes through the sidecar's agent. Without that, strict mTLS refuses them.
   * @default - the mesh's, which is true
   */
  readonly rewriteAppHTTPProbers?: boolean;
  /**
   * Volumes in the proxy's container (`userVolume`, `userVolumeMount`); the application may mount the same Volume.
   * @default - none
   */
  readonly volumeMounts?: readonly VolumeMount[];
  /** @default - all of it goes through the sidecar */
  readonly traffic?: SidecarTraffic;
  /** @default - the mesh's */
  readonly proxyConfig?: PodProxyConfig;
}

/** Whether a sidecar may be in the pod: a gateway's proxy is no sidecar, it takes nothing from an application. */
export function mayHaveSidecar({ inject, templates }: SidecarSettings): boolean {
  return inject !== false && !templates?.includes('gateway');
}

/** Names that Istio's injection gives to the proxy's own volumes. Source: Istio's injection template. */
const injectedVolumes: readonly string[] = [
  'workload-socket',
  'credential-socket',
  'workload-certs',
  'istio-envoy',
  'istio-data',
  'istio-podinfo',
  'istio-token',
  'istiod-ca-cert',
  'istio-ca-crl',
];

export function checkSidecar(sidecar: SidecarSettings, checks: Checks): void {
  const { inject, revision, templates, proxyImage, logLevel, interceptionMode } = sidecar;
  if (inject === false) {
    for (const [field, value] of Object.entries(sidecar)) {
      checks
        .at(field)
        .expect(field === 'inject' || value === undefined, 'is given with inject false: no sidecar heeds it');
    }
  }
  if (revision !== undefined) checks.at('revision').dnsLabel(revision);
  if (templates !== undefined) {
    checks.at('templates').expect(templates.length > 0, 'is empty: leave it out for the template sidecar');
  }
  if (proxyImage !== undefined) {
    checks
      .at('proxyImage')
      .expect(
        /^\S+\/\S+$/.test(proxyImage),
        `${show(proxyImage)} is not a whole reference (registry/repository:tag): without a "/" Istio ignores it`,
      );
  }
  if (logLevel !== undefined) checks.at('logLevel').oneOf(logLevel, proxyLogLevels);
  if (interceptionMode !== undefined) {
    checks.at('interceptionMode').oneOf(interceptionMode, interceptionModes);
  }
  if (sidecar.proxyResources !== undefined) {
    checkResources(sidecar.proxyResources, checks.at('proxyResources'));
  }
  const mounts = sidecar.volumeMounts ?? [];
  checkMounts(mounts, checks.at('volumeMounts'));
  mounts.forEach(({ volume }, index) => {
    checks
      .at('volumeMounts')
      .at(index)
      .at('volume')
      .at('name')
      .expect(
        !injectedVolumes.includes(volume.name),
        `${show(volume.name)} is a volume of the sidecar's own: Istio would merge the two`,
      );
  });
  if (sidecar.traffic !== undefined) checkSidecarTraffic(sidecar.traffic, checks.at('traffic'));
  if (sidecar.proxyConfig !== undefined) {
    checkPodProxyConfig(sidecar.proxyConfig, checks.at('proxyConfig'));
  }
}

/** The labels and annotations of the pods. */
export function lowerSidecar(sidecar: SidecarSettings): {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
} {
  const { requests, limits } = sidecar.proxyResources ?? {};
  const mounts = sidecar.volumeMounts ?? [];
  return {
    labels: given({
      'sidecar.istio.io/inject': sidecar.inject,
      'istio.io/rev': sidecar.revision,
    }),
    annotations: given({
      'inject.istio.io/templates': sidecar.templates?.join(','),
      'proxy.istio.io/config': lowerProxyConfig(sidecar),
      'sidecar.istio.io/nativeSidecar': sidecar.nativeSidecar,
      'sidecar.istio.io/proxyImage': sidecar.proxyImage,
      'sidecar.istio.io/proxyCPU': requests?.cpu,
      'sidecar.istio.io/proxyMemory': requests?.memory,
      'sidecar.istio.io/proxyCPULimit': limits?.cpu,
      'sidecar.istio.io/proxyMemoryLimit': limits?.memory,
      'sidecar.istio.io/logLevel': sidecar.logLevel,
      'sidecar.istio.io/componentLogLevel': sidecar.componentLogLevel,
      'sidecar.istio.io/interceptionMode': sidecar.interceptionMode,
      'sidecar.istio.io/rewriteAppHTTPProbers': sidecar.rewriteAppHTTPProbers,
      'sidecar.istio.io/userVolume':
        mounts.length === 0 ? undefined : JSON.stringify(volumesOf(mounts).map(k8s.toJson_Volume)),
      'sidecar.istio.io/userVolumeMount':
        mounts.length === 0
          ? undefined
          : JSON.stringify(mounts.map((mount) => k8s.toJson_VolumeMount(lowerMount(mount)))),
      ...lowerSidecarTraffic(sidecar.traffic ?? {}),
    }),
  };
}

function lowerProxyConfig({
  holdApplicationUntilProxyStarts,
  proxyConfig,
}: SidecarSettings): string | undefined {
  if (holdApplicationUntilProxyStarts === undefined && proxyConfig === undefined) return undefined;
  const { others, ...typed } = proxyConfig ?? {};
  return stringify({ ...others, ...typed, holdApplicationUntilProxyStarts }, { sortMapEntries: true });
}

function given(marks: Readonly<Record<string, string | boolean | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(marks).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}
