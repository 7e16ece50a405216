import { defineMesh } from '../../fleet/mesh';
import { repository } from '../repository';

/**
 * The flagship: two primaries on two networks, a virtual machine on a third, and a hub that runs Argo CD.
 *
 * The addresses are those of the document's lab; set your own here, they stand nowhere else.
 */
export const mesh = defineMesh({
  name: 'multi-primary',
  repository,
  meshId: 'mesh1',
  trustDomain: 'cluster.local',
  istio: {
    version: '1.29.1',
    revision: '1-29-1',
    installer: 'plugin',
    mutualTls: 'STRICT',
    meshConfig: {
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'JSON',
      defaultConfig: {
        holdApplicationUntilProxyStarts: true,
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' },
      },
    },
    pilot: {
      replicas: 1,
      env: {
        PILOT_ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION: 'true',
        PILOT_ENABLE_WORKLOAD_ENTRY_HEALTHCHECKS: 'true',
      },
    },
    cni: {
      binDir: '/var/lib/rancher/k3s/data/cni',
      confDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
      excludeNamespaces: ['istio-system', 'kube-system'],
    },
  },
  networks: {
    network1: {},
    network2: {},
    'vm-network': { directlyReachable: true },
  },
  clusters: {
    'kube-00': {
      role: 'hub',
      server: 'https://kubernetes.default.svc',
      podCidrs: ['10.42.0.0/16'],
      serviceCidr: '10.43.0.0/16',
      locality: 'milky-way/solar-system/kube-00',
      nodes: ['kube-00'],
    },
    'kube-01': {
      server: 'https://192.168.64.3:6443',
      network: 'network1',
      podCidrs: ['10.42.0.0/16'],
      serviceCidr: '10.43.0.0/16',
      locality: 'milky-way/solar-system/kube-01',
      nodes: ['kube-01'],
      ingress: { address: '192.168.64.3', drainSeconds: 5 },
      eastWest: { address: '192.168.64.3', exposeIstiod: true },
    },
    'kube-02': {
      server: 'https://192.168.64.4:6443',
      network: 'network2',
      podCidrs: ['10.42.0.0/16'],
      serviceCidr: '10.43.0.0/16',
      locality: 'milky-way/solar-system/kube-02',
      nodes: ['kube-02'],
      ingress: { address: '192.168.64.4', drainSeconds: 5 },
      eastWest: { address: '192.168.64.4', exposeIstiod: true },
    },
  },
  machines: {
    'virt-01': {
      cluster: 'kube-01',
      network: 'vm-network',
      address: '192.168.64.5',
      locality: 'milky-way/solar-system/virt-01',
      workloadGroup: {
        name: 'httpbin',
        namespace: 'httpbin',
        serviceAccount: 'httpbin',
        labels: { app: 'httpbin' },
        ports: { http: 8080 },
        probe: { httpGet: { path: '/get', port: 8080 }, periodSeconds: 5 },
      },
      service: {
        name: 'httpbin',
        description: 'httpbin, an endpoint of the mesh',
        packages: ['gunicorn', 'python3-httpbin'],
        command: '/usr/bin/gunicorn --bind 0.0.0.0:8080 httpbin:app',
      },
    },
  },
  nodes: {
    k3s: { version: 'v1.34.1+k3s1', disable: ['traefik'] },
    calico: { version: 'v3.30.3', blockSize: 26, encapsulation: 'VXLANCrossSubnet' },
    registryMirrors: {
      'docker.io': 'http://192.168.64.1:5001',
      'quay.io': 'http://192.168.64.1:5002',
      'ghcr.io': 'http://192.168.64.1:5003',
    },
  },
});
