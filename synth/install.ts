import { isOperatorDocument } from '../constructs/istio/istio-operator';
import { emitYaml } from './emit';
import type { Istioctl } from './istioctl';
import { fileName } from './layout';
import type { KubeObject, RenderedObject } from './resolve';

/** What the installer `rendered` makes of a mesh's objects. */
export interface Installed {
  /** All that is applied: what istioctl made of the documents, in their place. */
  readonly objects: readonly RenderedObject[];
  /** The documents that are in none of the objects' places any more. */
  readonly documents: readonly RenderedObject[];
  /** The documents, by path below dist: to read, under a name that nothing applies. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Puts the objects that istioctl makes of IstioOperator documents in the place of the documents.
 *
 * @throws UserError for a document that istioctl refuses
 */
export function install(objects: readonly RenderedObject[], istioctl: Istioctl): Installed {
  const files = new Map<string, string>();
  const applied = objects.flatMap((rendered) => {
    if (!isOperatorDocument(rendered.object)) return [rendered];
    const { mesh, cluster, component, object } = rendered;
    files.set(
      `${mesh}/${cluster}/${component}/${fileName(object).replace(/\.yaml$/, '.document')}`,
      emitYaml(object),
    );
    const made = istioctl.generate(object);
    const hasIstiod = made.some((one) => componentOf(one) === 'Pilot');
    return made.map((one) => ({ ...rendered, object: annotated(one, hasIstiod) }));
  });
  return { objects: applied, documents: objects.filter(({ object }) => isOperatorDocument(object)), files };
}

/** The label by which istioctl says what an object is a part of. */
function componentOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.['operator.istio.io/component'];
}

/**
 * The annotations that the plugin of Argo CD adds as well: what Helm is to keep is not pruned, and beside istiod
 * come gateways and autoscalers last.
 */
function annotated(object: KubeObject, besideIstiod: boolean): KubeObject {
  const { annotations = {} } = object.metadata;
  const isLast =
    object.kind === 'HorizontalPodAutoscaler' || (componentOf(object)?.endsWith('gressGateways') ?? false);
  const added = {
    ...(annotations['helm.sh/resource-policy'] === 'keep' && {
      'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false',
    }),
    ...(besideIstiod && isLast && { 'argocd.argoproj.io/sync-wave': '2' }),
  };
  if (Object.keys(added).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...added, ...annotations } } };
}
