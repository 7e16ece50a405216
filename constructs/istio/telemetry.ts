import type { Construct } from 'constructs';
import {
  Telemetry as TelemetryObject,
  type TelemetrySpec,
  type TelemetrySpecAccessLogging,
  type TelemetrySpecMetrics,
  type TelemetrySpecTracing,
} from '../../imports/telemetry.istio.io';
import type { Checks } from '../../values/checks';
import { checkDuration } from '../../values/duration';
import { checkPercent } from '../../values/numbers';
import { checkAtMostOne, type AtMostOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkPolicyScope, lowerPolicyScope, type PolicyScopeProps } from './policy-scope';
import { checkCustomTags, lowerRecord, type CustomTag, type TagOverride } from './telemetry-tags';

export const workloadModes = ['CLIENT_AND_SERVER', 'CLIENT', 'SERVER'] as const;
/** The side of a request that a workload is on. A gateway is on the CLIENT's. */
export type WorkloadMode = (typeof workloadModes)[number];

export const istioMetrics = [
  'ALL_METRICS',
  'REQUEST_COUNT',
  'REQUEST_DURATION',
  'REQUEST_SIZE',
  'RESPONSE_SIZE',
  'TCP_OPENED_CONNECTIONS',
  'TCP_CLOSED_CONNECTIONS',
  'TCP_SENT_BYTES',
  'TCP_RECEIVED_BYTES',
  'GRPC_REQUEST_MESSAGES',
  'GRPC_RESPONSE_MESSAGES',
] as const;
export type IstioMetric = (typeof istioMetrics)[number];

/** A provider of the mesh config, `prometheus`, `stackdriver` and `envoy` among them: itself, or its name. */
export type ProviderReference = string | { readonly name: string };

interface ModeMatch {
  readonly mode: WorkloadMode;
}

/** Spans of the requests that a workload sends and serves. */
export interface TelemetryTracing {
  /** @default - CLIENT_AND_SERVER */
  readonly match?: ModeMatch;
  /**
   * At most one: Istio reads the first.
   * @default - that of a wider Telemetry, else the mesh's default
   */
  readonly providers?: readonly ProviderReference[];
  /**
   * Percentage of the requests that nobody has decided about yet, 0-100.
   * @default - that of a wider Telemetry, else the mesh's, else 1
   */
  readonly randomSamplingPercentage?: number;
  /** @default false */
  readonly disableSpanReporting?: boolean;
  /**
   * Tags of the spans, in place of those of a wider Telemetry.
   * @default - those of a wider Telemetry
   */
  readonly customTags?: Readonly<Record<string, CustomTag>>;
  /** @default true */
  readonly enableIstioTags?: boolean;
  /** @default true */
  readonly useRequestIdForTraceSampling?: boolean;
}

/** Changes of one metric, or of all. */
export interface MetricsOverride {
  /** @default - all metrics, both sides */
  readonly match?: AtMostOne<{
    readonly metric: IstioMetric;
    /** Name of a metric that is not Istio's own. */
    readonly customMetric: string;
  }> & {
    /** @default CLIENT_AND_SERVER */
    readonly mode?: WorkloadMode;
  };
  /** @default false */
  readonly disabled?: boolean;
  /**
   * By name of the tag.
   * @default - Istio's tags
   */
  readonly tagOverrides?: Readonly<Record<string, TagOverride>>;
}

export interface TelemetryMetrics {
  /** @default - those of a wider Telemetry, else the mesh's default */
  readonly providers?: readonly ProviderReference[];
  /**
   * In their order; a later one wins.
   * @default - none
   */
  readonly overrides?: readonly MetricsOverride[];
  /**
   * How often an open TCP connection is counted, a duration of 1ms or more.
   * @default 5s
   */
  readonly reportingInterval?: string;
}

export interface TelemetryAccessLogging {
  /** @default - CLIENT_AND_SERVER */
  readonly match?: ModeMatch;
  /** @default - those of a wider Telemetry, else the mesh's default */
  readonly providers?: readonly ProviderReference[];
  /** @default false */
  readonly disabled?: boolean;
  /**
   * Which requests and connections are logged, in CEL: `response.code >= 400`.
   * @default - all
   */
  readonly filter?: { readonly expression: string };
}

export interface TelemetryProps extends ResourceProps, PolicyScopeProps {
  /**
   * Labels of the workloads, in the namespace of the Telemetry; that of the mesh's root namespace too.
   * @default - all workloads of the namespace; in the mesh's root namespace, of the mesh
   */
  readonly selector?: Readonly<Record<string, string>>;
  /**
   * One entry, or one for each side.
   * @default - that of a wider Telemetry
   */
  readonly tracing?: readonly TelemetryTracing[];
  /** @default - those of a wider Telemetry */
  readonly metrics?: readonly TelemetryMetrics[];
  /** @default - that of a wider Telemetry */
  readonly accessLogging?: readonly TelemetryAccessLogging[];
}

/**
 * Traces, metrics and access log of a mesh, a namespace or workloads. What it leaves open, a wider one says; a
 * namespace has one without a selector.
 *
 * @throws UserError for what Istio refuses or does not heed
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 */
export class Telemetry extends Resource {
  readonly apiObject: TelemetryObject;

  constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id, props);
    this.check('Telemetry', (checks) => checkTelemetry(props, this.namespace, checks));
    this.apiObject = new TelemetryObject(this, 'Resource', { metadata: this.metadata, spec: lower(props) });
  }
}

