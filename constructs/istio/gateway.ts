import type { Construct } from 'constructs';
import {
  Gateway as GatewayObject,
  type GatewaySpec,
  type GatewaySpecServers,
  type GatewaySpecServersTls,
} from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

/** Protocols that a gateway's port can speak. Source: Istio's Gateway reference, field `port.protocol`. */
export const gatewayProtocols = [
  'HTTP',
  'HTTPS',
  'GRPC',
  'GRPC-WEB',
  'HTTP2',
  'MONGO',
  'TCP',
  'TLS',
  'HBONE',
] as const;
export type GatewayProtocol = (typeof gatewayProtocols)[number];

/** How a gateway treats the TLS connections that it accepts. */
export type GatewayTlsMode =
  'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';

export type TlsVersion = 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';

/** A certificate and its key as files in the gateway's container. */
export interface GatewayCertificate {
  readonly serverCertificate?: string;
  readonly privateKey?: string;
  readonly caCertificates?: string;
}

/** TLS of one server of a gateway. */
export interface GatewayTls {
  /** @default - PASSTHROUGH, as Istio has it */
  readonly mode?: GatewayTlsMode;
  /**
   * Answers plain HTTP with a 301 to HTTPS. For a server of protocol HTTP.
   * @default false
   */
  readonly httpsRedirect?: boolean;
  /**
   * Secret with the server's certificate, in the namespace of the gateway's workload.
   * @default - none
   */
  readonly credentialName?: string;
  /**
   * Secrets with several certificates of one server (RSA beside ECDSA).
   * @default - none
   */
  readonly credentialNames?: readonly string[];
  /**
   * Secret or ConfigMap with the CA that client certificates are checked against.
   * @default - the CA of `credentialName`
   */
  readonly caCertCredentialName?: string;
  /** @default - none; `credentialName` is the usual way */
  readonly serverCertificate?: string;
  /** @default - none */
  readonly privateKey?: string;
  /** @default - none */
  readonly caCertificates?: string;
  /** @default - none */
  readonly caCrl?: string;
  /** @default - none */
  readonly tlsCertificates?: readonly GatewayCertificate[];
  /**
   * Names of which a client's certificate must bear one.
   * @default - any
   */
  readonly subjectAltNames?: readonly string[];
  /** @default - any */
  readonly verifyCertificateSpki?: readonly string[];
  /** @default - any */
  readonly verifyCertificateHash?: readonly string[];
  /** @default - TLS_AUTO, which is TLSV1_2 */
  readonly minProtocolVersion?: TlsVersion;
  /** @default - TLS_AUTO, which is TLSV1_3 */
  readonly maxProtocolVersion?: TlsVersion;
  /** @default - Envoy's list */
  readonly cipherSuites?: readonly string[];
}

/** One port that a gateway's workload listens on, and what it accepts there. */
export interface GatewayServer {
  readonly port: {
    /** 1-65535, as the Service of the gateway's workload maps it. */
    readonly number: number;
    /** Unique in the gateway. */
    readonly name: string;
    readonly protocol: GatewayProtocol;
  };
  /** Hosts that the server answers for, `*.local` and `namespace/host` included. */
  readonly hosts: readonly string[];
  /** @default - none; needed for HTTPS and for TLS */
  readonly tls?: GatewayTls;
  /**
   * Name of the server, for statistics.
   * @default - none
   */
  readonly name?: string;
  /**
   * Address or Unix socket to listen on.
   * @default - all addresses
   */
  readonly bind?: string;
}

export interface GatewayProps extends ResourceProps {
  /** Labels of the workload that serves, in any namespace: `{ istio: 'ingressgateway' }`. */
  readonly selector: Readonly<Record<string, string>>;
  /** At least one. */
  readonly servers: readonly GatewayServer[];
}

/**
 * Configures the ports of a gateway workload. A VirtualService that is to be served there takes this object.
 *
 * @throws UserError for servers that Istio would refuse or ignore
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends Resource {
  readonly apiObject: GatewayObject;

  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, props);
    this.check('Gateway', (checks) => checkGateway(props, checks));
    this.apiObject = new GatewayObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkGateway({ selector, servers }: GatewayProps, checks: Checks): void {
  checks
    .at('selector')
    .expect(
      Object.keys(selector).length > 0,
      'is empty: the gateway would configure every proxy of its namespace; give the labels of the gateway workload',
    );
  checks.at('servers').expect(servers.length > 0, 'is empty: a gateway without a server is refused by Istio');
  const names = new Set<string>();
  servers.forEach((server, index) => {
    const at = checks.at('servers').at(index);
    checkServer(server, at);
    at.at('port')
      .at('name')
      .expect(
        !names.has(server.port.name),
        `${show(server.port.name)} names two ports: Istio refuses a gateway whose port names are not unique`,
      );
    names.add(server.port.name);
  });
}

function checkServer({ port, hosts, tls }: GatewayServer, checks: Checks): void {
  checks.at('port').at('number').port(port.number);
  checks.at('port').at('protocol').oneOf(port.protocol, gatewayProtocols);
  checks.at('hosts').expect(hosts.length > 0, 'is empty: the server would answer for no host');
  const at = checks.at('tls');
  const mode = tls?.mode ?? 'PASSTHROUGH';
  if (tls === undefined) {
    at.expect(
      port.protocol !== 'HTTPS' && port.protocol !== 'TLS',
      `is missing: protocol ${port.protocol} needs TLS settings, Istio refuses it without`,
    );
    return;
  }
  at.at('mode').expect(
    mode !== 'AUTO_PASSTHROUGH' || port.protocol === 'TLS',
    `AUTO_PASSTHROUGH on a port of protocol ${port.protocol}: only protocol TLS is routed by SNI; ` +
      'no traffic of another network would find its service',
  );
  if (tls.httpsRedirect) {
    at.at('httpsRedirect').expect(
      port.protocol === 'HTTP' || port.protocol === 'HTTP2' || port.protocol === 'GRPC',
      `is set on protocol ${port.protocol}: only plain HTTP can be redirected to HTTPS`,
    );
  }
  if (mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL') {
    const hasCertificate =
      tls.credentialName !== undefined ||
      (tls.credentialNames?.length ?? 0) > 0 ||
      (tls.tlsCertificates?.length ?? 0) > 0 ||
      (tls.serverCertificate !== undefined && tls.privateKey !== undefined);
    const redirectOnly = tls.httpsRedirect === true && tls.mode === undefined;
    at.expect(
      hasCertificate || redirectOnly,
      `has mode ${mode} and no certificate: give credentialName, or serverCertificate with privateKey; Istio refuses it`,
    );
  }
}

function lower({ selector, servers }: GatewayProps): GatewaySpec {
  return {
    selector: { ...selector },
    servers: servers.map((server): GatewaySpecServers => ({
      ...server,
      port: { ...server.port },
      hosts: [...server.hosts],
      // The imported enums have the values of our unions.
      tls: server.tls as GatewaySpecServersTls | undefined,
    })),
  };
}
