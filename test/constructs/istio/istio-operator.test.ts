import { IstioOperator, type IstioOperatorProps } from '../../../constructs/istio/istio-operator';
import type { LocalityDistribution } from '../../../constructs/istio/locality-load-balancing';
import { EnvSource } from '../../../constructs/kubernetes/env-source';
import { Probe } from '../../../constructs/kubernetes/probe';
import { Volume } from '../../../constructs/kubernetes/volume';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const operator = (over: Partial<IstioOperatorProps> = {}) =>
  renderOne((component) => new IstioOperator(component, 'istio', { ...minimal, ...over }));

const minimal: IstioOperatorProps = {
  namespace: 'istio-system',
  hub: 'docker.io/istio',
  tag: '1.29.1',
};

test('minimal', () => {
  expect(operator()).toMatchSnapshot();
});

test('full', () => {
  expect(
    operator({
      name: 'istio-all',
      labels: { team: 'mesh' },
      annotations: { 'install.istio.io/ignoreReconcile': 'true' },
      profile: 'empty',
      revision: 'canary',
      compatibilityVersion: '1.28',
      meshConfig: {
        accessLogFile: '/dev/stdout',
        accessLogEncoding: 'JSON',
        accessLogFormat: '{"status": "%RESPONSE_CODE%"}',
        trustDomain: 'example.org',
        trustDomainAliases: ['old.example.org'],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        connectTimeout: '5s',
        localityLbSetting: { failover: [{ from: 'east', to: 'west' }] },
        extensionProviders: [
          { name: 'jaeger', opentelemetry: { service: 'jaeger.tracing.svc.cluster.local', port: 4317 } },
        ],
        defaultProviders: { tracing: ['jaeger'] },
        discoverySelectors: [{ matchExpressions: [{ key: 'mesh', operator: 'In', values: ['one'] }] }],
        defaultConfig: {
          holdApplicationUntilProxyStarts: true,
          drainDuration: '30s',
          proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' },
          tracing: { sampling: 10, customTags: { zone: { literal: { value: 'a' } } } },
          gatewayTopology: { numTrustedProxies: 1, forwardClientCertDetails: 'APPEND_FORWARD' },
        },
      },
      components: {
        base: {
          enabled: true,
          k8s: {
            overlays: [
              {
                apiVersion: 'v1',
                kind: 'ServiceAccount',
                name: 'istio-reader-service-account',
                patches: [{ path: 'metadata.labels.team', value: 'mesh' }],
              },
            ],
          },
        },
        pilot: {
          enabled: true,
          hub: 'registry.example.org:5000/istio',
          tag: '1.29.0',
          k8s: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }] },
                  ],
                },
              },
            },
            env: { LEVEL: 'high', NODE: EnvSource.field('spec.nodeName') },
            hpaSpec: { minReplicas: 2, maxReplicas: 3, cpu: 60 },
            imagePullPolicy: 'Always',
            nodeSelector: { pool: 'mesh' },
            podAnnotations: { 'example.org/team': 'mesh' },
            podDisruptionBudget: { maxUnavailable: 1 },
            priorityClassName: 'system-cluster-critical',
            readinessProbe: Probe.httpGet({ path: '/ready', port: 8080, periodSeconds: 9 }),
            resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
            securityContext: { runAsUser: 2000, fsGroup: 2000, supplementalGroups: [2000] },
            service: { type: 'ClusterIP', internalTrafficPolicy: 'Local' },
            serviceAnnotations: { 'example.org/scrape': 'no' },
            strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
            tolerations: [{ key: 'mesh', operator: 'Exists', effect: 'NoSchedule' }],
            overlays: [
              {
                kind: 'Deployment',
                name: 'istiod-canary',
                patches: [{ path: 'spec.progressDeadlineSeconds' }],
              },
            ],
          },
        },
        cni: { enabled: true, namespace: 'kube-system', k8s: { priorityClassName: 'system-node-critical' } },
        ztunnel: { enabled: true, k8s: { resources: { requests: { cpu: '100m' } } } },
        ingressGateways: [
          {
            name: 'istio-ingressgateway',
            enabled: true,
            k8s: {
              service: {
                type: 'LoadBalancer',
                loadBalancerIP: '192.0.2.10',
                externalTrafficPolicy: 'Local',
                loadBalancerSourceRanges: ['10.0.0.0/8'],
                ports: [
                  { name: 'status-port', port: 15021 },
                  { name: 'http2', port: 80, targetPort: 8080, nodePort: 30080 },
                ],
              },
              overlays: [
                {
                  apiVersion: 'apps/v1',
                  kind: 'Deployment',
                  name: 'istio-ingressgateway',
                  patches: [
                    {
                      path: 'spec.template.spec.containers.[name:istio-proxy].lifecycle',
                      value: { preStop: { exec: { command: ['sleep', '5'] } } },
                    },
                  ],
                },
              ],
            },
          },
        ],
        egressGateways: [{ name: 'istio-egressgateway', enabled: true, namespace: 'egress', tag: '1.29.0' }],
      },
      values: {
        profile: 'ambient',
        defaultRevision: 'canary',
        revisionTags: ['stable'],
        base: { excludedCRDs: ['wasmplugins.extensions.istio.io'] },
        cni: { excludeNamespaces: ['kube-system', 'istio-system'], repair: { repairPods: true } },
        ztunnel: { terminationGracePeriodSeconds: 10 },
        gateways: { 'istio-ingressgateway': { injectionTemplate: 'gateway', autoscaleMin: 2 } },
        global: {
          meshID: 'one',
          multiCluster: { clusterName: 'left' },
          network: 'east',
          platform: 'k3s',
          meshNetworks: {
            west: {
              endpoints: [{ fromCidr: '10.1.0.0/16' }],
              gateways: [{ address: '192.0.2.1', port: 15443 }],
            },
          },
          proxy: {
            includeIPRanges: ['10.0.0.0/8', '172.16.0.0/12'],
            excludeInboundPorts: [9090, 9091],
            includeInboundPorts: '*',
            lifecycle: { preStop: { sleep: { seconds: 5 } } },
          },
        },
        pilot: {
          autoscaleMin: 2,
          cni: { enabled: true, provider: 'multus' },
          env: { PILOT_ENABLE_IP_AUTOALLOCATE: 'true' },
          traceSampling: 1,
          keepaliveMaxServerConnectionAge: '30m',
          volumeMounts: [
            { volume: Volume.configMap('extra', 'istiod-extra'), mountPath: '/etc/extra', readOnly: true },
          ],
        },
        sidecarInjectorWebhook: { neverInjectSelector: [{ matchLabels: { job: 'batch' } }] },
        telemetry: { enabled: true },
      },
      unvalidatedValues: {
        pilot: { trustedZtunnelName: 'ztunnel' },
        cni: { seLinuxOptions: { type: 'spc_t' } },
      },
    }),
  ).toMatchSnapshot();
});

