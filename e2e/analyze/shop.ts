import type { Json } from './input';
import { deployment, injected, istio, namespace, pod, secret, service } from './objects';
import { CERTIFICATE, KEY } from './certificates';

/** What a gateway's pods carry. */
export const EDGE = { istio: 'edge' };

/**
 * A small mesh with nothing to report: a shop of two services behind a gateway, and a bank outside of the cluster.
 * Inputs are this with something more, less or other.
 */
export function shop(): readonly Json[] {
  return [
    ...edge(),
    istio('Gateway', 'shop/entry', {
      selector: EDGE,
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example.org'] },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts: ['shop.example.org'],
          tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
        },
      ],
    }),
    ...workload('shop', 'web', ['v1']),
    ...workload('shop', 'cart', ['v1', 'v2']),
    istio('VirtualService', 'shop/web', {
      hosts: ['shop.example.org'],
      gateways: ['entry'],
      http: [{ route: [{ destination: { host: 'web', port: { number: 80 } } }] }],
    }),
    istio('DestinationRule', 'shop/cart', {
      host: 'cart',
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
    }),
    istio('VirtualService', 'shop/cart', {
      hosts: ['cart'],
      http: [
        {
          match: [{ uri: { prefix: '/new' } }],
          route: [{ destination: { host: 'cart', subset: 'v2' } }],
        },
        {
          route: [
            { destination: { host: 'cart', subset: 'v1' }, weight: 90 },
            { destination: { host: 'cart.shop.svc.cluster.local', subset: 'v2' }, weight: 10 },
          ],
        },
      ],
    }),
    istio('ServiceEntry', 'shop/bank', {
      hosts: ['api.bank.example.com'],
      ports: [{ number: 443, name: 'https', protocol: 'HTTPS' }],
      resolution: 'DNS',
      location: 'MESH_EXTERNAL',
    }),
    istio('AuthorizationPolicy', 'shop/cart', {
      selector: { matchLabels: { app: 'cart' } },
      rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
    }),
    istio('Sidecar', 'shop/web', {
      workloadSelector: { labels: { app: 'web' } },
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
    }),
    istio('Sidecar', 'shop/default', { egress: [{ hosts: ['*/*'] }] }),
    istio('PeerAuthentication', 'shop/default', { mtls: { mode: 'STRICT' } }),
    istio('Telemetry', 'shop/default', { tracing: [{ randomSamplingPercentage: 10 }] }),
  ];
}

/** A gateway's pods and their Service, in the namespace of the control plane. */
export function edge(): readonly Json[] {
  return [
    namespace('istio-system'),
    pod('istio-system/edge-1', { labels: EDGE, proxy: true }),
    service('istio-system/edge', EDGE, [
      ['http', 80, { targetPort: 8080 }],
      ['https', 443, { targetPort: 8443 }],
    ]),
    secret('istio-system/shop-tls', { 'tls.crt': CERTIFICATE, 'tls.key': KEY }),
  ];
}

/** A Service with a Deployment and a pod for each version. */
export function workload(space: string, name: string, versions: readonly string[]): readonly Json[] {
  return [
    injected(space),
    service(`${space}/${name}`, { app: name }, [['http', 80, { targetPort: 8080 }]]),
    ...versions.flatMap((version) => {
      const labels = { app: name, version };
      return [
        deployment(`${space}/${name}-${version}`, { labels }),
        pod(`${space}/${name}-${version}-0`, { labels, proxy: true }),
      ];
    }),
  ];
}

/** The shop with objects changed: by `Kind namespace/name`, and undefined where one is left out. */
export function shopWith(...more: readonly Json[]): readonly Json[] {
  return [...more, ...shop()];
}
