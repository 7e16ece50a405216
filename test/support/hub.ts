import { buildHub } from '../../argocd/hub';
import type { DeliveredObject } from '../../argocd/hub-context';
import { Mesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { validateMesh } from '../../fleet/validate';
import { resolveApp, type KubeObject } from '../../synth/resolve';
import { primary, twoClusters } from './meshes';

/** A mesh that is right and that Argo CD delivers: its hub is `left`. */
export const deliveredMesh = (over: Partial<MeshSpec> = {}): Mesh => {
  const spec = twoClusters({
    repository: { url: 'https://git.example.org/platform.git', revision: 'main' },
    istio: { version: '1.29.1', revision: 'canary' },
    clusters: {
      left: primary('east', { role: ['hub', 'primary'], server: 'https://kubernetes.default.svc' }),
      right: primary('west', { server: 'https://right.example.org:6443/' }),
    },
    ...over,
  });
  validateMesh(spec).throwIfAny();
  return new Mesh(spec);
};

/** One object: `delivered('left', 'shop', 'apps/v1/Deployment', 'shop/web')`. */
export function delivered(
  cluster: string,
  component: string,
  kind: string,
  name: string,
  spec?: unknown,
): DeliveredObject {
  const [last, ...version] = kind.split('/').reverse() as [string, ...string[]];
  const slash = name.indexOf('/');
  const metadata = slash === -1 ? { name } : { name: name.slice(slash + 1), namespace: name.slice(0, slash) };
  const object = { apiVersion: version.reverse().join('/'), kind: last, metadata };
  return { cluster, component, object: spec === undefined ? object : { ...object, spec } };
}

/** The document of one of Istio's components, alone in a component of dist. */
export function document(cluster: string, component: string, spec: object): DeliveredObject {
  return delivered(
    cluster,
    component,
    'install.istio.io/v1alpha1/IstioOperator',
    `istio-system/${component}`,
    {
      profile: 'empty',
      hub: 'docker.io/istio',
      tag: '1.29.1',
      revision: 'canary',
      ...spec,
    },
  );
}

/** What both clusters of the mesh get. */
export const platformOf = (cluster: string): DeliveredObject[] => [
  delivered(cluster, 'istio-base', 'v1/Namespace', 'istio-system'),
  document(cluster, 'istio-base', {
    components: { base: { enabled: true } },
    values: { defaultRevision: 'canary' },
  }),
  document(cluster, 'istio-pilot', { components: { pilot: { enabled: true } } }),
  document(cluster, 'istio-igws', {
    components: { ingressGateways: [{ name: 'istio-ingressgateway', enabled: true }] },
  }),
  delivered(cluster, 'shop', 'v1/Namespace', 'shop'),
  delivered(cluster, 'shop', 'apps/v1/Deployment', 'shop/web'),
  delivered(cluster, 'shop', 'networking.istio.io/v1/VirtualService', 'shop/web'),
];

export const bothClusters = [...platformOf('left'), ...platformOf('right')];

/** The hub's objects as `<kind>/<name>`. */
export function hubObjects(
  mesh: Mesh = deliveredMesh(),
  objects: readonly DeliveredObject[] = bothClusters,
): ReadonlyMap<string, KubeObject> {
  const rendered = resolveApp(buildHub(mesh, objects));
  return new Map(rendered.map(({ object }) => [`${object.kind}/${object.metadata.name}`, object]));
}