test('shows its spec to whoever makes something else of it', () => {
  renderOne((component) => {
    const istio = new IstioOperator(component, 'istio', { ...minimal, revision: 'canary' });
    expect(istio.spec).toMatchObject({ hub: 'docker.io/istio', tag: '1.29.1', revision: 'canary' });
  });
});

describe('that sidecars rely on a CNI plugin of another document', () => {
  const specOf = (over: Partial<IstioOperatorProps>) =>
    operator({ components: { pilot: { enabled: true } }, ...over }).spec;

  test('goes where istioctl does not overwrite it', () => {
    expect(specOf({ values: { pilot: { cni: { enabled: true } } } })).toEqual({
      hub: 'docker.io/istio',
      tag: '1.29.1',
      components: { pilot: { enabled: true } },
      values: { pilot: {} },
      unvalidatedValues: { pilot: { cni: { enabled: true } } },
    });
  });

  test('leaves other unvalidated values alone, and yields to the same one there', () => {
    const spec = specOf({
      values: { pilot: { cni: { enabled: true, provider: 'multus' } } },
      unvalidatedValues: { pilot: { cni: { enabled: false }, trustedZtunnelName: 'zt' }, gatewayClasses: {} },
    });
    expect(spec).toMatchObject({
      values: { pilot: { cni: { provider: 'multus' } } },
      unvalidatedValues: {
        pilot: { cni: { enabled: false }, trustedZtunnelName: 'zt' },
        gatewayClasses: {},
      },
    });
  });
});

