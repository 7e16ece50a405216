import { at, fieldsOf, labelsOf, listOf, recordsOf, textOf, type Fields } from './fields';
import { template, typed, type Settings } from './made';

const GATEWAY_PORTS = {
  ingress: [
    { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
    { name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
  ],
  egress: [
    { name: 'http2', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
  ],
};

/** What the profile `demo` adds to an ingress gateway. */
const DEMO_PORTS = [
  { name: 'tcp', port: 31400, targetPort: 31400, protocol: 'TCP' },
  { name: 'tls', port: 15443, targetPort: 15443, protocol: 'TCP' },
];

export function gateway(
  component: Fields,
  side: 'ingress' | 'egress',
  settings: Settings,
): readonly Fields[] {
  const { profile, revision, namespace, values } = settings;
  const kind = `istio-${side}gateway`;
  const name = textOf(component.name) ?? kind;
  const within = textOf(component.namespace) ?? namespace;
  const selector = { app: kind, istio: `${side}gateway`, ...labelsOf(component.label) };
  const rev = revision === '' ? 'default' : revision;
  const labels = { ...selector, 'istio.io/rev': rev, release: 'istio' };
  const chart = fieldsOf(at(values, 'gateways', kind));
  const usual = [...GATEWAY_PORTS[side], ...(profile === 'demo' && side === 'ingress' ? DEMO_PORTS : [])];
  const ports =
    [at(component, 'k8s', 'service', 'ports'), chart.ports].map(listOf).find((one) => one.length > 0) ??
    usual;
  const isInjected = chart.injectionTemplate !== undefined && chart.injectionTemplate !== '';
  const type = textOf(at(component, 'k8s', 'service', 'type')) ?? textOf(chart.type);
  const pod = {
    ...labels,
    'sidecar.istio.io/inject': String(isInjected),
    'service.istio.io/canonical-name': name,
  };
  const container = {
    name: 'istio-proxy',
    image: isInjected ? 'auto' : 'proxyv2',
    ports: containerPorts(ports),
  };
  return [
    {
      ...typed('v1', 'Service', name, within, labels),
      spec: { type: type ?? (side === 'ingress' ? 'LoadBalancer' : 'ClusterIP'), selector, ports },
    },
    {
      ...typed('apps/v1', 'Deployment', name, within, labels),
      spec: {
        selector: { matchLabels: selector },
        template: template(pod, container, `${name}-service-account`),
      },
    },
  ];
}

function containerPorts(ports: readonly unknown[]): readonly Fields[] {
  return recordsOf(ports).map(({ port, targetPort }) => ({
    containerPort: targetPort ?? port,
    protocol: 'TCP',
  }));
}
