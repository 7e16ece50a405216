import { dependsOnIstiod, releasesDependents } from '../../charts/sync-order';
import { Mesh } from '../../fleet/mesh';
import type { IstioSpec } from '../../fleet/istio-spec';
import { render, renderOne } from '../support/render';
import { twoClusters } from '../support/meshes';

const cluster = (istio: IstioSpec) => new Mesh(twoClusters({ istio })).cluster('left');

test.each<[string | undefined, string]>([
  ['canary', 'istiod canary'],
  [undefined, 'istiod'],
])('a component waits for the istiod of revision %s', (revision, after) => {
  const object = renderOne((component) =>
    dependsOnIstiod(component, cluster({ version: '1.29.1', revision })),
  );
  expect(object).toMatchObject({ kind: 'Dependency', metadata: { name: 'app' }, spec: { after } });
});

test('and the component of istiod lets it go', () => {
  expect(render(releasesDependents)).toMatchObject([{ kind: 'CustomResourceDefinition' }]);
});
