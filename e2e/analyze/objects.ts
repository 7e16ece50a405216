import type { Json } from './input';

/** Written short: `shop/reviews` is a name in a namespace. */
type Labels = Readonly<Record<string, string>>;

interface Marks {
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

export interface PodOptions extends Marks {
  /** Whether it has a proxy already. */
  readonly proxy?: boolean;
  /** Image of the proxy. */
  readonly proxyImage?: string;
  readonly spec?: Json;
  readonly status?: Json;
}

export type Port = readonly [name: string, port: number, more?: Json];

export function named(path: string, { labels, annotations }: Marks = {}): Json {
  const [name, namespace] = path.split('/').reverse();
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
}

export function namespace(name: string, labels?: Labels, annotations?: Labels): Json {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: named(name, { labels, annotations }) };
}

/** A namespace whose pods are given a proxy. */
export function injected(name: string, labels?: Labels): Json {
  return namespace(name, { 'istio-injection': 'enabled', ...labels });
}

export function service(
  path: string,
  selector: Labels | undefined,
  ports: readonly Port[],
  more: Json & Marks = {},
): Json {
  const { labels, annotations, status, ...spec } = more;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: named(path, { labels, annotations }),
    spec: {
      ...(selector && { selector }),
      ...(ports.length > 0 && { ports: ports.map(([name, port, other]) => ({ name, port, ...other })) }),
      ...spec,
    },
    ...(status !== undefined && { status }),
  };
}

const container = { name: 'app', image: 'registry.example.org/app:1' };

export function podSpec({
  proxy = false,
  proxyImage = 'docker.io/istio/proxyv2:1.29.1',
  spec = {},
}: PodOptions): Json {
  const sidecar = { name: 'istio-proxy', image: proxyImage };
  return { containers: [container, ...(proxy ? [sidecar] : [])], ...spec };
}

export function pod(path: string, options: PodOptions = {}): Json {
  const { status } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: named(path, options),
    spec: podSpec(options),
    ...(status && { status }),
  };
}

export function deployment(path: string, options: PodOptions & { readonly own?: Marks } = {}): Json {
  const { labels = { app: 'app' }, annotations, own } = options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: named(path, own),
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels, ...(annotations && { annotations }) }, spec: podSpec(options) },
    },
  };
}

/** Groups of Istio's kinds. */
const VERSIONS: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  ProxyConfig: 'networking.istio.io/v1beta1',
};

/** An object of Istio's, as it is served today. */
export function istio(kind: string, path: string, spec: Json, more: Marks & { status?: Json } = {}): Json {
  const { status } = more;
  return {
    apiVersion: VERSIONS[kind] ?? 'networking.istio.io/v1',
    kind,
    metadata: named(path, more),
    spec,
    ...(status && { status }),
  };
}

export function config(path: string, data: Labels, labels?: Labels): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: named(path, { labels }), data };
}

/** The ConfigMap that a control plane reads. */
export function meshConfig(mesh: string, networks = 'networks: {}'): Json {
  return config('istio-system/istio', { mesh, meshNetworks: networks });
}

/** The ConfigMap that an injector reads. */
export function injector(name: string, values: Json = {}): Json {
  const global = { hub: 'docker.io/istio', tag: '1.29.1', proxy: { image: 'proxyv2' } };
  const all = { global, sidecarInjectorWebhook: { enableNamespacesByDefault: false }, ...values };
  return config(`istio-system/${name}`, { values: JSON.stringify(all) });
}

export function secret(path: string, data: Labels, type = 'kubernetes.io/tls', labels?: Labels): Json {
  const encoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type,
    metadata: named(path, { labels }),
    data: Object.fromEntries(encoded),
  };
}

/** A webhook of the given name. */
export function webhook(name: string, more: Json = {}): Json {
  return {
    name,
    clientConfig: { service: { name: 'istiod', namespace: 'istio-system', path: '/inject' } },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    failurePolicy: 'Fail',
    ...more,
  };
}

export function mutating(name: string, webhooks: readonly Json[], labels?: Labels): Json {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return { apiVersion, kind: 'MutatingWebhookConfiguration', metadata: named(name, { labels }), webhooks };
}

export function validating(name: string, webhooks: readonly Json[]): Json {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  return { apiVersion, kind: 'ValidatingWebhookConfiguration', metadata: named(name), webhooks };
}

/** A definition of a kind that takes any object. */
export function definition(group: string, kind: string, plural: string, more: Json = {}): Json {
  const { annotations, versions = ['v1'] } = more as { annotations?: Labels; versions?: readonly string[] };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: named(`${plural}.${group}`, { annotations }),
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase() },
      scope: 'Namespaced',
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        subresources: { status: {} },
      })),
    },
  };
}
