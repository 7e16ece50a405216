import { join } from 'node:path';
import { loadMeshes } from '../../fleet/load';
import { render } from '../../run/render';

interface Project {
  readonly spec: {
    readonly destinations: readonly { readonly server: string; readonly namespace: string }[];
    readonly clusterResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
    readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
  };
}

const own = ['argocd', 'argocd-settings'];

describe.each(loadMeshes(join(__dirname, '../../clusters')))('$mesh.name', (module) => {
  const { mesh } = module;
  const { objects } = render([module]);
  const { spec } = objects.find(
    ({ object }) => object.kind === 'AppProject' && object.metadata.name === mesh.name,
  )!.object as unknown as Project;
  const listed = (list: readonly { readonly group: string; readonly kind: string }[]) =>
    new Set(list.map(({ group, kind }) => `${group}/${kind}`));
  const clusterKinds = listed(spec.clusterResourceWhitelist);
  const namespaceKinds = listed(spec.namespaceResourceWhitelist);
  const destinations = new Set(spec.destinations.map(({ server, namespace }) => `${server} ${namespace}`));
  // A document reaches no cluster: istioctl makes objects of it.
  const delivered = objects.filter(
    ({ component, object }) => !own.includes(component) && object.kind !== 'IstioOperator',
  );

  test('the project allows every object of dist, where it goes', () => {
    const refused = delivered.filter(({ cluster, object: { apiVersion, kind, metadata } }) => {
      const key = `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;
      const server = mesh.cluster(cluster).spec.server;
      return metadata.namespace === undefined
        ? !clusterKinds.has(key)
        : !namespaceKinds.has(key) || !destinations.has(`${server} ${metadata.namespace}`);
    });
    expect(delivered.length).toBeGreaterThan(0);
    expect(refused.map(({ path }) => path)).toEqual([]);
  });

  test('nothing that it lists is a wildcard', () => {
    expect(JSON.stringify(spec)).not.toContain('*');
  });

  test('what tells Argo CD all this is on the hub', () => {
    const hubs = new Set(
      objects.filter(({ component }) => own.includes(component)).map(({ cluster }) => cluster),
    );
    expect([...hubs]).toEqual([mesh.hub?.name]);
  });
});
