import type { Checks } from '../../values/checks';
import { parseDuration } from '../../values/duration';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show } from '../../values/user-error';

/**
 * What one pod's proxy has other than the mesh's `defaultConfig`, for the annotation `proxy.istio.io/config`. A
 * change takes effect when the pod starts anew.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
export interface PodProxyConfig {
  /**
   * Worker threads; 0 for as many as the machine has cores.
   * @default - what the CPU limit, else the request, allows
   */
  readonly concurrency?: number;
  /**
   * Environment of the proxy's container, merged with the mesh's: `{ ISTIO_META_DNS_CAPTURE: 'true' }`.
   * @default - the mesh's
   */
  readonly proxyMetadata?: Readonly<Record<string, string>>;
  /**
   * Time in which the proxy closes its connections while a listener goes away, in whole seconds: `45s`.
   * @default - the mesh's, else 45s
   */
  readonly drainDuration?: string;
  /**
   * Time in which the proxy closes its connections when the pod ends: `5s`.
   * @default - the mesh's, else 5s
   */
  readonly terminationDrainDuration?: string;
  /**
   * Address of istiod, `host:port`.
   * @default - the mesh's
   */
  readonly discoveryAddress?: string;
  /**
   * Statistics that the proxy keeps beside Istio's own.
   * @default - the mesh's
   */
  readonly proxyStatsMatcher?: {
    readonly inclusionPrefixes?: readonly string[];
    readonly inclusionSuffixes?: readonly string[];
    /** Regular expressions, RE2. */
    readonly inclusionRegexps?: readonly string[];
  };
  /** @default - the mesh's */
  readonly extraStatTags?: readonly string[];
  /**
   * Variant of the proxy's image.
   * @default - the mesh's
   */
  readonly image?: { readonly imageType: 'default' | 'debug' | 'distroless' };
  /**
   * Values of Envoy's runtime.
   * @default - the mesh's
   */
  readonly runtimeValues?: Readonly<Record<string, string>>;
  /**
   * Any other field of ProxyConfig, as Istio spells it. The injection ignores one that it does not know.
   * @default - none
   */
  readonly others?: Readonly<Record<string, unknown>>;
}

export function checkPodProxyConfig(config: PodProxyConfig, checks: Checks): void {
  const { concurrency, drainDuration, terminationDrainDuration, discoveryAddress, others } = config;
  if (concurrency !== undefined) checkInteger(checks.at('concurrency'), concurrency, 0, INT32_MAX);
  if (drainDuration !== undefined) {
    const milliseconds = parseDuration(drainDuration) ?? 0;
    checks
      .at('drainDuration')
      .expect(
        milliseconds >= 1000 && milliseconds % 1000 === 0,
        `${show(drainDuration)} is not a duration of whole seconds, such as 45s: Istio would not inject the sidecar`,
      );
  }
  if (terminationDrainDuration !== undefined) {
    checks
      .at('terminationDrainDuration')
      .expect(
        (parseDuration(terminationDrainDuration) ?? -1) >= 0,
        `${show(terminationDrainDuration)} is not a duration, such as 5s: Istio would not inject the sidecar`,
      );
  }
  if (discoveryAddress !== undefined) {
    checks
      .at('discoveryAddress')
      .expect(
        /^[^\s:]+:\d{1,5}$/.test(discoveryAddress),
        `${show(discoveryAddress)} is not host:port: Istio would not inject the sidecar`,
      );
  }
  for (const field of Object.keys(others ?? {})) {
    checks
      .at('others')
      .at(field)
      .expect(!typedFields.includes(field), `is a field of its own; give it there, not in others`);
  }
}

const typedFields: readonly string[] = [
  'concurrency',
  'proxyMetadata',
  'drainDuration',
  'terminationDrainDuration',
  'discoveryAddress',
  'proxyStatsMatcher',
  'extraStatTags',
  'image',
  'runtimeValues',
  'holdApplicationUntilProxyStarts',
];
