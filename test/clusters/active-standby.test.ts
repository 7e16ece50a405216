import { parse, parseAllDocuments } from 'yaml';
import { activeStandby } from '../../clusters/active-standby/index';
import { apps, switches, type App, type Switches } from '../../clusters/active-standby/switches';
import { render } from '../../run/render';

const settings = {
  tierOne: ['http', 'https', 'mtls'],
  tierTwo: ['http', 'https'],
  deployment: ['active', 'active-standby'],
  'app-a': ['enabled', 'disabled'],
  'app-b': ['enabled', 'disabled'],
  'app-c': ['enabled', 'disabled'],
} as const;
type Switch = keyof typeof settings;
type Setting = { readonly [S in Switch]: (typeof settings)[S][number] };

/** The first machine brings the kind WorkloadGroup, which Argo CD may then apply and knows the health of. */
const firstWorkloadGroup: readonly [RegExp, RegExp][] = [
  [/^mgmt-cluster\/argocd\/appproject\..*_active-standby\.yaml$/, /^spec\.namespaceResourceWhitelist\b/],
  [
    /^mgmt-cluster\/argocd-settings\/configmap_argocd_argocd-cm\.yaml$/,
    /health\.networking\.istio\.io_WorkloadGroup$/,
  ],
  [
    /^mgmt-cluster\/argocd\/applicationset\..*_active-standby\.yaml$/,
    /^spec\.template\.spec\.destination\.namespace$/,
  ],
];

/**
 * What each switch may touch, written by hand: files by pattern, and in a file that is there on both sides the fields.
 * A file without fields may come and go.
 */