describe('refuses', () => {
  const locality = (distribute: LocalityDistribution) => ({
    localityLbSetting: { distribute: [distribute] },
  });

  test.each<[string, Partial<IstioOperatorProps>, string]>([
    [
      'a profile that istioctl has no more',
      { profile: 'external' as 'empty' },
      'profile: "external" is not one of "default", "minimal"',
    ],
    [
      'a hub that ends in a slash',
      { hub: 'docker.io/istio/' },
      'hub: "docker.io/istio/" is not a registry\'s path',
    ],
    ['a hub with a scheme', { hub: 'https://docker.io/istio' }, 'hub: "https://docker.io/istio" is not'],
    ['a hub in upper case', { hub: 'Istio/release' }, 'hub: "Istio/release" is not'],
    ['a hub with a tag', { hub: 'docker.io/istio:1.29.1' }, 'hub: "docker.io/istio:1.29.1" is not'],
    ['an empty hub', { hub: '' }, 'hub: "" is not'],
    ['a tag with a plus', { tag: '1.29.1+build' }, 'tag: "1.29.1+build" is not an image\'s tag'],
    ['a tag that begins with a dash', { tag: '-1' }, 'tag: "-1" is not'],
    ['an empty tag', { tag: '' }, 'tag: "" is not'],
    [
      'a variant twice',
      { tag: '1.29.1-distroless', profile: 'ambient' },
      'tag: "1.29.1-distroless" names a variant already, and the charts append "-distroless": there is no image "1.29.1-distroless-distroless"',
    ],
    ['a version as revision', { revision: '1.29.1' }, 'revision: "1.29.1" is not a DNS label'],
    ['a revision in upper case', { revision: 'Canary' }, 'revision: "Canary" is not a DNS label'],
    [
      'a revision that istioctl reads as a number',
      { revision: '129' },
      'revision: "129" reads as a number or a truth value, and istioctl refuses that',
    ],
    ['a revision that istioctl reads as a float', { revision: '1e5' }, 'revision: "1e5" reads as a number'],
    ['a revision that istioctl reads as a truth value', { revision: 't' }, 'revision: "t" reads as a number'],
    ['a revision that makes istioctl panic', { revision: 'nan' }, 'revision: "nan" reads as a number'],
    [
      'a revision called default',
      { revision: 'default' },
      'revision: is "default", which the charts take for',
    ],
    [
      'a revision too long for a Service',
      { revision: 'a'.repeat(57) },
      'revision: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is longer than 56',
    ],
    [
      'a version that istioctl cannot imitate',
      { compatibilityVersion: '1.24' as '1.25' },
      'compatibilityVersion: "1.24" is not one of "1.25", "1.26", "1.27", "1.28"',
    ],
    [
      'a document that renders nothing',
      { profile: 'empty', components: { base: { enabled: false } } },
      'components: enables nothing, and neither does profile empty',
    ],
    [
      'a namespace that istioctl ignores',
      { namespace: 'mesh' },
      'namespace: "mesh" is where nothing of this document goes: istioctl ignores it and installs into "istio-system"',
    ],
    [
      'mesh config that istioctl refuses',
      { meshConfig: { accessLogEncoding: 'json' as 'JSON' } },
      'meshConfig.accessLogEncoding: "json" is not one of "TEXT", "JSON"',
    ],
    [
      'shares that are not whole',
      { meshConfig: locality({ from: 'east/*', to: { 'east/*': 50 } }) },
      'meshConfig.localityLbSetting.distribute[0].to: adds up to 50',
    ],
  ])('%s', (_, over, message) => {
    expect(() => operator(over)).toThrow(UserError);
    expect(() => operator(over)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => operator({ hub: '', tag: '', profile: 'sds' as 'empty' })).toThrow(
      /^IstioOperator istio-system\/istio \(kube-01\.app\/istio\)\n {2}profile: .*\n {2}hub: .*\n {2}tag: /,
    );
  });
});

describe('takes', () => {
  test.each<[string, Partial<IstioOperatorProps>]>([
    ['a registry with a port', { hub: 'localhost:5000' }],
    ['a registry by its address', { hub: '10.0.0.1:5000/mirror/istio' }],
    ['a registry in upper case', { hub: 'Registry.Example.org/istio' }],
    ['a tag that names its variant', { tag: '1.29.1-distroless' }],
    ['a path without a registry', { hub: 'istio' }],
    ['a revision of the greatest length', { revision: 'a'.repeat(56) }],
    ['a revision with a digit first', { revision: '1-29-1' }],
    [
      'the namespace of the control plane',
      { namespace: 'mesh', values: { global: { istioNamespace: 'mesh' } } },
    ],
    [
      'the namespace of a gateway',
      {
        namespace: 'edge',
        profile: 'empty',
        components: { ingressGateways: [{ name: 'edge', enabled: true, namespace: 'edge' }] },
      },
    ],
  ])('%s', (_, over) => {
    expect(operator(over)).toMatchObject({ kind: 'IstioOperator' });
  });
});
