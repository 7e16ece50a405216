import { LimitRange } from '../../constructs/kubernetes/limit-range';
import { NetworkPolicy, type NetworkPolicyPort } from '../../constructs/kubernetes/network-policy';
import { Peer } from '../../constructs/kubernetes/network-policy-peer';
import { defineApplication } from '../../fleet/application';
import { mesh } from './mesh';

export const tcp = (...ports: readonly number[]): readonly NetworkPolicyPort[] =>
  ports.map((port) => ({ port, protocol: 'TCP' }));

/** The document lists UDP alone for its application: an answer too long for it is asked for again by TCP. */
export const dns: readonly NetworkPolicyPort[] = [
  { port: 53, protocol: 'TCP' },
  { port: 53, protocol: 'UDP' },
];

/** istiod's services and the east-west gateways, as the document lists them for both directions. */
const istioPorts = tcp(15010, 15012, 15014, 15017, 15443);

/** What Prometheus reads: a pod's metrics as its agent merges them, and the proxy's own. */
export const metricsPorts = tcp(15020, 15090);

/** What the control plane's namespace may use and be connected by, on clusters that close both. */
export const restrictions = defineApplication(mesh, {
  name: 'istio-restrictions',
  namespace: 'istio-system',
  clusters: ['mcsps-test-k8s-01', 'mcsps-test-k8s-02'],
  build: (component, cluster) => {
    new LimitRange(component, 'istio-limitrange', {
      labels: { 'resourcequota.management.cattle.io/default-resource-quota': 'true' },
      limits: [
        {
          type: 'Container',
          default: { cpu: '100m', memory: '100Mi' },
          defaultRequest: { cpu: '10m', memory: '10Mi' },
        },
      ],
    });

    const meshed = cluster.memberships.map(({ label, value }) =>
      Peer.namespaces({ matchLabels: { [label]: value } }),
    );
    new NetworkPolicy(component, 'np-istio', {
      ingress: [{ from: meshed }],
      egress: [{ to: meshed }],
    });

    new NetworkPolicy(component, 'np-istio-ports', {
      ingress: [
        { from: [Peer.anywhere()], ports: [...tcp(80), ...istioPorts] },
        // Not in the document. A policy sees the port of the pod: the ingress gateway's Service has 80 and 443, its pods
        // 8080 and 8443. Load balancers ask 15021 whether it is well.
        { from: [Peer.anywhere()], ports: [...tcp(8080, 8443, 15021), ...metricsPorts] },
      ],
      egress: [
        { to: [Peer.anywhere()], ports: [...tcp(80), ...istioPorts, ...tcp(6443), ...dns] },
        // Not in the document: the other cluster's API server, which istiod reaches through Rancher.
        { to: [Peer.anywhere()], ports: tcp(443) },
      ],
    });
  },
});
