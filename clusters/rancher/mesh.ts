import { defineMesh } from '../../fleet/mesh';
import { repository } from '../repository';

/** Where Rancher answers; it hands on to the API server of each cluster by the cluster's id. */
const rancher = 'https://raseed-test.external.otc.telekomcloud.com';
const apiServer = (clusterId: string) => `${rancher}/k8s/clusters/${clusterId}`;
const clusterIds = { one: 'c-f7r9g', two: 'c-pzk8b' } as const;

/** Registry of the mirrored images. */
const hub = 'mtr.external.otc.telekomcloud.com/istio';

/** Domain that external-dns writes to. */
export const domain = 'mcsps.telekomcloud.com';
/** Whom Let's Encrypt writes to when a certificate is about to end. */
export const acmeEmail = 'cloud-operations@telekom.de';

export const imageOf = (version: 'v1' | 'v2') => `${hub}/examples-helloworld-${version}:1.0`;

/**
 * Two clusters of one Rancher, on networks that let nothing through but what is named.
 *
 * The hosts, addresses and ids are the document's; set your own here, they stand nowhere else. It does not say which
 * of its addresses is whose.
 */
export const mesh = defineMesh({
  name: 'rancher',
  repository,
  meshId: 'mcsps-test',
  istio: {
    version: '1.29.1',
    hub,
    document: { name: 'mcsps-test', profile: 'demo' },
  },
  networks: { 'mcsps-test-01': {}, 'mcsps-test-02': {} },
  rancher: {
    project: {
      name: 'istio',
      description: 'Istio Manage Project',
      quota: { limitsCpu: '12000m', limitsMemory: '12000Mi' },
      containers: {
        limitsCpu: '200m',
        limitsMemory: '128Mi',
        requestsCpu: '100m',
        requestsMemory: '64Mi',
      },
    },
    nodeSelector: { role: 'ingress' },
  },
  clusters: {
    'mcsps-test-k8s-01': {
      role: ['hub', 'primary'],
      server: 'https://kubernetes.default.svc',
      network: 'mcsps-test-01',
      rancher: { clusterId: clusterIds.one },
      ingress: { address: '80.158.47.22' },
      eastWest: { address: '80.158.38.107', document: 'eastwest' },
      provided: { secrets: ['external-dns/oscloudsyaml'] },
    },
    'mcsps-test-k8s-02': {
      server: apiServer(clusterIds.two),
      network: 'mcsps-test-02',
      rancher: { clusterId: clusterIds.two },
      ingress: { address: '80.158.59.119' },
      eastWest: { address: '80.158.16.72', document: 'eastwest' },
      provided: { secrets: ['external-dns/oscloudsyaml'] },
    },
    // Rancher's own cluster: projects are objects of it, each in the namespace that Rancher has made for a cluster.
    'raseed-test': {
      role: 'member',
      server: apiServer('local'),
      rancher: { clusterId: 'local' },
      provided: { namespaces: Object.values(clusterIds) },
    },
  },
  allow: [
    {
      code: 'IST0102',
      object: 'Namespace external-dns',
      reason: 'external-dns asks an API outside and is asked by nobody: it needs no sidecar',
    },
  ],
});
