import { IstioOperator, type IstioOperatorProps } from '../../../constructs/istio/istio-operator';
import type { GatewayComponent, IstioComponents } from '../../../constructs/istio/operator-components';
import type { DeploymentSettings, GatewaySettings } from '../../../constructs/istio/operator-kubernetes';
import type { GatewayServicePort } from '../../../constructs/istio/operator-service';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const specOf = (components: IstioComponents, over: Partial<IstioOperatorProps> = {}) =>
  renderOne(
    (component) =>
      new IstioOperator(component, 'istio', {
        namespace: 'istio-system',
        hub: 'docker.io/istio',
        tag: '1.29.1',
        components,
        ...over,
      }),
  ).spec;

const gateway = (over: Partial<GatewayComponent> = {}): IstioComponents => ({
  ingressGateways: [{ name: 'edge', enabled: true, ...over }],
});
const gatewayWith = (k8s: GatewaySettings) => gateway({ k8s });
const pilot = (k8s: DeploymentSettings): IstioComponents => ({ pilot: { enabled: true, k8s } });
const ports = (...listed: GatewayServicePort[]) => gatewayWith({ service: { ports: listed } });
const fixed = { values: { pilot: { autoscaleEnabled: false } } };

describe('refuses', () => {
  test.each<[string, IstioComponents, Partial<IstioOperatorProps>, string]>([
    [
      'a gateway without a name',
      gateway({ name: '' }),
      {},
      'ingressGateways[0].name: "" is not a service\'s name',
    ],
    ['a name with a dot', gateway({ name: 'edge.one' }), {}, 'ingressGateways[0].name: "edge.one" is not'],
    [
      'two gateways of one name',
      {
        ingressGateways: [{ name: 'edge', enabled: true }],
        egressGateways: [{ name: 'edge', enabled: true }],
      },
      {},
      'egressGateways[0].name: "edge" names two gateways: their objects would overwrite each other',
    ],
    [
      'two gateways with the same labels',
      {
        ingressGateways: [
          { name: 'edge', enabled: true },
          { name: 'inner', enabled: true, label: { 'topology.istio.io/network': 'east' } },
        ],
      },
      {},
      'ingressGateways[1].label: does not tell the pods from those of gateway "edge": one Service would send to both',
    ],
    [
      'a label that is none',
      gateway({ label: { zone: 'a b' } }),
      {},
      'label.zone: "a b" is not a label\'s value',
    ],
    [
      'the tag of a gateway that istiod fills in',
      gateway({ tag: '1.29.0' }),
      { values: { gateways: { 'istio-ingressgateway': { injectionTemplate: 'gateway' } } } },
      'ingressGateways[0].tag: is given beside values.gateways.istio-ingressgateway.injectionTemplate',
    ],
    [
      'the tag of a component that istioctl would read as a number',
      { pilot: { enabled: true, tag: '1.30' } },
      {},
      'pilot.tag: "1.30" reads as the number 1.3, and istioctl makes that of a component\'s tag',
    ],
    [
      'the hub of a component',
      { cni: { enabled: true, hub: 'x/' } },
      {},
      'cni.hub: "x/" is not a registry\'s path',
    ],
    ['a namespace', { cni: { enabled: true, namespace: 'A' } }, {}, 'cni.namespace: "A" is not a DNS label'],
    [
      'a number of pods that an autoscaler overrules',
      pilot({ replicaCount: 1 }),
      {},
      'pilot.k8s.replicaCount: is given while an autoscaler is rendered, which would overrule it: set values.pilot.autoscaleEnabled to false',
    ],
    [
      'the same for a gateway',
      gatewayWith({ replicaCount: 2 }),
      {},
      'set values.gateways.istio-ingressgateway.autoscaleEnabled to false',
    ],
    [
      'a number of pods that is none',
      pilot({ replicaCount: 1.5 }),
      fixed,
      'replicaCount: 1.5 is not a whole number',
    ],
    [
      "an autoscaler's settings without one",
      pilot({ hpaSpec: { maxReplicas: 2 } }),
      fixed,
      'pilot.k8s.hpaSpec: is given while values.pilot.autoscaleEnabled is false: no autoscaler is rendered',
    ],
    [
      "an autoscaler's settings in profile demo",
      pilot({ hpaSpec: { maxReplicas: 2 } }),
      { profile: 'demo' },
      'pilot.k8s.hpaSpec: is given while',
    ],
    [
      'a disruption budget of one pod',
      pilot({ podDisruptionBudget: { minAvailable: 1 } }),
      {},
      'podDisruptionBudget: meets no object: the chart renders a disruption budget from two pods (values.pilot.autoscaleMin)',
    ],
    [
      'a disruption budget that the chart does not count for',
      pilot({ podDisruptionBudget: { minAvailable: 1 }, replicaCount: 2 }),
      fixed,
      'podDisruptionBudget: meets no object: the chart renders a disruption budget from two pods (values.pilot.replicaCount)',
    ],
    [
      'an overlay of istiod without its revision',
      pilot({
        overlays: [{ kind: 'Deployment', name: 'istiod', patches: [{ path: 'spec.replicas', value: 2 }] }],
      }),
      { revision: 'canary' },
      'overlays[0].name: "istiod" meets no Deployment: the chart renders "istiod-canary", and istioctl would leave the overlay out',
    ],
    [
      'an overlay of another DaemonSet',
      {
        cni: {
          enabled: true,
          k8s: { overlays: [{ kind: 'DaemonSet', name: 'istio-cni', patches: [{ path: 'spec.template' }] }] },
        },
      },
      {},
      'cni.k8s.overlays[0].name: "istio-cni" meets no DaemonSet: the chart renders "istio-cni-node"',
    ],
    [
      'an overlay that leads nowhere',
      gatewayWith({ overlays: [{ kind: 'Deployment', name: 'edge', patches: [{ path: '' }] }] }),
      {},
      'overlays[0].patches[0].path: "" is no path: istioctl would leave the patch out without a word',
    ],
    [
      'an overlay of nothing',
      gatewayWith({ overlays: [{ kind: '', name: '', patches: [] }] }),
      {},
      'overlays[0].kind: is empty: the overlay would meet no object',
    ],
    [
      'a port that needs root',
      ports({ name: 'http2', port: 80 }),
      {},
      'service.ports[0].targetPort: is missing, so 80 needs root, and istioctl refuses it: give one from 1024, or set values.gateways.istio-ingressgateway.runAsRoot',
    ],
    [
      'port 1024 without a target, as istioctl does',
      ports({ name: 'odd', port: 1024 }),
      {},
      'service.ports[0].targetPort: is missing, so 1024 needs root',
    ],
    [
      'a target that needs root',
      ports({ name: 'tls', port: 8443, targetPort: 443 }),
      {},
      'service.ports[0].targetPort: 443 needs root',
    ],
    [
      'a port that is none',
      ports({ name: 'tls', port: 70000, targetPort: 8443 }),
      {},
      'service.ports[0].port: 70000 is not a port',
    ],
    [
      'two ports of one name',
      ports({ name: 'tls', port: 8443 }, { name: 'tls', port: 8444 }),
      {},
      'service.ports[1].name: "tls" names two ports: Kubernetes refuses it',
    ],
    [
      'one port twice',
      ports({ name: 'one', port: 8443 }, { name: 'two', port: 8443 }),
      {},
      'service.ports[1].port: 8443/TCP is taken by another port of the service',
    ],
    ['no ports', ports(), {}, "service.ports: is empty: istioctl would leave the chart's ports"],
    [
      'an outside address of an inside service',
      gatewayWith({ service: { type: 'ClusterIP', loadBalancerIP: '192.0.2.1' } }),
      {},
      'service.loadBalancerIP: is given with type ClusterIP: nothing comes from outside there',
    ],
    [
      'a type of service that there is not',
      gatewayWith({ service: { type: 'Ingress' as 'NodePort' } }),
      {},
      'service.type: "Ingress" is not one of',
    ],
    [
      'an address that is none',
      gatewayWith({ service: { loadBalancerIP: 'edge', loadBalancerSourceRanges: ['10.0.0.0'] } }),
      {},
      'service.loadBalancerIP: "edge" is not an IPv4 or IPv6 address',
    ],
    [
      'an amount that is none',
      pilot({ resources: { requests: { cpu: '7x' } } }),
      {},
      'pilot.k8s.resources.requests.cpu: "7x" is not a quantity',
    ],
    ['a variable without a name', pilot({ env: { '': 'x' } }), {}, '"" is not a variable\'s name'],
    [
      'a pull policy that there is not',
      pilot({ imagePullPolicy: 'Sometimes' as 'Always' }),
      {},
      'imagePullPolicy: "Sometimes" is not one of',
    ],
    [
      'a toleration of no taint',
      pilot({ tolerations: [{ effect: 'NoSchedule' }] }),
      {},
      'tolerations[0].key: is missing: only operator Exists means every taint',
    ],
    [
      'a toleration with a value that is not compared',
      pilot({ tolerations: [{ key: 'mesh', operator: 'Exists', value: 'yes', tolerationSeconds: 5 }] }),
      {},
      'tolerations[0].value: is given with operator Exists: Kubernetes refuses it',
    ],
  ])('%s', (_, components, over, message) => {
    expect(() => specOf(components, over)).toThrow(UserError);
    expect(() => specOf(components, over)).toThrow(message);
  });
});

