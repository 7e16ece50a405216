import { assertOneMeshEach } from '../../argocd/clusters';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { UserError } from '../../values/user-error';
import { deliveredMesh } from '../support/hub';
import { primary } from '../support/meshes';

const mesh = (name: string, server: string, over: Partial<MeshSpec> = {}) =>
  deliveredMesh({
    name,
    clusters: {
      left: primary('east', { role: ['hub', 'primary'], server: 'https://kubernetes.default.svc' }),
      right: primary('west', { server }),
    },
    ...over,
  });

test('each mesh has clusters of its own, and each hub calls itself alike', () => {
  expect(() => assertOneMeshEach([mesh('a', 'https://one'), mesh('b', 'https://two')])).not.toThrow();
});

test('a cluster of two meshes is refused', () => {
  const check = () => assertOneMeshEach([mesh('a', 'https://one'), mesh('b', 'https://one/')]);
  expect(check).toThrow(UserError);
  expect(check).toThrow(
    "clusters/b: clusters.right.server: https://one is cluster right of a as well; its registration is labelled with one mesh, and the other's Applications would go",
  );
});

test('a mesh that Argo CD does not deliver has no say', () => {
  const other = mesh('b', 'https://one', { repository: undefined });
  expect(() => assertOneMeshEach([mesh('a', 'https://one'), other])).not.toThrow();
});
