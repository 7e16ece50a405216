import { at, textsOf, type Fields, type Labels } from './fields';
import { template, typed, type Settings } from './made';

const ISTIOD_PORTS = [
  { name: 'grpc-xds', port: 15010, protocol: 'TCP' },
  { name: 'https-dns', port: 15012, protocol: 'TCP' },
  { name: 'https-webhook', port: 443, targetPort: 15017, protocol: 'TCP' },
  { name: 'http-monitoring', port: 15014, protocol: 'TCP' },
];

/** istiod, or in a remote cluster the Service that stands for one elsewhere. */
export function controlPlane({ profile, revision, namespace, values }: Settings): readonly Fields[] {
  const suffix = revision === '' ? '' : `-${revision}`;
  const name = `istiod${suffix}`;
  const rev = revision === '' ? 'default' : revision;
  const isRemote = profile === 'remote' || at(values, 'istiodRemote', 'enabled') === true;
  const labels = { app: 'istiod', istio: 'pilot', 'istio.io/rev': rev, release: 'istio' };
  const selector: Labels =
    revision === '' ? { app: 'istiod', istio: 'pilot' } : { app: 'istiod', 'istio.io/rev': rev };
  const ports = isRemote
    ? [
        { name: 'tcp-istiod', port: 15012, protocol: 'TCP' },
        { name: 'tcp-webhook', port: 443, targetPort: 15017, protocol: 'TCP' },
      ]
    : ISTIOD_PORTS;
  const service = (as: string) => ({
    ...typed('v1', 'Service', as, namespace, labels),
    spec: isRemote ? { ports } : { selector, ports },
  });
  const pod = {
    ...labels,
    ...selector,
    istio: revision === '' ? 'pilot' : 'istiod',
    'sidecar.istio.io/inject': 'false',
  };
  const deployment = {
    ...typed('apps/v1', 'Deployment', name, namespace, labels),
    spec: {
      selector: { matchLabels: selector },
      template: template(pod, { name: 'discovery', image: 'pilot' }, name),
    },
  };
  const tags = textsOf(values.revisionTags).filter((tag) => tag !== '');
  const byDefault = at(values, 'sidecarInjectorWebhook', 'enableNamespacesByDefault') === true;
  return [
    service(name),
    ...(isRemote ? [] : [deployment]),
    ...tags.map((tag) => service(`istiod-revision-tag-${tag}`)),
    injector(`istio-sidecar-injector${suffix}`, { 'istio.io/rev': rev }, name, namespace, byDefault),
    ...tags.map((tag) =>
      injector(`istio-revision-tag-${tag}`, { 'istio.io/rev': rev, 'istio.io/tag': tag }, name, namespace),
    ),
    {
      ...typed('v1', 'ConfigMap', `istio-sidecar-injector${suffix}`, namespace, {}),
      data: { values: JSON.stringify({ sidecarInjectorWebhook: { enableNamespacesByDefault: byDefault } }) },
    },
  ];
}

/** What injects for a revision or a tag: namespaces and pods that have its label, or the old one for the default. */
function injector(
  name: string,
  labels: Labels,
  service: string,
  namespace: string,
  byDefault = false,
): Fields {
  const revision = labels['istio.io/tag'] ?? labels['istio.io/rev']!;
  const isDefault = name === 'istio-sidecar-injector';
  const clientConfig = { service: { name: service, namespace, path: '/inject', port: 443 } };
  const absent = (key: string) => ({ key, operator: 'DoesNotExist' });
  const isOneOf = (key: string, value: string) => ({ key, operator: 'In', values: [value] });
  const notRefused = { key: 'sidecar.istio.io/inject', operator: 'NotIn', values: ['false'] };
  const webhooks = [
    {
      name: 'rev.namespace.sidecar-injector.istio.io',
      namespaceSelector: { matchExpressions: [isOneOf('istio.io/rev', revision), absent('istio-injection')] },
      objectSelector: { matchExpressions: [notRefused] },
    },
    {
      name: 'rev.object.sidecar-injector.istio.io',
      namespaceSelector: { matchExpressions: [absent('istio.io/rev'), absent('istio-injection')] },
      objectSelector: { matchExpressions: [notRefused, isOneOf('istio.io/rev', revision)] },
    },
  ];
  const legacy = [
    {
      name: 'namespace.sidecar-injector.istio.io',
      namespaceSelector: { matchExpressions: [isOneOf('istio-injection', 'enabled')] },
      objectSelector: { matchExpressions: [notRefused] },
    },
    {
      name: 'object.sidecar-injector.istio.io',
      namespaceSelector: { matchExpressions: [absent('istio-injection'), absent('istio.io/rev')] },
      objectSelector: {
        matchExpressions: [isOneOf('sidecar.istio.io/inject', 'true'), absent('istio.io/rev')],
      },
    },
  ];
  const auto = [
    {
      name: 'auto.sidecar-injector.istio.io',
      namespaceSelector: { matchExpressions: [absent('istio-injection'), absent('istio.io/rev')] },
      objectSelector: { matchExpressions: [absent('sidecar.istio.io/inject'), absent('istio.io/rev')] },
    },
  ];
  return {
    ...typed('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', name, undefined, {
      ...labels,
      app: 'sidecar-injector',
      release: 'istio',
    }),
    webhooks: [...webhooks, ...(isDefault ? legacy : []), ...(isDefault && byDefault ? auto : [])].map(
      (one) => ({
        ...one,
        clientConfig,
      }),
    ),
  };
}
