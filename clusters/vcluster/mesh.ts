import type { ClusterSpec } from '../../fleet/cluster-spec';
import { defineMesh } from '../../fleet/mesh';
import { repository } from '../repository';

/** The virtual clusters, by the names of their namespaces in vc-host too. */
export const vclusters = ['vc1', 'vc2'] as const;
export type VCluster = (typeof vclusters)[number];

/** Domain under which Traefik of vc-host is reached. */
const domain = 'otc.mcsps.de';
export const apiHost = (vcluster: VCluster) => `${vcluster}.${domain}`;
export const dashboardHost = (vcluster: VCluster) => `${vcluster}-dashboard.${domain}`;

/** Registry of the mirrored images and charts. */
const registry = 'mtr.devops.telekom.de';
export const images = {
  helloworld: (version: 'v1' | 'v2') => `${registry}/istio/examples-helloworld-${version}:1.0`,
  sleep: 'docker.io/curlimages/curl:8.16.0',
  client: `${registry}/caas/k8s-tools:latest`,
};

/** The chart of virtual clusters. The document's 0.15.7 is older than Kubernetes 1.30, the least that Istio 1.29 wants. */
export const chart = {
  chart: 'vcluster',
  version: '0.27.0',
  repository: `oci://${registry}/caas/charts`,
};

/**
 * A sample of what the user u-istio asks for a certificate with, whose key is thrown away. Put your own here:
 *
 *     openssl genpkey -out u-istio.key -algorithm Ed25519
 *     openssl req -new -key u-istio.key -out u-istio.csr -subj "/CN=u-istio/O=admin"
 */
export const signingRequest = `-----BEGIN CERTIFICATE REQUEST-----
MIGhMFUCAQAwIjEQMA4GA1UEAwwHdS1pc3RpbzEOMAwGA1UECgwFYWRtaW4wKjAF
BgMrZXADIQB/Fk7sTxRq41je82Qhc/Zm8GieIvLxz+JvnrYUaIKstaAAMAUGAytl
cANBAN1v2G8n9MOccz23bX1329V/FWqgJU9G+q0WGiiuqHHkr+s55rF3b9QobLpQ
9kTOTrV0tzr4WlhFn+rRMYW7DwQ=
-----END CERTIFICATE REQUEST-----`;

const user = 2000;

const virtual = (name: VCluster): ClusterSpec<'network1'> => ({
  server: `https://${apiHost(name)}`,
  network: 'network1',
  ingress: { serviceType: 'ClusterIP', replicas: 1 },
});

/**
 * Two virtual clusters in one that is real. Their pods are pods of the real one, so that all are on one network, and no
 * east-west gateway is needed.
 *
 * The hosts are placeholders, the document's; set your own here, they stand nowhere else.
 */
export const mesh = defineMesh({
  name: 'vcluster',
  repository,
  meshId: 'mesh1',
  istio: {
    version: '1.29.1',
    hub: `${registry}/istio`,
    document: { name: 'istiooperator', profile: 'minimal' },
    podIdentity: { runAsUser: user, runAsGroup: user, fsGroup: user, supplementalGroups: [user] },
    pilot: { replicas: 1 },
    meshConfig: { enablePrometheusMerge: true },
    metrics: false,
    logLevel: 'default:error',
  },
  networks: { network1: {} },
  clusters: {
    'vc-host': { role: 'hub', server: 'https://kubernetes.default.svc' },
    vc1: virtual('vc1'),
    vc2: virtual('vc2'),
  },
  allow: [
    {
      code: 'IST0102',
      object: 'Namespace vc*',
      reason: 'namespaces of vc-host, which has no Istio of its own',
    },
  ],
});