test('gateways of one name may stand in two namespaces, and a disabled one anywhere', () => {
  const spec = specOf({
    ingressGateways: [
      { name: 'edge', enabled: true, namespace: 'left' },
      { name: 'edge', enabled: true, namespace: 'right' },
      { name: 'edge', enabled: false, namespace: 'left' },
    ],
  });
  expect(spec).toMatchObject({ components: { ingressGateways: [{}, {}, {}] } });
});

test('a gateway that runs as root opens low ports', () => {
  const spec = specOf(ports({ name: 'http2', port: 80 }), {
    values: { gateways: { 'istio-ingressgateway': { runAsRoot: true } } },
  });
  expect(spec).toMatchObject({
    components: {
      ingressGateways: [{ k8s: { service: { ports: [{ name: 'http2', port: 80, targetPort: 80 }] } } }],
    },
  });
});

test('a fixed number of pods', () => {
  const spec = specOf(pilot({ replicaCount: 2, podDisruptionBudget: { minAvailable: 1 } }), {
    values: { pilot: { autoscaleEnabled: false, replicaCount: 2 } },
  });
  expect(spec).toMatchObject({
    components: { pilot: { k8s: { replicaCount: 2, podDisruptionBudget: { minAvailable: 1 } } } },
  });
});

test('a fixed number of pods in profile demo, which does not scale', () => {
  expect(specOf(pilot({ replicaCount: 2 }), { profile: 'demo' })).toMatchObject({
    components: { pilot: { k8s: { replicaCount: 2 } } },
  });
});
