import { PolicyTarget } from '../../../constructs/istio/policy-scope';
import { Telemetry, type TelemetryProps } from '../../../constructs/istio/telemetry';
import { CustomTag, TagOverride } from '../../../constructs/istio/telemetry-tags';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const telemetry = (props: TelemetryProps) =>
  renderOne((component) => new Telemetry(component, 'mesh-default', props));

const minimal: TelemetryProps = { accessLogging: [{ providers: ['envoy'] }] };

test('minimal', () => {
  expect(telemetry(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    telemetry({
      name: 'shop',
      namespace: 'shop',
      labels: { team: 'shop' },
      annotations: { 'example.org/owner': 'shop' },
      selector: { app: 'cart' },
      tracing: [
        {
          match: { mode: 'CLIENT' },
          providers: [{ name: 'jaeger' }],
          randomSamplingPercentage: 12.5,
          enableIstioTags: false,
          useRequestIdForTraceSampling: false,
          customTags: {
            shop: CustomTag.literal('north'),
            pod: CustomTag.environment('POD_NAME', 'unknown'),
            customer: CustomTag.header('x-customer'),
            authority: CustomTag.formatter('%REQ(:AUTHORITY)%'),
          },
        },
        { match: { mode: 'SERVER' }, disableSpanReporting: true },
      ],
      metrics: [
        {
          providers: ['prometheus'],
          reportingInterval: '10s',
          overrides: [
            {
              match: { metric: 'REQUEST_COUNT', mode: 'SERVER' },
              tagOverrides: {
                request_host: TagOverride.upsert('request.host'),
                response_flags: TagOverride.remove(),
              },
            },
            { match: { customMetric: 'shop_total' }, disabled: true },
            { match: { mode: 'CLIENT' }, disabled: false },
          ],
        },
      ],
      accessLogging: [
        {
          match: { mode: 'SERVER' },
          providers: ['envoy', { name: 'loki' }],
          filter: { expression: 'response.code >= 400' },
        },
        { match: { mode: 'CLIENT' }, disabled: true },
      ],
    }),
  ).toMatchSnapshot();
});

test('a gateway of the Gateway API as target', () => {
  expect(telemetry({ ...minimal, targetRefs: [PolicyTarget.gateway('waypoint')] }).spec).toEqual({
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    accessLogging: [{ providers: [{ name: 'envoy' }] }],
  });
});

describe('refuses', () => {
  test.each<[string, TelemetryProps, string]>([
    ['nothing', {}, 'sets nothing: give tracing, metrics or accessLogging'],
    ['a selector of nothing', { ...minimal, selector: {} }, 'selector: is empty'],
    [
      'a selector beside targets',
      { ...minimal, selector: { app: 'cart' }, targetRefs: [PolicyTarget.gateway('waypoint')] },
      'targetRefs: is given beside selector: Istio allows one of them',
    ],
    [
      'two backends of traces',
      { tracing: [{ providers: ['jaeger', 'zipkin'] }] },
      'tracing[0].providers: has 2 entries: Istio reports to the first and leaves the others out',
    ],
    [
      'two entries for one side',
      { tracing: [{ providers: ['jaeger'] }, { match: { mode: 'SERVER' }, providers: ['zipkin'] }] },
      'tracing[1].match: covers a side that tracing[0] covers already',
    ],
    [
      'a share that is none',
      { tracing: [{ randomSamplingPercentage: 101 }] },
      'tracing[0].randomSamplingPercentage: 101 is not a percentage',
    ],
    [
      'a tag of a span that is filled with nothing',
      { tracing: [{ customTags: { pod: CustomTag.environment('') } }] },
      'tracing[0].customTags.pod: is filled with an empty text: Istio refuses it',
    ],
    [
      'a tag of a span without a name',
      { tracing: [{ customTags: { '': CustomTag.literal('x') } }] },
      'tracing[0].customTags: has a tag without a name',
    ],
    [
      'a provider without a name',
      { metrics: [{ providers: [''] }] },
      'metrics[0].providers[0]: is empty: Istio refuses a provider without a name',
    ],
    [
      'a provider twice',
      { accessLogging: [{ providers: ['envoy', { name: 'envoy' }] }] },
      'accessLogging[0].providers[1]: "envoy" is listed already',
    ],
    [
      'an interval',
      { metrics: [{ reportingInterval: '5' }] },
      'metrics[0].reportingInterval: "5" is not a duration',
    ],
    [
      'an override of nothing',
      { metrics: [{ overrides: [{ match: { metric: 'REQUEST_SIZE' } }] }] },
      'metrics[0].overrides[0]: changes nothing: give disabled or tagOverrides',
    ],
    [
      'a tag of a metric that is set to nothing',
      { metrics: [{ overrides: [{ tagOverrides: { shop: TagOverride.upsert('') } }] }] },
      'metrics[0].overrides[0].tagOverrides.shop: sets an empty value, which Istio refuses; TagOverride.remove() takes a tag away',
    ],
    [
      'a metric that Istio does not have',
      { metrics: [{ overrides: [{ match: { metric: 'REQUESTS' as 'REQUEST_COUNT' }, disabled: true }] }] },
      'metrics[0].overrides[0].match.metric: "REQUESTS" is not one of "ALL_METRICS"',
    ],
    [
      'two metrics in one match',
      {
        metrics: [
          {
            overrides: [
              { match: { metric: 'REQUEST_COUNT', customMetric: 'shop' } as never, disabled: true },
            ],
          },
        ],
      },
      'metrics[0].overrides[0].match: has metric and customMetric: at most one of',
    ],
    [
      "a metric of one's own without a name",
      { metrics: [{ overrides: [{ match: { customMetric: '' }, disabled: true }] }] },
      'metrics[0].overrides[0].match.customMetric: is empty: Istio refuses it',
    ],
    [
      'a side that there is not',
      { accessLogging: [{ match: { mode: 'BOTH' as 'CLIENT' } }] },
      'accessLogging[0].match.mode: "BOTH" is not one of "CLIENT_AND_SERVER", "CLIENT", "SERVER"',
    ],
    [
      'a filter that says nothing',
      { accessLogging: [{ filter: { expression: ' ' } }] },
      'accessLogging[0].filter.expression: is empty: leave filter out to log everything',
    ],
  ])('%s', (_, props, message) => {
    expect(() => telemetry(props)).toThrow(UserError);
    expect(() => telemetry(props)).toThrow(message);
  });
});
