import { isRecord } from '../schema/schema';
import { parseYaml } from '../read/parse';
import type { Cluster } from './cluster';
import { at, textOf } from './fields';
import type { Workload } from './workload';

/** How a workload takes part in the mesh. */
export type Enrolment = 'sidecar' | 'ambient' | 'none';

const INJECT = 'sidecar.istio.io/inject';

/**
 * Whether a workload's traffic goes through a proxy of the mesh: it has the proxy, its pods ask for it or refuse it, or
 * its namespace does. A machine that is declared takes part.
 *
 * Source: `inMesh` of `istioctl analyze`, which does not know of revisions, and the webhooks of istiod, which do.
 */
export function enrolmentOf(workload: Workload): Enrolment {
  if (workload.isMachine) return 'sidecar';
  if (hasProxy(workload)) return 'sidecar';
  const { labels, annotations } = workload;
  const asked = labels[INJECT] ?? annotations[INJECT];
  if (asked !== undefined) return asked === 'true' ? 'sidecar' : 'none';
  if (annotations['ambient.istio.io/redirection'] === 'enabled') return 'ambient';
  const { isInjected, isAmbient } = workload.resource.cluster.namespace(workload.namespace);
  if (isInjected) return 'sidecar';
  if (labels['istio.io/dataplane-mode'] === 'none') return 'none';
  return isAmbient || labels['istio.io/dataplane-mode'] === 'ambient' ? 'ambient' : 'none';
}

/** Whether the proxy is there already, injected or written by hand. */
export function hasProxy({ containers }: Workload): boolean {
  return containers.some(({ name, image }) => name === 'istio-proxy' && image !== '');
}

/** What a cluster's namespace says about injection, by its labels and the injector's default. */
export interface NamespaceInjection {
  /** Pods get a sidecar where they do not refuse. */
  readonly isInjected: boolean;
  readonly isAmbient: boolean;
  /** The revision or tag that injects; undefined where none does. */
  readonly revision: string | undefined;
}

export function injectionOf(
  labels: Readonly<Record<string, string>>,
  isDefault: (revision: string) => boolean,
): NamespaceInjection {
  const wish = labels['istio-injection'];
  const revision = labels['istio.io/rev'] || undefined;
  const isInjected = wish === undefined ? revision !== undefined || isDefault('default') : wish === 'enabled';
  return {
    isInjected,
    isAmbient: labels['istio.io/dataplane-mode'] === 'ambient' && !isInjected,
    revision: !isInjected ? undefined : wish === 'enabled' ? 'default' : (revision ?? 'default'),
  };
}

/**
 * Whether the injector of a revision takes every namespace that does not refuse, by its ConfigMap: that of a dump, or
 * what an IstioOperator document says.
 */
export function injectsByDefault(cluster: Cluster, revision: string): boolean {
  const name = revision === 'default' ? 'istio-sidecar-injector' : `istio-sidecar-injector-${revision}`;
  return cluster.of('ConfigMap').some((map) => {
    if (map.name !== name) return false;
    const values = textOf(at(map.object, 'data', 'values'));
    return at(parsed(values ?? ''), 'sidecarInjectorWebhook', 'enableNamespacesByDefault') === true;
  });
}

/** What a text in YAML or JSON holds; undefined where it is broken or no mapping. */
export function parsed(text: string): unknown {
  try {
    const [value] = parseYaml(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