const touches: Readonly<Record<Switch, readonly [file: RegExp, fields?: RegExp][]>> = {
  tierOne: [
    // The Secrets that this setting needs beside the gateways.
    [/^given\.yaml$/],
    [/^given\.yaml$/, /^clusters\.[^.]+\.secrets\b/],
    [/^mgmt-cluster\/tier1\/gateway\.networking\.istio\.io_istio-system_abc\.yaml$/, /^spec\.servers\b/],
  ],
  tierTwo: [
    // The Secrets that this setting needs beside the gateways.
    [/^given\.yaml$/],
    [/^given\.yaml$/, /^clusters\.[^.]+\.secrets\b/],
    [
      /^(active|standby)-cluster\/app-abc\/gateway\.networking\.istio\.io_istio-system_abc\.yaml$/,
      /^spec\.servers\b/,
    ],
    [/^mgmt-cluster\/tier1\/serviceentry\..*_istio-system_abc\.yaml$/, /^spec\.ports\b/],
    [/^mgmt-cluster\/tier1\/destinationrule\..*_istio-system_abc\.yaml$/, /^spec\.trafficPolicy\.tls\b/],
    [
      /^mgmt-cluster\/tier1\/virtualservice\..*_istio-system_abc\.yaml$/,
      /^spec\.http\.0\.route\.0\.destination\.port\.number$/,
    ],
  ],
  deployment: [
    [/^standby-cluster\/app-abc\//],
    [
      /^active-cluster\/app-abc\/destinationrule\..*_ns-[abc]_app-[abc]\.yaml$/,
      /^spec\.trafficPolicy\.loadBalancer\b/,
    ],
    [/^mgmt-cluster\/tier1\/serviceentry\..*_istio-system_abc\.yaml$/, /^spec\.endpoints\.1\b/],
    [
      /^mgmt-cluster\/tier1\/destinationrule\..*_istio-system_abc\.yaml$/,
      /^spec\.trafficPolicy\.loadBalancer\b/,
    ],
    // Argo CD goes where the standby cluster's namespaces are, and names those of the folders.
    [/^mgmt-cluster\/argocd\/appproject\..*_active-standby\.yaml$/, /^spec\.destinations\b/],
    [
      /^mgmt-cluster\/argocd\/applicationset\..*_active-standby\.yaml$/,
      /^spec\.template\.spec\.destination\.namespace$/,
    ],
  ],
  'app-a': [
    [/^machines\/ubuntu-vm-a\//],
    [/^active-cluster\/app-abc\/workloadgroup\..*_ns-a_app-a\.yaml$/],
    ...firstWorkloadGroup,
  ],
  'app-b': [
    [/^machines\/ubuntu-vm-b\//],
    [/^active-cluster\/app-abc\/workloadgroup\..*_ns-b_app-b\.yaml$/],
    ...firstWorkloadGroup,
  ],
  'app-c': [
    [/^machines\/ubuntu-vm-c\//],
    [/^active-cluster\/app-abc\/workloadgroup\..*_ns-c_app-c\.yaml$/],
    ...firstWorkloadGroup,
  ],
};

const switchesOf = ({ tierOne, tierTwo, deployment, ...machines }: Setting): Switches => ({
  tierOne,
  tierTwo,
  deployment,
  onMachine: Object.fromEntries(apps.map((app) => [app, machines[app]])) as Record<
    App,
    'enabled' | 'disabled'
  >,
});

const combinations: readonly Setting[] = (Object.entries(settings) as [Switch, readonly string[]][]).reduce<
  Record<string, string>[]
>(
  (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
  [{}],
) as unknown as Setting[];

const keyOf = (setting: Setting) => JSON.stringify(setting);
const rendered = new Map(
  combinations.map((setting) => {
    const files = [...render([activeStandby(switchesOf(setting))]).files];
    return [
      keyOf(setting),
      new Map(files.map(([path, text]) => [path.replace('active-standby/', ''), text])),
    ];
  }),
);

/** Every field of a document by its path. */
function fieldsOf(text: string): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) fields.set(path, value);
    else for (const [key, child] of Object.entries(value)) walk(child, path === '' ? key : `${path}.${key}`);
  };
  parseAllDocuments(text).forEach((document) => walk(document.toJS(), ''));
  return fields;
}

/** Files that are on one side only, and the fields that differ in the others, as `file` or `file: field`. */
function differences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((file) => {
    const [a, b] = [one.get(file), other.get(file)];
    if (a === b) return [];
    if (a === undefined || b === undefined) return [file];
    const [x, y] = [fieldsOf(a), fieldsOf(b)];
    const fields = [...new Set([...x.keys(), ...y.keys()])].filter((field) => x.get(field) !== y.get(field));
    return fields.map((field) => `${file}: ${field}`);
  });
}

function isAllowed(difference: string, name: Switch): boolean {
  const [file = '', field] = difference.split(': ');
  return touches[name].some(
    ([files, fields]) =>
      files.test(file) &&
      (fields === undefined ? field === undefined : field !== undefined && fields.test(field)),
  );
}

test('there are 96 combinations, all of them different', () => {
  const texts = [...rendered.values()].map((files) => JSON.stringify([...files]));
  expect([rendered.size, new Set(texts).size]).toEqual([96, 96]);
});

describe.each(Object.keys(settings) as Switch[])('%s', (name) => {
  const pairs = combinations.flatMap((setting) =>
    settings[name]
      .filter((value) => value > setting[name])
      .map((value) => [setting, { ...setting, [name]: value } as Setting] as const),
  );
  const found = pairs.map(([one, other]) =>
    differences(rendered.get(keyOf(one))!, rendered.get(keyOf(other))!),
  );

  test('changes something in every combination of the others', () => {
    expect(found.length).toBeGreaterThanOrEqual(48);
    expect(found.filter((changes) => changes.length === 0)).toEqual([]);
  });

  test('touches nothing but what the table allows', () => {
    const others = new Set(found.flat().filter((difference) => !isAllowed(difference, name)));
    expect([...others]).toEqual([]);
  });

  test('touches everything that the table names', () => {
    const changes = found.flat();
    for (const [files, fields] of touches[name]) {
      const hit = changes.some((change) => {
        const [file = '', field] = change.split(': ');
        return files.test(file) && (fields === undefined || (field !== undefined && fields.test(field)));
      });
      expect({ files, hit }).toEqual({ files, hit: true });
    }
  });
});

/** The balancing of each rule in a cluster, for a deployment. */
function balancing(deployment: Switches['deployment'], cluster: string): unknown[] {
  const { files } = render([activeStandby({ ...switches, deployment })]);
  return [...files]
    .filter(([file]) => file.startsWith(`active-standby/${cluster}/`) && file.includes('/destinationrule.'))
    .map(([, text]) => {
      const { spec } = parse(text) as { spec: { trafficPolicy: { loadBalancer: unknown } } };
      return spec.trafficPolicy.loadBalancer;
    });
}

// Both are proved against istiod by `npm run e2e:failover`.
test("every service prefers the caller's own cluster, in both clusters", () => {
  const preference = { localityLbSetting: { failoverPriority: ['topology.istio.io/cluster'] } };
  for (const cluster of ['active-cluster', 'standby-cluster']) {
    expect(balancing('active-standby', cluster)).toEqual([preference, preference, preference]);
  }
});

test('with one cluster no place is preferred, so that a pod and a machine, which has none, share the load', () => {
  const none = { localityLbSetting: { enabled: false } };
  expect(balancing('active', 'active-cluster')).toEqual([none, none, none]);
});

test('a request that meets a sick endpoint is tried again, and in the other cluster, in every cluster', () => {
  const { objects } = render([activeStandby(switches)]);
  const policies = objects
    .filter(({ object }) => object.metadata.name === 'istio-pilot')
    .map(({ object }) => (object['spec'] as { meshConfig: Record<string, unknown> }).meshConfig)
    .map(({ connectTimeout, defaultHttpRetryPolicy }) => ({ connectTimeout, defaultHttpRetryPolicy }));
  const policy = {
    connectTimeout: '1s',
    defaultHttpRetryPolicy: {
      attempts: 2,
      retryOn: 'connect-failure,refused-stream,unavailable,cancelled,503',
      retryRemoteLocalities: true,
    },
  };
  expect(policies).toEqual([policy, policy, policy]);
});
