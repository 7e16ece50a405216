import { credentialNotProduced } from '../../../analysis/analyzers/mesh-rules/credential-not-produced';
import { referencedCredential } from '../../../analysis/analyzers/rules/referenced-credential';
import { runRules } from '../../../analysis/analyzers/run';
import { meshOf } from '../model/support';

const edge = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: edge, namespace: istio-system }
spec:
  selector: { matchLabels: { istio: edge } }
  template:
    metadata: { labels: { istio: edge } }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  selector: { istio: edge }
  servers:
    - hosts: [web.example.com]
      port: { number: 443, name: https, protocol: HTTPS }
      tls: { mode: SIMPLE, credentialName: web-tls }
`;
const registration = `---
apiVersion: v1
kind: Secret
metadata: { name: west, namespace: argocd, labels: { argocd.argoproj.io/secret-type: cluster } }
`;

// The hub of a mesh of dist has Secrets by which Argo CD knows clusters, and its other clusters have none.
test('in a mesh of dist, a credential that nothing makes is found in every cluster', () => {
  const mesh = meshOf({ east: `${edge}${registration}`, west: edge });
  const found = runRules([credentialNotProduced, referencedCredential], [mesh], () => undefined);
  expect(found.map(({ code, cluster, message }) => `${code} ${cluster}: ${message}`)).toEqual([
    'MW1502 east: nothing makes a Secret web-tls in namespace istio-system, where the gateway runs',
    'MW1502 west: nothing makes a Secret web-tls in namespace istio-system, where the gateway runs',
  ]);
});

test('one that is declared is there', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'web-tls', namespace: 'istio-system' },
  };
  const mesh = meshOf({ east: edge }, { given: [{ mesh: 'demo', cluster: 'east', object: secret }] });
  expect(runRules([credentialNotProduced, referencedCredential], [mesh], () => undefined)).toEqual([]);
});
