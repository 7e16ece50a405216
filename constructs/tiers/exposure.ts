import type { GatewayServer } from '../istio/gateway';

/** How a gateway meets the clients of a host. Made by the functions of the same name. */
export type Exposure =
  | { readonly scheme: 'http' }
  | { readonly scheme: 'https'; readonly credentialName: string; readonly clientCertificates: boolean };

export const Exposure = {
  /** Plain HTTP on port 80. */
  http: (): Exposure => ({ scheme: 'http' }),

  /** TLS on port 443. `credentialName` is the Secret with the server's certificate, beside the gateway's pods. */
  https: (credentialName: string): Exposure => ({
    scheme: 'https',
    credentialName,
    clientCertificates: false,
  }),

  /** TLS on port 443 for clients with a certificate of the CA that the Secret holds as `ca.crt`. */
  mutual: (credentialName: string): Exposure => ({
    scheme: 'https',
    credentialName,
    clientCertificates: true,
  }),
} as const;

/** Port that clients call. */
export function exposedPort({ scheme }: Exposure): 80 | 443 {
  return scheme === 'http' ? 80 : 443;
}

/** The server of a Gateway that exposes the hosts so. */
export function exposedServer(exposure: Exposure, hosts: readonly string[]): GatewayServer {
  const number = exposedPort(exposure);
  if (exposure.scheme === 'http') return { port: { number, name: 'http', protocol: 'HTTP' }, hosts };
  const { credentialName, clientCertificates } = exposure;
  return {
    port: { number, name: 'https', protocol: 'HTTPS' },
    hosts,
    tls: { mode: clientCertificates ? 'MUTUAL' : 'SIMPLE', credentialName },
  };
}
