import { problemsOf } from './support';

const telemetry = (spec: object) => problemsOf('Telemetry', spec);
const filter = (expression: unknown) => telemetry({ accessLogging: [{ filter: { expression } }] });

test.each<[string, object]>([
  ['nothing', {}],
  ['metrics', { metrics: [{ providers: [{ name: 'prometheus' }], overrides: [{ disabled: true }] }] }],
  [
    'tags of metrics',
    {
      metrics: [
        {
          overrides: [
            {
              match: { metric: 'REQUEST_COUNT', mode: 'SERVER' },
              tagOverrides: {
                a: { value: '"x"' },
                b: { operation: 'UPSERT', value: '"x"' },
                c: { operation: 'REMOVE' },
              },
            },
          ],
        },
      ],
    },
  ],
  [
    'tags of traces',
    {
      tracing: [
        {
          randomSamplingPercentage: 0.5,
          customTags: { a: { literal: { value: 'x' } }, b: { header: { name: 'x' } }, c: {} },
        },
      ],
    },
  ],
  ['a workload', { selector: { matchLabels: { app: 'web' } }, accessLogging: [{ disabled: true }] }],
])('%s is as the webhook takes it', (_, spec) => {
  expect(telemetry(spec)).toEqual([]);
});

test.each([
  'response.code >= 400',
  'response.code >= 400 || connection.mtls == false',
  "request.url_path.contains('v1beta3')",
  "!has(request.id) || request.headers['x-debug'] == '1'",
  'has(request.headers.cookie)',
  '"x" in request.headers // with a comment',
  'xds.cluster_name.matches(r"^\\d+$") ? true : false',
  'names.all(name, name != "") && names.exists_one(x, x == "a")',
  '"\\x41\\X41\\u00e9\\101\\n\\"" == b\'\\377\'',
  '-9223372036854775808 < 18446744073709551615u',
  '{"a": [1, 2.5e3]}["a"][0] == A{b: 1}.b',
  'unknown_name.of.anything()',
])('the filter %s is as the webhook takes it', (expression) => {
  expect(filter(expression)).toEqual([]);
});

test.each<[string, string]>([
  ['', 'is empty'],
  [' \n', 'is empty'],
  [
    "has(request.headers['x'])",
    'has(…) takes a field of something, written with a dot; for a key, write "key" in map',
  ],
  ['[has(a)]', 'has(…) takes a field of something, written with a dot; for a key, write "key" in map'],
  ['a.all(1, true)', 'all(…) takes the name of a variable first'],
  ['{a: b.map(c.d, 1)}', 'map(…) takes the name of a variable first'],
  ['A{b: c.filter("x", 1)}', 'filter(…) takes the name of a variable first'],
  ['a.exists(__result__, true)', 'has a variable of the name __result__, which CEL keeps to itself'],
  ['a.all(x, 9223372036854775808 > x)', 'has 9223372036854775808, which 64 bits do not hold'],
  ['18446744073709551616u', 'has 18446744073709551616, which 64 bits do not hold'],
  ['1e999', 'has a number too large'],
  ['a.matches("\\d")', 'has \\d, which is no escape of CEL'],
  ["b'\\u0041'", 'has \\u, which is no escape of CEL'],
  ['a'.repeat(100_001), 'is longer than 100000 characters'],
])('the webhook refuses the filter %.30s', (expression, problem) => {
  expect(filter(expression)).toEqual([`accessLogging[0].filter.expression: ${problem}`]);
});

test('the webhook refuses a filter that cannot be parsed, and one that is not there', () => {
  expect(filter('response.code >=')).toEqual([
    'accessLogging[0].filter.expression: is not CEL: <input>:1:15: found > but expecting end of input',
  ]);
  expect(filter('a and b')).toEqual([
    expect.stringMatching(/^accessLogging\[0\]\.filter\.expression: is not CEL: <input>:1:3: found a/),
  ]);
  expect(telemetry({ accessLogging: [{ filter: {} }] })).toEqual([
    'accessLogging[0].filter.expression: is empty',
  ]);
});

test('the webhook refuses a tag of metrics that is to be set and has no value', () => {
  expect(telemetry({ metrics: [{ overrides: [{ tagOverrides: { a: {}, b: { value: '' } } }] }] })).toEqual(
    ['a', 'b'].map(
      (tag) =>
        `metrics[0].overrides[0].tagOverrides.${tag}.value: is missing, and operation UPSERT, which is meant without one, needs it`,
    ),
  );
});

test('the webhook refuses a tag of traces without a name, and a target of another kind', () => {
  expect(telemetry({ tracing: [{ customTags: { '': { literal: { value: 'x' } } } }] })).toEqual([
    'tracing[0].customTags[""]: a tag has no name',
  ]);
  expect(telemetry({ targetRef: { kind: 'Pod', name: 'web' } })).toEqual([
    'targetRef.kind: "Pod" of group "" is not one of Service, ServiceEntry, Gateway, GatewayClass',
  ]);
});
