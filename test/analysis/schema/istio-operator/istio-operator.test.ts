import { check } from '../support';

// `npm run e2e:schema` asks istioctl about more of them.
function checkSpec(spec: string): string[] {
  return check(
    `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: a }\nspec: ${spec}\n`,
  );
}

test('what a mesh is installed with is right', () => {
  expect(
    checkSpec(`
    {
      profile: minimal, hub: docker.io/istio, tag: 1.29.1, revision: 1-29-1,
      meshConfig: {
        accessLogFile: /dev/stdout, accessLogEncoding: JSON,
        defaultConfig: { holdApplicationUntilProxyStarts: true, proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
        outboundTrafficPolicy: { mode: REGISTRY_ONLY },
      },
      components: {
        pilot: { enabled: true, k8s: { replicaCount: 1, env: [{ name: A, value: 'b' }], hpaSpec: { minReplicas: 1 } } },
        ingressGateways: [{
          name: gw, enabled: true, label: { istio: gw },
          k8s: { service: { ports: [{ name: tls, port: 443, targetPort: 8443 }] }, overlays: [{ kind: Deployment, name: gw, patches: [{ path: a, value: 1 }] }] },
        }],
        cni: { enabled: true },
      },
      values: {
        global: { meshID: mesh1, network: network1, multiCluster: { clusterName: kube-01 }, meshNetworks: { network1: { endpoints: [{ fromRegistry: kube-01 }], gateways: [{ address: 1.2.3.4, port: 15443 }] } } },
        cni: { cniBinDir: /a, excludeNamespaces: [istio-system] },
        pilot: { env: { A: 'b' }, autoscaleEnabled: false, rollingMaxSurge: 100% },
      },
      unvalidatedValues: { anything: 1 },
    }`),
  ).toEqual([]);
});

test.each([
  ['{ bogus: 1 }', 'IST0106 spec.bogus: unknown field "bogus"'],
  [
    '{ components: { ingressGatways: [] } }',
    'IST0106 spec.components.ingressGatways: unknown field "ingressGatways": did you mean "ingressGateways"?',
  ],
  [
    '{ components: { base: { namespace: a } } }',
    'IST0106 spec.components.base.namespace: unknown field "namespace"',
  ],
  [
    '{ components: { pilot: { k8s: { replicaCount: "2" } } } }',
    'IST0106 spec.components.pilot.k8s.replicaCount: "2" is not an integer',
  ],
  [
    '{ components: { pilot: { k8s: { env: [{ nam: A }] } } } }',
    'IST0106 spec.components.pilot.k8s.env[0].nam: unknown field "nam": did you mean "name"?',
  ],
  [
    '{ components: { pilot: { k8s: { resources: { requests: { cpu: 1x } } } } } }',
    'IST0106 spec.components.pilot.k8s.resources.requests.cpu: "1x" is not a quantity',
  ],
  ['{ values: { global: { bogus: 1 } } }', 'IST0106 spec.values.global.bogus: unknown field "bogus"'],
  [
    '{ values: { global: { proxy: { image: 1 } } } }',
    'IST0106 spec.values.global.proxy.image: 1 is not a string',
  ],
  [
    '{ values: { global: { proxy: { tracer: jaeger } } } }',
    'IST0106 spec.values.global.proxy.tracer: "jaeger" is not one of zipkin, lightstep, datadog, stackdriver, openCensusAgent, none',
  ],
  [
    '{ values: { pilot: { tolerations: [{ bogus: 1 }] } } }',
    'IST0106 spec.values.pilot.tolerations[0].bogus: unknown field "bogus"',
  ],
  [
    '{ meshConfig: { enableTracing: "yes" } }',
    'IST0106 spec.meshConfig.enableTracing: "yes" is not true or false',
  ],
  ['{ meshConfig: { connectTimeout: 10 } }', 'IST0106 spec.meshConfig.connectTimeout: 10 is not a duration'],
  [
    '{ meshConfig: { defaultConfig: { concurrency: many } } }',
    'IST0106 spec.meshConfig.defaultConfig.concurrency: "many" is not a number',
  ],
  [
    '{ values: { meshConfig: { enableTracing: "yes" } } }',
    'IST0106 spec.values.meshConfig.enableTracing: "yes" is not true or false',
  ],
  [
    '{ values: { global: { meshNetworks: { a: { endpoints: b } } } } }',
    'IST0106 spec.values.global.meshNetworks.a.endpoints: "b" is not a list',
  ],
  [
    '{ profile: minmal }',
    'IST0106 spec.profile: "minmal" is not one of ambient, default, demo, empty, minimal, openshift, openshift-ambient, preview, remote, stable',
  ],
  [
    '{ revision: 1.29.1 }',
    'IST0106 spec.revision: "1.29.1" is not a revision (a DNS label: lower-case, without dots)',
  ],
  ['{ hub: a b }', 'IST0106 spec.hub: "a b" is not the root of images (such as docker.io/istio)'],
  ['{ tag: a b }', 'IST0106 spec.tag: "a b" is not the tag of an image'],
  [
    '{ components: { ingressGateways: [{ name: A }] } }',
    'IST0106 spec.components.ingressGateways[0].name: "A" is not a name (lower-case letters, digits, "-" and ".")',
  ],
  [
    '{ components: { egressGateways: [{ k8s: { service: { ports: [{ port: 80 }] } } }] } }',
    'IST0106 spec.components.egressGateways[0].k8s.service.ports[0].targetPort: is missing, so it is 80, is a port that only root may listen on',
  ],
  [
    '{ values: { global: { proxy: { includeIPRanges: "10.0.0.0/8,a" } } } }',
    'IST0106 spec.values.global.proxy.includeIPRanges: "a" is not an address range (CIDR)',
  ],
  [
    '{ values: { global: { proxy: { excludeInboundPorts: "80,x" } } } }',
    'IST0106 spec.values.global.proxy.excludeInboundPorts: "x" is not a port',
  ],
  [
    '{ meshConfig: { accessLogFil: x } }',
    'MW0009 spec.meshConfig.accessLogFil: unknown field "accessLogFil": did you mean "accessLogFile"?',
  ],
  [
    '{ meshConfig: { defaultConfig: { bogus: x } } }',
    'MW0009 spec.meshConfig.defaultConfig.bogus: unknown field "bogus"',
  ],
])('%s', (spec, expected) => {
  expect(checkSpec(spec)).toEqual([expected]);
});

test.each([
  '{ components: { ingressGateways: [{ k8s: { service: { ports: [{ port: 80 }] } } }] }, values: { gateways: { istio-ingressgateway: { runAsRoot: true } } } }',
  '{ components: { ingressGateways: [{ k8s: { service: { ports: [{ port: 15443 }, { port: 80, targetPort: http }] } } }] } }',
  '{ profile: /path/to/profile.yaml }',
  '{ hub: "localhost:5000/istio" }',
  '{ tag: 1.2 }',
  '{ meshConfig: { outboundTrafficPolicy: { mode: 1 }, connect_timeout: 5s } }',
  '{ values: { pilot: { autoscaleMin: "1" } } }',
])('%s is right', (spec) => {
  expect(checkSpec(spec)).toEqual([]);
});

test('istioctl reads no status', () => {
  expect(
    check(
      '{ apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, metadata: { name: a }, status: {} }',
    ),
  ).toEqual(['IST0106 status: unknown field "status"']);
});
