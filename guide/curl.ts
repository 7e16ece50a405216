import type { MeshModule, Trial } from '../fleet/application';
import type { GuideCommand } from './command';

/** A rendered Gateway of Istio, as far as a client must know it. */
export interface RenderedGateway {
  readonly cluster: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly servers: readonly {
    readonly hosts: readonly string[];
    readonly port: { readonly number: number; readonly protocol: string };
    readonly tls?: { readonly mode?: string; readonly credentialName?: string };
  }[];
  /** Whether a Secret beside the gateway is issued by cert-manager, so that nobody makes it. */
  readonly isIssued: (secret: string) => boolean;
}

/** A server of an ingress gateway, and the host that is asked for there. */
interface Entrance {
  readonly cluster: string;
  readonly gateway: string;
  readonly address: string;
  readonly port: number;
  readonly mode: 'HTTP' | 'HTTPS' | 'MTLS';
  /** Whether the certificate is of a CA that everybody trusts. */
  readonly isPublic: boolean;
  readonly trial: Trial;
}

/** A request for each ingress gateway whose address is known, each of its servers and each host to try. */
export function curlCommands(
  module: MeshModule,
  gateways: readonly RenderedGateway[],
): readonly GuideCommand[] {
  return entrances(module, gateways).map((entrance) => ({
    title: `Traffic to ${entrance.trial.host} through ${entrance.gateway} of ${entrance.cluster}: ${entrance.mode}`,
    command: curl(entrance),
  }));
}

function entrances({ mesh, trials }: MeshModule, gateways: readonly RenderedGateway[]): readonly Entrance[] {
  return mesh.clusters.flatMap(({ name, ingress }) => {
    const { address } = ingress ?? {};
    if (ingress === undefined || address === undefined) return [];
    const mine = gateways.filter(
      ({ cluster, selector }) => cluster === name && selector['istio'] === 'ingressgateway',
    );
    return mine.flatMap(({ servers, isIssued }) =>
      servers.flatMap(({ hosts, port, tls }) => {
        if (port.protocol !== 'HTTP' && port.protocol !== 'HTTPS') return [];
        const mode = port.protocol === 'HTTP' ? 'HTTP' : tls?.mode === 'MUTUAL' ? 'MTLS' : 'HTTPS';
        const isPublic = isIssued(tls?.credentialName ?? '');
        return wanted(hosts, trials).map((trial): Entrance => ({
          cluster: name,
          gateway: ingress.name,
          address,
          port: port.number,
          mode,
          isPublic,
          trial,
        }));
      }),
    );
  });
}

/** The trials of these hosts; where a mesh names none, one for each host that is no pattern. */
function wanted(hosts: readonly string[], trials: readonly Trial[] | undefined): readonly Trial[] {
  const names = hosts.map((host) => host.split('/').at(-1) ?? host);
  if (trials === undefined) return names.filter((host) => !host.includes('*')).map((host) => ({ host }));
  return trials.filter(({ host }) => names.includes(host) || names.includes('*'));
}

function curl({ address, port, mode, isPublic, trial }: Entrance): string {
  const { host, path = '/', headers = {} } = trial;
  const scheme = mode === 'HTTP' ? 'http' : 'https';
  const usual = scheme === 'http' ? 80 : 443;
  return [
    'curl -v',
    ...Object.entries(headers).map(([name, value]) => `-H "${name}: ${value}"`),
    `--resolve "${host}:${port}:${address}"`,
    ...(mode === 'HTTP' || isPublic ? [] : ['--cacert certs/root-cert.pem']),
    ...(mode === 'MTLS' ? [`--cert certs/client.${host}.pem`, `--key certs/client.${host}.key`] : []),
    `"${scheme}://${host}${port === usual ? '' : `:${port}`}${path}"`,
  ].join(' ');
}
