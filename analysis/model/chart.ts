import { at, fieldsOf, labelsOf, recordsOf, textOf, type Fields } from './fields';

/** What findings name: a chart as if it were an object. */
export function chartObject(chart: unknown): Fields {
  return {
    apiVersion: textOf(at(chart, 'apiVersion')) ?? 'v2',
    kind: 'Chart',
    metadata: { name: at(chart, 'name') },
  };
}

/**
 * IstioOperator documents that make what the charts of Istio do which a folder pins: `istiod` and `gateway`. The
 * namespace is that of the charts' documentation, since Helm is told it elsewhere.
 *
 * @param release - what the folder is installed as, where that is known
 */
export function operatorsOfChart(chart: unknown, values: unknown, release: string | null): readonly Fields[] {
  return recordsOf(at(chart, 'dependencies')).flatMap((dependency): readonly Fields[] => {
    const name = textOf(dependency.name) ?? '';
    if (!isOfIstio(textOf(dependency.repository) ?? '')) return [];
    const given = fieldsOf(at(values, textOf(dependency.alias) ?? name));
    if (name === 'istiod') return [istiod(given, release ?? name)];
    if (name === 'gateway')
      return [gateway(given, release ?? textOf(dependency.alias) ?? 'istio-ingressgateway')];
    return [];
  });
}

function isOfIstio(repository: string): boolean {
  return /istio/.test(repository);
}

function document(name: string, namespace: string, spec: Fields): Fields {
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name, namespace },
    spec: { profile: 'empty', ...spec },
  };
}

function istiod(values: Fields, release: string): Fields {
  const { revision, meshConfig, profile } = values;
  return document(release, textOf(at(values, 'global', 'istioNamespace')) ?? 'istio-system', {
    profile: profile === 'remote' ? 'remote' : 'empty',
    revision,
    meshConfig,
    values,
    components: { pilot: { enabled: true } },
  });
}

/** The ports of a gateway that is told its network, whatever the values say of ports. */
const EAST_WEST = [
  { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
  { name: 'tls', port: 15443, targetPort: 15443, protocol: 'TCP' },
  { name: 'tls-istiod', port: 15012, targetPort: 15012, protocol: 'TCP' },
  { name: 'tls-webhook', port: 15017, targetPort: 15017, protocol: 'TCP' },
];

/** Its labels are made of its name, and its pods listen on the ports of the Service. */
function gateway(values: Fields, release: string): Fields {
  const name = textOf(values.name) ?? release;
  const network = textOf(values.networkGateway) || undefined;
  const label = {
    app: name,
    istio: name.replace(/^istio-/, ''),
    ...labelsOf(values.labels),
    ...(network === undefined ? {} : { 'topology.istio.io/network': network }),
  };
  const usual = [
    { name: 'status-port', port: 15021, targetPort: 15021, protocol: 'TCP' },
    { name: 'http2', port: 80, targetPort: 80, protocol: 'TCP' },
    { name: 'https', port: 443, targetPort: 443, protocol: 'TCP' },
  ];
  const service = fieldsOf(values.service);
  return document(release, 'istio-system', {
    revision: values.revision,
    values: { gateways: { 'istio-ingressgateway': { injectionTemplate: 'gateway' } }, global: values.global },
    components: {
      ingressGateways: [
        {
          name,
          label,
          enabled: true,
          k8s: {
            service: {
              type: service.type,
              ports: network === undefined ? (service.ports ?? usual) : EAST_WEST,
            },
          },
        },
      ],
    },
  });
}
