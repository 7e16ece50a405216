import type {
  ClusterIssuerSpecAcmeSolvers,
  ClusterIssuerSpecAcmeSolversDns01,
} from '../../imports/cert-manager.io';
import type { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import { checkSecretKey, type SecretKey } from './secret-key';

/** Which names a solver is for; the most particular one wins. */
export interface SolverSelector {
  /**
   * Whole names.
   * @default - any
   */
  readonly dnsNames?: readonly string[];
  /**
   * Zones, whose names are below them.
   * @default - any
   */
  readonly dnsZones?: readonly string[];
  /**
   * Labels of the Certificate.
   * @default - any
   */
  readonly matchLabels?: Readonly<Record<string, string>>;
}

/** What every solver may have. */
export interface SolverOptions {
  /** @default - all names that no other solver is for */
  readonly selector?: SolverSelector;
}

/** What every solver by DNS may have. */
export interface Dns01Options extends SolverOptions {
  /**
   * Whether a CNAME on the name of the challenge is followed, so that another zone answers it.
   * @default None
   */
  readonly cnameStrategy?: 'None' | 'Follow';
}

/** A solver outside of cert-manager, which runs beside it as an API server of its own. */
export interface Dns01Webhook {
  /** API group under which it is registered: `acme.example.org`. */
  readonly groupName: string;
  /** Its name in the group. */
  readonly solverName: string;
  /**
   * What the solver itself reads.
   * @default - none
   */
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface Dns01Cloudflare {
  readonly apiToken: SecretKey;
}

export interface Dns01Route53 {
  /** @default - that of cert-manager's pod */
  readonly region?: string;
  /** @default - the zone of the name */
  readonly hostedZoneId?: string;
  /**
   * Role to take on.
   * @default - none
   */
  readonly role?: string;
  /** @default - the pod's own credentials */
  readonly accessKey?: { readonly id: SecretKey; readonly secret: SecretKey };
}

export interface Dns01CloudDns {
  readonly project: string;
  /** @default - the zone of the name */
  readonly hostedZoneName?: string;
  /** @default - the pod's own credentials */
  readonly serviceAccount?: SecretKey;
}

export interface Dns01Rfc2136 {
  /** Address of the name server, with a port if not 53. */
  readonly nameserver: string;
  /** @default - updates that are not signed */
  readonly tsig?: {
    readonly keyName: string;
    readonly secret: SecretKey;
    /** @default HMACMD5 */
    readonly algorithm?: 'HMACMD5' | 'HMACSHA1' | 'HMACSHA256' | 'HMACSHA512';
  };
}

/** A gateway of the Gateway API. */
export interface HttpGateway {
  readonly name: string;
  readonly namespace?: string;
  /** @default - all of its listeners */
  readonly sectionName?: string;
}

type Spec = Pick<ClusterIssuerSpecAcmeSolvers, 'dns01' | 'http01'>;

/** How a name is proven to an ACME server. Wildcards can be proven by DNS alone. */
export class AcmeSolver {
  static dns01Webhook(webhook: Dns01Webhook, options: Dns01Options = {}): AcmeSolver {
    const { groupName, solverName, config } = webhook;
    return AcmeSolver.dns01(options, { webhook: { groupName, solverName, config } }, (checks) => {
      const at = checks.at('dns01Webhook');
      at.at('groupName').dnsSubdomain(groupName);
      at.at('solverName').expect(solverName !== '', 'is empty: cert-manager refuses it');
    });
  }

  static dns01Cloudflare({ apiToken }: Dns01Cloudflare, options: Dns01Options = {}): AcmeSolver {
    return AcmeSolver.dns01(options, { cloudflare: { apiTokenSecretRef: { ...apiToken } } }, (checks) =>
      checkSecretKey(apiToken, checks.at('dns01Cloudflare').at('apiToken')),
    );
  }

  static dns01Route53(route53: Dns01Route53 = {}, options: Dns01Options = {}): AcmeSolver {
    const { accessKey, region, hostedZoneId, role } = route53;
    const spec = {
      region,
      hostedZoneId,
      role,
      accessKeyIdSecretRef: accessKey && { ...accessKey.id },
      secretAccessKeySecretRef: accessKey && { ...accessKey.secret },
    };
    return AcmeSolver.dns01(options, { route53: spec }, (checks) => {
      if (accessKey === undefined) return;
      const at = checks.at('dns01Route53').at('accessKey');
      checkSecretKey(accessKey.id, at.at('id'));
      checkSecretKey(accessKey.secret, at.at('secret'));
    });
  }

  static dns01CloudDns(cloudDns: Dns01CloudDns, options: Dns01Options = {}): AcmeSolver {
    const { project, hostedZoneName, serviceAccount } = cloudDns;
    const spec = {
      project,
      hostedZoneName,
      serviceAccountSecretRef: serviceAccount && { ...serviceAccount },
    };
    return AcmeSolver.dns01(options, { cloudDns: spec }, (checks) => {
      const at = checks.at('dns01CloudDns');
      at.at('project').expect(project !== '', 'is empty: cert-manager refuses it');
      if (serviceAccount !== undefined) checkSecretKey(serviceAccount, at.at('serviceAccount'));
    });
  }

  static dns01Rfc2136({ nameserver, tsig }: Dns01Rfc2136, options: Dns01Options = {}): AcmeSolver {
    const spec = {
      nameserver,
      tsigKeyName: tsig?.keyName,
      tsigAlgorithm: tsig?.algorithm,
      tsigSecretSecretRef: tsig && { ...tsig.secret },
    };
    return AcmeSolver.dns01(options, { rfc2136: spec }, (checks) => {
      const at = checks.at('dns01Rfc2136');
      at.at('nameserver').expect(
        /^(\[[^\]\s]+\]|[^\s:[\]]+)(:\d{1,5})?$/.test(nameserver),
        `${show(nameserver)} is not host:port (an IPv6 address in brackets)`,
      );
      if (tsig === undefined) return;
      at.at('tsig')
        .at('keyName')
        .expect(tsig.keyName !== '', 'is empty: cert-manager refuses it');
      checkSecretKey(tsig.secret, at.at('tsig').at('secret'));
    });
  }

  /**
   * Answers by an Ingress that lives as long as the challenge. An Istio gateway serves it only where the mesh's
   * `ingressClass` and `ingressService` are that gateway's.
   */
  static http01Ingress(ingressClassName: string, options: SolverOptions = {}): AcmeSolver {
    return new AcmeSolver('http01', { http01: { ingress: { ingressClassName } } }, options, (checks) =>
      checks.at('http01Ingress').dnsSubdomain(ingressClassName),
    );
  }

  /** Answers by an HTTPRoute of gateways of the Gateway API that lives as long as the challenge. */
  static http01Gateway(gateways: readonly HttpGateway[], options: SolverOptions = {}): AcmeSolver {
    const parentRefs = gateways.map((gateway) => ({ ...gateway, kind: 'Gateway' }));
    return new AcmeSolver('http01', { http01: { gatewayHttpRoute: { parentRefs } } }, options, (checks) => {
      const at = checks.at('http01Gateway');
      at.expect(gateways.length > 0, 'is empty: nothing would answer the challenge');
      gateways.forEach(({ name }, index) => at.at(index).at('name').dnsSubdomain(name));
    });
  }

  private static dns01(
    { cnameStrategy, selector }: Dns01Options,
    provider: ClusterIssuerSpecAcmeSolversDns01,
    check: (checks: Checks) => void,
  ): AcmeSolver {
    // The imported enum has the values of our union.
    const dns01 = { ...provider, cnameStrategy } as ClusterIssuerSpecAcmeSolversDns01;
    return new AcmeSolver('dns01', { dns01 }, { selector }, check);
  }

  private constructor(
    readonly challenge: 'dns01' | 'http01',
    private readonly spec: Spec,
    private readonly options: SolverOptions,
    private readonly checkProvider: (checks: Checks) => void,
  ) {}

  check(checks: Checks): void {
    this.checkProvider(checks);
    const { selector } = this.options;
    if (selector === undefined) return;
    const at = checks.at('selector');
    const { dnsNames, dnsZones, matchLabels } = selector;
    for (const [field, list] of Object.entries({ dnsNames, dnsZones })) {
      list?.forEach((name, index) => at.at(field).at(index).dnsSubdomain(name.replace(/^\*\./, '')));
    }
    if (matchLabels !== undefined) checkLabels(matchLabels, at.at('matchLabels'));
  }

  lower(): ClusterIssuerSpecAcmeSolvers {
    const { selector } = this.options;
    return {
      ...this.spec,
      selector: selector && {
        dnsNames: selector.dnsNames && [...selector.dnsNames],
        dnsZones: selector.dnsZones && [...selector.dnsZones],
        matchLabels: selector.matchLabels && { ...selector.matchLabels },
      },
    };
  }
}
