import { type Fields } from './fields';
import { typed } from './made';

/** What `istioctl analyze` takes for granted of files: the ingress gateway of an installation that is not in them. */
export const ASSUMED_GATEWAY: readonly Fields[] = [
  {
    ...typed('v1', 'Pod', 'istio-ingressgateway-dummypod', 'istio-system', { istio: 'ingressgateway' }),
    spec: { containers: [{ name: 'istio-proxy', image: 'proxyv2' }] },
  },
  {
    ...typed('v1', 'Service', 'istio-ingressgateway', 'istio-system', {
      istio: 'ingressgateway',
      release: 'istio',
    }),
    spec: {
      type: 'LoadBalancer',
      selector: { istio: 'ingressgateway' },
      ports: [
        { name: 'http2', port: 80, targetPort: 80, protocol: 'TCP' },
        { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
        { name: 'tcp', port: 31400, targetPort: 31400, protocol: 'TCP' },
        { name: 'tls', port: 15443, targetPort: 15443, protocol: 'TCP' },
      ],
    },
  },
];

/** What every cluster has. */
export const EVERYWHERE: readonly Fields[] = [
  {
    ...typed('v1', 'Service', 'kubernetes', 'default', {}),
    spec: { ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }] },
  },
];