function checkTelemetry(props: TelemetryProps, namespace: string | undefined, checks: Checks): void {
  const { tracing = [], metrics = [], accessLogging = [] } = props;
  checkPolicyScope(props, namespace, checks);
  checks.expect(
    tracing.length + metrics.length + accessLogging.length > 0,
    'sets nothing: give tracing, metrics or accessLogging',
  );
  checkTracing(tracing, checks.at('tracing'));
  metrics.forEach((one, index) => checkMetrics(one, checks.at('metrics').at(index)));
  accessLogging.forEach(({ match, providers, filter }, index) => {
    const at = checks.at('accessLogging').at(index);
    checkMatchAndProviders(match, providers, at);
    if (filter !== undefined) {
      at.at('filter')
        .at('expression')
        .expect(filter.expression.trim() !== '', 'is empty: leave filter out to log everything');
    }
  });
}

function checkTracing(tracing: readonly TelemetryTracing[], checks: Checks): void {
  tracing.forEach((entry, index) => {
    const at = checks.at(index);
    const mode = entry.match?.mode ?? 'CLIENT_AND_SERVER';
    checkMatchAndProviders(entry.match, entry.providers, at);
    at.at('providers').expect(
      (entry.providers?.length ?? 0) <= 1,
      `has ${entry.providers?.length} entries: Istio reports to the first and leaves the others out`,
    );
    const other = tracing.slice(0, index).findIndex((one) => overlap(one.match?.mode, mode));
    at.at('match').expect(
      other === -1,
      `covers a side that tracing[${other}] covers already: Istio would mix the two; give one for CLIENT and one for SERVER`,
    );
    if (entry.randomSamplingPercentage !== undefined)
      checkPercent(at.at('randomSamplingPercentage'), entry.randomSamplingPercentage);
    if (entry.customTags !== undefined) checkCustomTags(entry.customTags, at.at('customTags'));
  });
}

function overlap(one: WorkloadMode = 'CLIENT_AND_SERVER', other: WorkloadMode): boolean {
  return one === other || one === 'CLIENT_AND_SERVER' || other === 'CLIENT_AND_SERVER';
}

function checkMetrics(
  { providers, overrides = [], reportingInterval }: TelemetryMetrics,
  checks: Checks,
): void {
  checkMatchAndProviders(undefined, providers, checks);
  if (reportingInterval !== undefined) checkDuration(checks.at('reportingInterval'), reportingInterval);
  overrides.forEach(({ match, disabled, tagOverrides = {} }, index) => {
    const at = checks.at('overrides').at(index);
    const tags = Object.entries(tagOverrides);
    at.expect(disabled !== undefined || tags.length > 0, 'changes nothing: give disabled or tagOverrides');
    for (const [tag, { value }] of tags) {
      at.at('tagOverrides').expect(tag !== '', 'has a tag without a name');
      at.at('tagOverrides')
        .at(tag)
        .expect(
          value !== '',
          'sets an empty value, which Istio refuses; TagOverride.remove() takes a tag away',
        );
    }
    if (match === undefined) return;
    checkAtMostOne(at.at('match'), match, ['metric', 'customMetric']);
    if (match.mode !== undefined) at.at('match').at('mode').oneOf(match.mode, workloadModes);
    if (match.metric !== undefined) at.at('match').at('metric').oneOf(match.metric, istioMetrics);
    at.at('match')
      .at('customMetric')
      .expect(match.customMetric !== '', 'is empty: Istio refuses it');
  });
}

function checkMatchAndProviders(
  match: ModeMatch | undefined,
  providers: readonly ProviderReference[] | undefined,
  checks: Checks,
): void {
  if (match !== undefined) checks.at('match').at('mode').oneOf(match.mode, workloadModes);
  const names = (providers ?? []).map(nameOf);
  names.forEach((name, index) => {
    const at = checks.at('providers').at(index);
    at.expect(name !== '', 'is empty: Istio refuses a provider without a name');
    at.expect(!names.slice(0, index).includes(name), `${show(name)} is listed already`);
  });
}

function nameOf(provider: ProviderReference): string {
  return typeof provider === 'string' ? provider : provider.name;
}

function lower({ selector, targetRefs, tracing, metrics, accessLogging }: TelemetryProps): TelemetrySpec {
  const named = (providers: readonly ProviderReference[] | undefined) =>
    providers?.map((provider) => ({ name: nameOf(provider) }));
  return {
    ...lowerPolicyScope({ selector, targetRefs }),
    // The imported enums have the values of our unions.
    tracing: tracing?.map(
      (entry) =>
        ({
          ...entry,
          providers: named(entry.providers),
          customTags: entry.customTags && lowerRecord(entry.customTags),
        }) as TelemetrySpecTracing,
    ),
    metrics: metrics?.map(
      ({ overrides, ...entry }) =>
        ({
          ...entry,
          providers: named(entry.providers),
          overrides: overrides?.map(({ tagOverrides, ...override }) => ({
            ...override,
            tagOverrides: tagOverrides && lowerRecord(tagOverrides),
          })),
        }) as TelemetrySpecMetrics,
    ),
    accessLogging: accessLogging?.map(
      (entry) => ({ ...entry, providers: named(entry.providers) }) as TelemetrySpecAccessLogging,
    ),
  };
}
