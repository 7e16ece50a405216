import type { Input, Json } from '../input';
import {
  deployment,
  injected,
  injector,
  mutating,
  namespace,
  pod,
  service,
  validating,
  webhook,
} from '../objects';
import { shopWith } from '../shop';
import { examples, forEach } from './examples';

const LABELS = { app: 'app' };
const SELECTS = {
  injection: { namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } } },
  revision: { namespaceSelector: { matchLabels: { 'istio.io/rev': 'canary' } } },
  object: { objectSelector: { matchLabels: { 'sidecar.istio.io/inject': 'true' } } },
};

const namespaces = [
  ...examples('IST0102', {
    ...forEach<Readonly<Record<string, string>>>(
      {
        'no label': {},
        enabled: { 'istio-injection': 'enabled' },
        disabled: { 'istio-injection': 'disabled' },
        'neither word': { 'istio-injection': 'maybe' },
        'empty word': { 'istio-injection': '' },
        'a revision': { 'istio.io/rev': 'canary' },
        'the default revision': { 'istio.io/rev': 'default' },
        ambient: { 'istio.io/dataplane-mode': 'ambient' },
        'no mode': { 'istio.io/dataplane-mode': 'none' },
      },
      (labels) => [namespace('shop', labels), pod('shop/app', { labels: LABELS })],
    ),
    'of the control plane': [namespace('istio-system')],
    'of Kubernetes': [namespace('kube-public')],
    suppressed: [namespace('shop', {}, { 'galley.istio.io/analyze-suppress': 'IST0102' })],
  }),
  ...examples(
    'IST0123',
    forEach<Readonly<Record<string, string>>>(
      {
        'enabled and a revision': { 'istio-injection': 'enabled', 'istio.io/rev': 'canary' },
        'disabled and a revision': { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' },
        'enabled and ambient': { 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' },
        'disabled and ambient': { 'istio-injection': 'disabled', 'istio.io/dataplane-mode': 'ambient' },
        'a revision and ambient': { 'istio.io/rev': 'canary', 'istio.io/dataplane-mode': 'ambient' },
        'all three': {
          'istio-injection': 'enabled',
          'istio.io/rev': 'canary',
          'istio.io/dataplane-mode': 'ambient',
        },
        'enabled and no mode': { 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'none' },
        'an empty word and a revision': { 'istio-injection': '', 'istio.io/rev': 'canary' },
      },
      (labels) => [namespace('shop', labels)],
    ),
  ),
  ...examples('IST0148', {
    'enabled by default': [
      injector('istio-sidecar-injector', { sidecarInjectorWebhook: { enableNamespacesByDefault: true } }),
      namespace('shop'),
      pod('shop/app', { labels: LABELS }),
    ],
    'not by default': [injector('istio-sidecar-injector'), namespace('shop')],
    'by default, of several namespaces': [
      injector('istio-sidecar-injector', { sidecarInjectorWebhook: { enableNamespacesByDefault: true } }),
      namespace('shop'),
      namespace('bank'),
      injected('news'),
      namespace('quiet', { 'istio-injection': 'disabled' }),
    ],
    'of a revision alone': [
      injector('istio-sidecar-injector-canary', {
        sidecarInjectorWebhook: { enableNamespacesByDefault: true },
      }),
      namespace('shop'),
      namespace('bank', { 'istio.io/rev': 'canary' }),
    ],
    'and ambient': [
      injector('istio-sidecar-injector', { sidecarInjectorWebhook: { enableNamespacesByDefault: true } }),
      namespace('shop', { 'istio.io/dataplane-mode': 'ambient' }),
    ],
  }),
];

const pods = [
  ...examples('IST0103', {
    'no proxy': [injected('shop'), pod('shop/app', { labels: LABELS })],
    'a proxy': [injected('shop'), pod('shop/app', { labels: LABELS, proxy: true })],
    'a proxy that starts first': [
      injected('shop'),
      pod('shop/app', {
        spec: {
          initContainers: [
            { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.29.1', restartPolicy: 'Always' },
          ],
        },
      }),
    ],
    'out by a label': [injected('shop'), pod('shop/app', { labels: { 'sidecar.istio.io/inject': 'false' } })],
    'out by a label in capitals': [
      injected('shop'),
      pod('shop/app', { labels: { 'sidecar.istio.io/inject': 'False' } }),
    ],
    'out by an annotation': [
      injected('shop'),
      pod('shop/app', { annotations: { 'sidecar.istio.io/inject': 'false' } }),
    ],
    'label over annotation': [
      injected('shop'),
      pod('shop/app', {
        labels: { 'sidecar.istio.io/inject': 'true' },
        annotations: { 'sidecar.istio.io/inject': 'false' },
      }),
    ],
    'on the network of its node': [injected('shop'), pod('shop/app', { spec: { hostNetwork: true } })],
    'of a revision': [namespace('shop', { 'istio.io/rev': 'canary' }), pod('shop/app', { labels: LABELS })],
    'of a namespace without': [namespace('shop'), pod('shop/app', { labels: LABELS })],
    'in by a label, of a namespace without': [
      namespace('shop'),
      pod('shop/app', { labels: { 'sidecar.istio.io/inject': 'true' } }),
    ],
    finished: [injected('shop'), pod('shop/app', { labels: LABELS, status: { phase: 'Succeeded' } })],
    failed: [injected('shop'), pod('shop/app', { labels: LABELS, status: { phase: 'Failed' } })],
    'two of the shop': shopWith(pod('shop/one', { labels: LABELS }), pod('shop/two', { labels: LABELS })),
    'in istio-system': [injected('istio-system'), pod('istio-system/app', { labels: LABELS })],
  }),
  ...examples('IST0146', {
    ...forEach<Readonly<Record<string, string>>>(
      {
        'no label': {},
        enabled: { 'istio-injection': 'enabled' },
        disabled: { 'istio-injection': 'disabled' },
      },
      (labels) => [
        namespace('shop', labels),
        deployment('shop/app', {
          labels: LABELS,
          spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
        }),
        service('istio-system/istiod', { app: 'istiod' }, [['https', 443]]),
        mutating('istio-sidecar-injector', [
          webhook('namespace.sidecar-injector.istio.io', SELECTS.injection),
        ]),
      ],
    ),
    'no webhook': [
      injected('shop'),
      deployment('shop/app', {
        labels: LABELS,
        spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
      }),
    ],
    'by a label': [
      namespace('shop'),
      deployment('shop/app', {
        labels: { ...LABELS, 'sidecar.istio.io/inject': 'true' },
        spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
      }),
      service('istio-system/istiod', { app: 'istiod' }, [['https', 443]]),
      mutating('istio-sidecar-injector', [webhook('object.sidecar-injector.istio.io', SELECTS.object)]),
    ],
    'the label missing': [
      namespace('shop'),
      deployment('shop/app', {
        labels: LABELS,
        spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
      }),
      service('istio-system/istiod', { app: 'istiod' }, [['https', 443]]),
      mutating('istio-sidecar-injector', [webhook('object.sidecar-injector.istio.io', SELECTS.object)]),
    ],
    'a webhook of somebody else': [
      injected('shop'),
      deployment('shop/app', {
        labels: LABELS,
        spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
      }),
      mutating('other', [webhook('injector.example.org', SELECTS.injection)]),
    ],
    'another container': [
      namespace('shop'),
      deployment('shop/app', { labels: LABELS, spec: { containers: [{ name: 'app', image: 'auto' }] } }),
    ],
  }),
  ...examples('IST0147', {
    'a pod': [
      injected('shop'),
      pod('shop/app', { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } }),
    ],
    'a pod of a namespace without': [
      namespace('shop'),
      pod('shop/app', { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } }),
    ],
    'beside the app': [injected('shop'), pod('shop/app', { proxy: true, proxyImage: 'auto' })],
    'another container': [
      injected('shop'),
      pod('shop/app', { spec: { containers: [{ name: 'app', image: 'auto' }] } }),
    ],
    'as what starts first': [
      injected('shop'),
      pod('shop/app', { spec: { initContainers: [{ name: 'istio-proxy', image: 'auto' }] } }),
    ],
  }),
  ...examples('IST0158', {
    ...forEach(
      {
        'the same image': 'docker.io/istio/proxyv2:1.29.1',
        'an older image': 'docker.io/istio/proxyv2:1.28.0',
        'another registry': 'registry.example.org/istio/proxyv2:1.29.1',
        'a distroless one': 'docker.io/istio/proxyv2:1.29.1-distroless',
        'a debug one': 'docker.io/istio/proxyv2:1.29.1-debug',
      },
      (proxyImage) => [
        injector('istio-sidecar-injector'),
        injected('shop'),
        pod('shop/app', { labels: LABELS, proxy: true, proxyImage }),
      ],
    ),
    'of a revision': [
      injector('istio-sidecar-injector-canary'),
      namespace('shop', { 'istio.io/rev': 'canary' }),
      pod('shop/app', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.28.0' }),
    ],
    'of another revision': [
      injector('istio-sidecar-injector-canary'),
      injected('shop'),
      pod('shop/app', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.28.0' }),
    ],
    'a custom one': [
      injector('istio-sidecar-injector'),
      injected('shop'),
      pod('shop/app', {
        proxy: true,
        proxyImage: 'registry.example.org/own:1',
        annotations: { 'sidecar.istio.io/proxyImage': 'registry.example.org/own:1' },
      }),
    ],
    'no injector': [
      injected('shop'),
      pod('shop/app', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.28.0' }),
    ],
    'a namespace without': [
      injector('istio-sidecar-injector'),
      namespace('shop'),
      pod('shop/app', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.28.0' }),
    ],
    'the whole image in the values': [
      injector('istio-sidecar-injector', {
        global: { hub: 'docker.io/istio', tag: '1.29.1', proxy: { image: 'registry.example.org/own:1' } },
      }),
      injected('shop'),
      pod('shop/one', { proxy: true, proxyImage: 'registry.example.org/own:1' }),
      pod('shop/two', { proxy: true }),
    ],
    'two namespaces': [
      injector('istio-sidecar-injector'),
      injected('shop'),
      injected('bank'),
      pod('shop/one', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.28.0' }),
      pod('bank/two', { proxy: true, proxyImage: 'docker.io/istio/proxyv2:1.27.0' }),
    ],
  }),
];

const istiod = service('istio-system/istiod', { app: 'istiod' }, [['https-webhook', 443]]);
const canary = service('istio-system/istiod-canary', { app: 'istiod' }, [['https-webhook', 443]]);

const webhooks = [
  ...examples('IST0139', {
    'no service': [
      mutating('istio-sidecar-injector', [webhook('sidecar-injector.istio.io', SELECTS.injection)]),
    ],
    'its service': [
      istiod,
      mutating('istio-sidecar-injector', [webhook('sidecar-injector.istio.io', SELECTS.injection)]),
    ],
    'two that overlap': [
      istiod,
      mutating('istio-sidecar-injector', [webhook('a.sidecar-injector.istio.io', SELECTS.injection)]),
      mutating('istio-sidecar-injector-b', [webhook('b.sidecar-injector.istio.io', SELECTS.injection)]),
    ],
    'two of one that overlap': [
      istiod,
      mutating('istio-sidecar-injector', [
        webhook('a.sidecar-injector.istio.io', SELECTS.injection),
        webhook('b.sidecar-injector.istio.io', SELECTS.injection),
      ]),
    ],
    'two that do not': [
      istiod,
      mutating('istio-sidecar-injector', [webhook('a.sidecar-injector.istio.io', SELECTS.injection)]),
      mutating('istio-sidecar-injector-b', [
        webhook('b.sidecar-injector.istio.io', {
          namespaceSelector: { matchExpressions: [{ key: 'istio-injection', operator: 'DoesNotExist' }] },
        }),
      ]),
    ],
    'a revision beside': [
      istiod,
      canary,
      mutating('istio-sidecar-injector', [webhook('a.sidecar-injector.istio.io', SELECTS.injection)]),
      mutating('istio-sidecar-injector-canary', [
        webhook('b.sidecar-injector.istio.io', {
          namespaceSelector: {
            matchExpressions: [
              { key: 'istio.io/rev', operator: 'In', values: ['canary'] },
              { key: 'istio-injection', operator: 'DoesNotExist' },
            ],
          },
          clientConfig: { service: { name: 'istiod-canary', namespace: 'istio-system', path: '/inject' } },
        }),
      ]),
    ],
    'a revision that overlaps': [
      istiod,
      mutating('istio-sidecar-injector', [webhook('a.sidecar-injector.istio.io', SELECTS.injection)]),
      mutating('istio-sidecar-injector-canary', [webhook('b.sidecar-injector.istio.io', SELECTS.revision)], {
        'istio.io/rev': 'canary',
      }),
    ],
    'of somebody else': [
      mutating('other', [
        webhook('a.example.org', SELECTS.injection),
        webhook('b.example.org', SELECTS.injection),
      ]),
    ],
    'by an address': [
      mutating('istio-sidecar-injector', [
        webhook('sidecar-injector.istio.io', {
          ...SELECTS.injection,
          clientConfig: { url: 'https://istiod.example.org:15017/inject' },
        }),
      ]),
    ],
    'selects everything': [
      istiod,
      mutating('istio-sidecar-injector', [webhook('a.sidecar-injector.istio.io')]),
      mutating('istio-sidecar-injector-canary', [webhook('b.sidecar-injector.istio.io', SELECTS.object)]),
    ],
  }),
  ...['IST0163', 'IST0164'].flatMap((code) =>
    examples(code, {
      ...forEach(
        code === 'IST0163'
          ? {
              'a name': 'https://istiod.example.org:15017/inject',
              'a name without port': 'https://istiod.example.org',
            }
          : {
              'an address': 'https://172.30.1.1:15017/inject',
              'an address of version 6': 'https://[2001:db8::1]:15017/',
            },
        (url) => [
          mutating('istio-sidecar-injector', [
            webhook('sidecar-injector.istio.io', { ...SELECTS.injection, clientConfig: { url } }),
          ]),
          validating('istio-validator-istio-system', [
            webhook('validation.istio.io', { clientConfig: { url } }),
          ]),
          validating('istiod-default-validator', [webhook('validation.istio.io', { clientConfig: { url } })]),
          validating('other', [webhook('validation.example.org', { clientConfig: { url } })]),
        ],
      ),
    }),
  ),
  ...examples('IST0163', {
    ...forEach(
      {
        'no scheme': '://istiod.example.org',
        'a port that is none': 'https://istiod.example.org:port',
        'half an address': 'https://[2001:db8::1',
      },
      (url) => [
        validating('istiod-default-validator', [webhook('validation.istio.io', { clientConfig: { url } })]),
      ],
    ),
    'neither name nor service': [
      validating('istio-validator-external', [webhook('validation.istio.io', { clientConfig: {} })]),
    ],
    'neither, of somebody else': [
      validating('other', [webhook('validation.example.org', { clientConfig: {} })]),
    ],
  }),
  ...examples('IST0164', {
    'in the first of two': [
      mutating('istio-sidecar-injector-external', [
        webhook('a.sidecar-injector.istio.io', {
          ...SELECTS.injection,
          clientConfig: { url: 'https://10.0.0.1/' },
        }),
        webhook('b.sidecar-injector.istio.io', {
          ...SELECTS.object,
          clientConfig: { url: 'https://a.example.org/' },
        }),
      ]),
    ],
    'of somebody else': [
      mutating('other', [webhook('a.example.org', { clientConfig: { url: 'https://10.0.0.1/' } })]),
    ],
  }),
];

const annotated = (
  kind: 'Pod' | 'Deployment' | 'Service' | 'Namespace',
  annotations: Readonly<Record<string, string>>,
): Json => {
  if (kind === 'Namespace') return namespace('shop', { 'istio-injection': 'enabled' }, annotations);
  if (kind === 'Service') return service('shop/app', LABELS, [['http', 80]], { annotations });
  if (kind === 'Pod') return pod('shop/app', { proxy: true, annotations });
  return deployment('shop/app', { labels: LABELS, own: { annotations } });
};
const each = (annotations: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    (['Pod', 'Deployment', 'Service', 'Namespace'] as const).map((kind) => [
      `${Object.entries(annotations)
        .map((one) => one.join('='))
        .join(' ')} on a ${kind}`,
      [injected('shop'), annotated(kind, annotations)].toReversed(),
    ]),
  );

const annotations = [
  ...examples('IST0107', {
    ...each({ 'traffic.sidecar.istio.io/includeInboundPorts': '80' }),
    ...each({ 'networking.istio.io/exportTo': '.' }),
    ...each({ 'topology.istio.io/controlPlaneClusters': 'a' }),
  }),
  ...examples('IST0108', {
    ...each({ 'sidecar.istio.io/unheard': 'x' }),
    ...each({ 'example.org/istio.io': 'x' }),
    ...each({ 'kubernetes.io/ingress.class': 'istio' }),
    ...each({ 'sidecar.istio.io/status': '{}' }),
    ...each({ 'install.operator.istio.io/owning-resource': 'x' }),
  }),
  ...examples('IST0125', {
    ...Object.fromEntries(
      Object.entries({
        'sidecar.istio.io/logLevel': 'loud',
        'status.sidecar.istio.io/port': 'many',
        'traffic.sidecar.istio.io/includeOutboundIPRanges': '1.2.3',
        'traffic.sidecar.istio.io/excludeOutboundPorts': '80,-1',
        'traffic.sidecar.istio.io/excludeInboundPorts': '80,443',
        'sidecar.istio.io/proxyCPU': 'much',
        'sidecar.istio.io/rewriteAppHTTPProbers': 'perhaps',
        'readiness.status.sidecar.istio.io/periodSeconds': '-1',
        'readiness.status.sidecar.istio.io/failureThreshold': '30',
        'traffic.sidecar.istio.io/kubevirtInterfaces': 'net1',
        'sidecar.istio.io/interceptionMode': 'NONSENSE',
        'traffic.istio.io/nodeSelector': '{',
        'proxy.istio.io/config': 'concurrency: [',
        'sidecar.istio.io/bootstrapOverride': 'x',
        'sidecar.istio.io/componentLogLevel': 'upstream:debug,nonsense',
        'sidecar.istio.io/extraStatTags': 'a,b',
        'sidecar.istio.io/enableCoreDump': 'maybe',
        'sidecar.istio.io/inject': 'sometimes',
        'proxy.istio.io/overrides': '{',
        'sidecar.istio.io/nativeSidecar': 'so-so',
        'inject.istio.io/templates': 'a,b',
      }).map(([name, value]) => [
        `${name}=${value}`,
        [injected('shop'), annotated('Pod', { [name]: value })],
      ]),
    ),
  }),
  ...examples('IST0135', {
    ...each({ 'sidecar.istio.io/inject': 'true' }),
    ...each({ 'networking.istio.io/traffic-distribution': 'PreferClose' }),
    ...each({ 'sidecar.istio.io/enableCoreDump': 'true' }),
    'with the label that is meant': [
      injected('shop'),
      pod('shop/app', {
        proxy: true,
        labels: { 'sidecar.istio.io/inject': 'true' },
        annotations: { 'sidecar.istio.io/inject': 'true' },
      }),
    ],
  }),
  ...examples('IST0136', {
    ...each({ 'sidecar.istio.io/userVolume': '[]' }),
    ...each({ 'sidecar.istio.io/agentLogLevel': 'info' }),
  }),
];

export const injectionExamples: readonly Input[] = [...namespaces, ...pods, ...webhooks, ...annotations];
