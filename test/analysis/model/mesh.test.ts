import { bundleOf } from '../../../analysis/read/bundle';
import { meshOf } from './support';

const operator = (name: string) => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: istio, namespace: istio-system }
spec: { values: { global: { multiCluster: { clusterName: ${name} } } } }
`;
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';

test.each([
  ['the cluster that calls itself so', { left: operator('kube-01'), right: namespace }, 'kube-01', 'left'],
  ['the cluster whose folder is called so', { left: namespace, right: namespace }, 'right', 'right'],
  [
    'the cluster that calls itself so before one whose folder does',
    { left: operator('right'), right: operator('left') },
    'left',
    'right',
  ],
  ['a cluster that calls itself otherwise', { left: operator('kube-01') }, 'left', 'left'],
  ['nowhere', { left: operator('kube-01') }, 'kube-09', undefined],
])('a bundle belongs to %s', (_, clusters, id, expected) => {
  const bundle = bundleOf(`ISTIO_META_CLUSTER_ID=${id}\n`, 'demo', 'virt-01', 'cluster.env');
  const found = meshOf(clusters as Record<string, string>, { bundles: [bundle] }).bundles;
  const names = found.map(({ cluster, place }) => [cluster.name, place.cluster]);
  expect(names).toEqual(expected === undefined ? [] : [[expected, expected]]);
});
