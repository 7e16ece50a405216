import type { Cluster } from '../model/cluster';
import { at, fieldsOf, numberOf, recordsOf, textOf, textsOf } from '../model/fields';
import { enrolmentOf } from '../model/injection';
import type { Resource } from '../model/resource';
import type { Service } from '../model/service';
import type { Container, Workload } from '../model/workload';
import type { FieldPath } from './rule';

/** Something that calls a Service without a proxy of the mesh. */
export interface PlainClient {
  readonly resource: Resource;
  readonly field: FieldPath;
  readonly service: Service;
  /** Undefined where the caller names none. */
  readonly port: number | string | undefined;
  /** `the API server, which has no sidecar,` */
  readonly who: string;
}

/** Services of a cluster, and those who are seen to call them from outside of the mesh. */
export function plainClients(cluster: Cluster): readonly PlainClient[] {
  const services = new Map(cluster.services.map((one) => [`${one.namespace}/${one.name}`, one]));
  return [
    ...workloadClients(cluster, services),
    ...webhookClients(cluster, services),
    ...ingressClients(cluster, services),
    ...outsideClients(cluster),
  ];
}

type Services = ReadonlyMap<string, Service>;

/** `http://web.shop:8080/path` and `web.shop.svc:8080`; a bare word is a name only where it has a scheme or a port. */
const URL =
  /(?:([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?)?([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(\d{1,5}))?(?![\w-])/gi;
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };

/** What workloads without a sidecar have in their environment and their arguments. */
function* workloadClients(cluster: Cluster, services: Services): Generator<PlainClient> {
  for (const workload of cluster.pods) {
    if (workload.isMachine || enrolmentOf(workload) !== 'none') continue;
    if (workload.resource.origin !== undefined) continue;
    const { resource, namespace, podPath, containers } = workload;
    for (const container of containers) {
      for (const [keys, text] of textsIn(container)) {
        for (const [, scheme, host = '', port] of text.matchAll(URL)) {
          if (scheme === undefined && port === undefined) continue;
          const service = serviceNamed(host.toLowerCase(), namespace, cluster, services);
          if (service === undefined) continue;
          yield {
            resource,
            field: [...podPath, ...container.path, ...keys],
            service,
            port: port === undefined ? PORTS[scheme?.toLowerCase() ?? ''] : Number(port),
            who: `${resource.kind} ${resource.qualifiedName}, which has no sidecar,`,
          };
        }
      }
    }
  }
}

function textsIn({ fields }: Container): readonly (readonly [readonly (string | number)[], string])[] {
  return [
    ...recordsOf(fields.env).map((one, at) => [['env', at, 'value'], textOf(one.value) ?? ''] as const),
    ...textsOf(fields.args).map((one, at) => [['args', at], one] as const),
    ...textsOf(fields.command).map((one, at) => [['command', at], one] as const),
  ];
}

/** A name as a pod of a namespace resolves it. */
function serviceNamed(
  host: string,
  namespace: string,
  { domain }: Cluster,
  services: Services,
): Service | undefined {
  const [name = '', of = namespace, ...rest] = host.split('.');
  if (rest.length > 0 && rest.join('.') !== 'svc' && rest.join('.') !== `svc.${domain}`) return undefined;
  return services.get(`${of}/${name}`);
}

/** The API server calls webhooks and extensions of its API. */
function* webhookClients(cluster: Cluster, services: Services): Generator<PlainClient> {
  const who = 'the API server, which has no sidecar,';
  for (const kind of ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'] as const) {
    for (const resource of cluster.of(kind)) {
      for (const [index, one] of recordsOf(resource.at('webhooks')).entries()) {
        const reference = fieldsOf(at(one, 'clientConfig', 'service'));
        const service = services.get(`${textOf(reference.namespace)}/${textOf(reference.name)}`);
        const field = `webhooks[${index}].clientConfig.service`;
        if (service !== undefined)
          yield { resource, field, service, port: numberOf(reference.port) ?? 443, who };
      }
    }
  }
  for (const resource of cluster.of('CustomResourceDefinition')) {
    const reference = fieldsOf(at(resource.spec, 'conversion', 'webhook', 'clientConfig', 'service'));
    const service = services.get(`${textOf(reference.namespace)}/${textOf(reference.name)}`);
    const field = 'spec.conversion.webhook.clientConfig.service';
    if (service !== undefined) yield { resource, field, service, port: numberOf(reference.port) ?? 443, who };
  }
}

/** Controllers of Ingresses, by what their IngressClass says, and the label that their workloads have. */
const CONTROLLERS: Readonly<Record<string, string>> = {
  'k8s.io/ingress-nginx': 'ingress-nginx',
  'nginx.org/ingress-controller': 'nginx-ingress',
  'traefik.io/ingress-controller': 'traefik',
  'haproxy.org/ingress-controller/haproxy': 'kubernetes-ingress',
  'ingress-controllers.konghq.com/kong': 'kong',
};

/** Ingresses whose controller is there, and has no sidecar. */
function* ingressClients(cluster: Cluster, services: Services): Generator<PlainClient> {
  const classes = new Map(
    cluster.of('IngressClass').map(({ name, spec }) => [name, CONTROLLERS[textOf(spec.controller) ?? '']]),
  );
  for (const resource of cluster.of('Ingress')) {
    const name =
      textOf(resource.spec.ingressClassName) ?? resource.annotations['kubernetes.io/ingress.class'] ?? '';
    const label = classes.get(name);
    if (label === undefined) continue;
    const controllers = cluster.workloadIndex.matching({ 'app.kubernetes.io/name': label });
    if (controllers.length === 0 || controllers.some((one) => enrolmentOf(one) !== 'none')) continue;
    for (const [index, one] of recordsOf(resource.spec.rules).entries()) {
      for (const [at2, path] of recordsOf(at(one, 'http', 'paths')).entries()) {
        const backend = fieldsOf(at(path, 'backend', 'service'));
        const service = services.get(`${resource.namespace}/${textOf(backend.name)}`);
        if (service === undefined) continue;
        yield {
          resource,
          field: `spec.rules[${index}].http.paths[${at2}].backend`,
          service,
          port: numberOf(at(backend, 'port', 'number')) ?? textOf(at(backend, 'port', 'name')),
          who: `the controller of class ${name}, ${controllers[0]!.resource.qualifiedName}, which has no sidecar,`,
        };
      }
    }
  }
}

/** Services that the outside reaches, unless their workloads are gateways. */
function* outsideClients(cluster: Cluster): Generator<PlainClient> {
  const gateways = new Set<Workload>(cluster.mesh.gateways.flatMap(({ workloads }) => workloads));
  for (const service of cluster.services) {
    if (service.type !== 'LoadBalancer' && service.type !== 'NodePort') continue;
    if (service.workloads.some((one) => gateways.has(one) || isGateway(one))) continue;
    for (const { number, path } of service.ports) {
      const who = `whoever comes through Service ${service.resource.qualifiedName} of type ${service.type}`;
      yield { resource: service.resource, field: path, service, port: number, who };
    }
  }
}

/** Whether a workload is a proxy and nothing else. */
export function isGateway({ containers, annotations }: Workload): boolean {
  const apps = containers.filter(({ isInit }) => !isInit);
  return (
    (apps.length > 0 && apps.every(({ name }) => name === 'istio-proxy')) ||
    annotations['inject.istio.io/templates'] === 'gateway'
  );
}
