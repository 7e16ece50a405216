import { unknownNetworkRegistry } from '../../../analysis/analyzers/rules/unknown-network-registry';
import { runRules } from '../../../analysis/analyzers/run';
import { meshOf } from '../model/support';

test('a mesh of dist has the clusters that it has, without any remote secret', () => {
  const networks = `apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: install, namespace: istio-system }
spec:
  values:
    global:
      meshNetworks:
        network1: { endpoints: [{ fromRegistry: kube-01 }, { fromRegistry: kube-02 }, { fromRegistry: kube-3 }] }
`;
  const shop = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
  const mesh = meshOf({ 'kube-01': networks, 'kube-02': shop });
  const found = runRules([unknownNetworkRegistry], [mesh], () => undefined);
  expect(found.map(({ message, remedy, field }) => ({ message, remedy, field }))).toEqual([
    {
      message: 'there is no cluster kube-3, whose endpoints network network1 is to have',
      remedy: 'Did you mean kube-01?',
      field: 'spec.values.global.meshNetworks.network1.endpoints[2].fromRegistry',
    },
  ]);
});
