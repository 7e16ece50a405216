import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { checkDuration } from '../../values/duration';
import { show } from '../../values/user-error';

export const dnsSources = [
  'service',
  'ingress',
  'istio-gateway',
  'istio-virtualservice',
  'node',
  'pod',
  'crd',
] as const;
/** Kinds that host names are read from. */
export type DnsSource = (typeof dnsSources)[number];

export const dnsProviders = [
  'akamai',
  'alibabacloud',
  'aws',
  'aws-sd',
  'azure',
  'azure-private-dns',
  'civo',
  'cloudflare',
  'coredns',
  'dnsimple',
  'exoscale',
  'gandi',
  'godaddy',
  'google',
  'inmemory',
  'linode',
  'ns1',
  'oci',
  'ovh',
  'pdns',
  'pihole',
  'plural',
  'rfc2136',
  'scaleway',
  'transip',
  'webhook',
] as const;
/** Where records are written. All that external-dns does not know itself is a `webhook`, such as OpenStack's Designate. */
export type DnsProvider = (typeof dnsProviders)[number];

/** What external-dns is told on its command line. */
export interface ExternalDnsArguments {
  /** At least one. */
  readonly sources: readonly DnsSource[];
  readonly provider: DnsProvider;
  /**
   * By what the records of this external-dns are told from those of others, in the zone. Two of one name take each
   * other's records away, so each cluster has its own.
   */
  readonly txtOwnerId: string;
  /**
   * Beginning of the names of the TXT records that say who owns what. Not with `txtSuffix`.
   * @default - none
   */
  readonly txtPrefix?: string;
  /** @default - none */
  readonly txtSuffix?: string;
  /**
   * Domains that are written to.
   * @default - all that the provider shows
   */
  readonly domainFilters?: readonly string[];
  /**
   * What may be done to records: all, all but taking away, or making them only.
   * @default sync
   */
  readonly policy?: 'sync' | 'upsert-only' | 'create-only';
  /** @default txt */
  readonly registry?: 'txt' | 'noop' | 'dynamodb' | 'aws-sd';
  /**
   * Time between two comparisons: `1m`.
   * @default 1m
   */
  readonly interval?: string;
  /** @default info */
  readonly logLevel?: 'panic' | 'debug' | 'info' | 'warning' | 'error' | 'fatal';
  /** @default text */
  readonly logFormat?: 'text' | 'json';
  /**
   * Where the webhook of the provider `webhook` listens.
   * @default - http://localhost:8888, a container of the same pod
   */
  readonly webhookUrl?: string;
  /**
   * Flags beside those, as external-dns has them: `--aws-zone-type=public`.
   * @default - none
   */
  readonly flags?: readonly string[];
}

/** @param hasWebhook - whether the pod has another container that may be the webhook */
export function checkArguments(args: ExternalDnsArguments, hasWebhook: boolean, checks: Checks): void {
  const { sources, provider, txtOwnerId, txtPrefix, txtSuffix, domainFilters, interval, webhookUrl } = args;
  checks.at('sources').expect(sources.length > 0, 'is empty: external-dns does not start without one');
  sources.forEach((source, index) => {
    const at = checks.at('sources').at(index);
    at.oneOf(source, dnsSources);
    at.expect(!sources.slice(0, index).includes(source), `${show(source)} is there already`);
  });
  checks
    .at('provider')
    .expect(
      dnsProviders.includes(provider),
      `${show(provider)} is none of external-dns' own providers (any more): take webhook, with a container that speaks for it (${dnsProviders.join(', ')})`,
    );
  checks
    .at('txtOwnerId')
    .expect(
      /^[^\s"=,]+$/.test(txtOwnerId),
      `${show(txtOwnerId)} is not an owner's id: one or more characters without spaces, quotes, "=" and ","`,
    );
  checks
    .at('txtSuffix')
    .expect(
      txtPrefix === undefined || txtSuffix === undefined,
      'is given with txtPrefix: external-dns refuses it',
    );
  domainFilters?.forEach((domain, index) =>
    checks
      .at('domainFilters')
      .at(index)
      .expect(
        isDnsSubdomain(domain.replace(/^\./, '')),
        `${show(domain)} is not a domain in lower case, nor one after a "."`,
      ),
  );
  if (interval !== undefined) checkDuration(checks.at('interval'), interval);
  checks
    .at('webhookUrl')
    .expect(
      webhookUrl === undefined || provider === 'webhook',
      `is given with provider ${provider}, which asks no webhook`,
    );
  checks
    .at('provider')
    .expect(
      provider !== 'webhook' || webhookUrl !== undefined || hasWebhook,
      'is webhook, and nothing would answer it: give the webhook as one of otherContainers, or webhookUrl',
    );
  args.flags?.forEach((flag, index) => checkFlag(flag, checks.at('flags').at(index)));
}

/** Flags that have a prop of their own. */
const typedFlags: readonly string[] = [
  'source',
  'provider',
  'txt-owner-id',
  'txt-prefix',
  'txt-suffix',
  'domain-filter',
  'policy',
  'registry',
  'interval',
  'log-level',
  'log-format',
  'webhook-provider-url',
];

function checkFlag(flag: string, checks: Checks): void {
  const name = /^--([a-z0-9-]+)(=.*)?$/.exec(flag)?.[1];
  checks.expect(name !== undefined, `${show(flag)} is not a flag (--name or --name=value)`);
  checks.expect(name === undefined || !typedFlags.includes(name), `${show(flag)} has a prop of its own`);
}

export function lowerArguments(args: ExternalDnsArguments): string[] {
  return [
    ...flag('log-level', args.logLevel),
    ...flag('log-format', args.logFormat),
    ...(args.domainFilters ?? []).flatMap((domain) => flag('domain-filter', domain)),
    ...flag('policy', args.policy),
    ...flag('provider', args.provider),
    ...flag('webhook-provider-url', args.webhookUrl),
    ...flag('registry', args.registry),
    ...flag('interval', args.interval),
    ...flag('txt-owner-id', args.txtOwnerId),
    ...flag('txt-prefix', args.txtPrefix),
    ...flag('txt-suffix', args.txtSuffix),
    ...args.sources.flatMap((source) => flag('source', source)),
    ...(args.flags ?? []),
  ];
}

function flag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}
