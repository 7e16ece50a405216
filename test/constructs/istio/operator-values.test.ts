import { IstioOperator } from '../../../constructs/istio/istio-operator';
import type { GlobalValues, IstioValues } from '../../../constructs/istio/operator-values';
import type { PilotValues } from '../../../constructs/istio/operator-values-pilot';
import type { ProxyValues } from '../../../constructs/istio/operator-values-proxy';
import { Volume } from '../../../constructs/kubernetes/volume';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const valuesOf = (values: IstioValues) => {
  const { spec } = renderOne(
    (component) =>
      new IstioOperator(component, 'istio', {
        namespace: 'istio-system',
        hub: 'docker.io/istio',
        tag: '1.29.1',
        values,
      }),
  ) as { spec: { values: unknown } };
  return spec.values;
};
const global = (over: GlobalValues): IstioValues => ({ global: over });
const proxy = (over: ProxyValues): IstioValues => global({ proxy: over });
const pilot = (over: PilotValues): IstioValues => ({ pilot: over });

test('lists of ranges and ports become the strings that the charts read', () => {
  expect(
    valuesOf(
      proxy({
        includeIPRanges: '*',
        excludeIPRanges: ['10.0.0.0/8', 'fd00::/8'],
        includeInboundPorts: '*',
        excludeInboundPorts: [80, 443],
        excludeOutboundPorts: [],
      }),
    ),
  ).toEqual({
    global: {
      proxy: {
        includeIPRanges: '*',
        excludeIPRanges: '10.0.0.0/8,fd00::/8',
        includeInboundPorts: '*',
        excludeInboundPorts: '80,443',
        excludeOutboundPorts: '',
      },
    },
  });
});

test('a mounted volume brings itself', () => {
  expect(
    valuesOf(pilot({ volumeMounts: [{ volume: Volume.secret('ca', 'istiod-ca'), mountPath: '/ca' }] })),
  ).toEqual({
    pilot: {
      volumes: [{ name: 'ca', secret: { secretName: 'istiod-ca' } }],
      volumeMounts: [{ name: 'ca', mountPath: '/ca' }],
    },
  });
});

describe('refuses', () => {
  test.each<[string, IstioValues, string]>([
    ['a profile', { profile: 'external' as 'demo' }, 'values.profile: "external" is not one of "ambient"'],
    [
      'a default revision',
      { defaultRevision: '1.29.1' },
      'values.defaultRevision: "1.29.1" is not a DNS label',
    ],
    [
      "a tag of the revision that makes a Service's name too long",
      { revisionTags: ['a'.repeat(44)] },
      'values.revisionTags[0]: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" is not a revision\'s name of at most 43 characters',
    ],
    ['a tag twice', { revisionTags: ['a', 'a'] }, 'values.revisionTags[1]: "a" is listed already'],
    ['a namespace', global({ istioNamespace: 'A' }), 'values.global.istioNamespace: "A" is not a DNS label'],
    [
      'a network that no label can name',
      global({ network: 'a b' }),
      'values.global.network: "a b" is not a label\'s value: no Service could name the network',
    ],
    [
      'a cluster without a name',
      global({ multiCluster: { clusterName: '' } }),
      'values.global.multiCluster.clusterName: is empty: the cluster would be called Kubernetes',
    ],
    [
      'a platform',
      global({ platform: 'rke2' as 'k3s' }),
      'values.global.platform: "rke2" is not one of "gke", "k3d", "k3s"',
    ],
    [
      'a scope',
      global({ resourceScope: 'mesh' as 'all' }),
      'values.global.resourceScope: "mesh" is not one of',
    ],
    [
      'a provider of certificates that the charts have no more',
      global({ pilotCertProvider: 'kubernetes' as 'istiod' }),
      'values.global.pilotCertProvider: "kubernetes" is not one of "istiod", "custom", "none"',
    ],
    ['a CA without a port', global({ caAddress: 'ca' }), 'values.global.caAddress: "ca" is not host:port'],
    [
      'networks',
      global({
        meshNetworks: {
          west: { endpoints: [{ fromCidr: '10.0.0.0' }], gateways: [{ address: '192.0.2.1', port: 0 }] },
        },
      }),
      'values.global.meshNetworks.west.endpoints[0].fromCidr: "10.0.0.0" is not an address range',
    ],
    [
      'a gateway of a network with two addresses',
      global({
        meshNetworks: {
          west: {
            endpoints: [],
            gateways: [{ address: '192.0.2.1', registryServiceName: 'gw', port: 15443 }],
          },
        },
      }),
      'values.global.meshNetworks.west.gateways[0]: has address and registryServiceName',
    ],
    [
      'a range',
      proxy({ includeIPRanges: ['10.0.0.0/8', '10.0.0.1'] }),
      'values.global.proxy.includeIPRanges[1]: "10.0.0.1" is not an address range',
    ],
    [
      'a port',
      proxy({ excludeOutboundPorts: [0] }),
      'values.global.proxy.excludeOutboundPorts[0]: 0 is not a port',
    ],
    [
      'a level',
      proxy({ logLevel: 'warn' as 'warning' }),
      'values.global.proxy.logLevel: "warn" is not one of',
    ],
    [
      'a hook that does two things',
      proxy({ lifecycle: { preStop: { exec: { command: ['x'] }, sleep: { seconds: 1 } } as never } }),
      'values.global.proxy.lifecycle.preStop: has exec and sleep',
    ],
    [
      'a variable that the chart writes itself',
      pilot({ env: { REVISION: 'x' } }),
      'values.pilot.env.REVISION: is written by the chart already: the container would have it twice, which server-side apply refuses',
    ],
    ['a share', pilot({ traceSampling: 150 }), 'values.pilot.traceSampling: 150 is not a percentage'],
    [
      'a duration',
      pilot({ keepaliveMaxServerConnectionAge: '30' }),
      'values.pilot.keepaliveMaxServerConnectionAge: "30" is not a duration',
    ],
    [
      'fewer pods at most than at least',
      pilot({ autoscaleMin: 6 }),
      'values.pilot.autoscaleMin: 6 is not a whole number from 1 to 5',
    ],
    [
      'a folder that is not absolute',
      { cni: { cniBinDir: 'opt/cni' } },
      'values.cni.cniBinDir: "opt/cni" is not an absolute path',
    ],
    [
      'pods of a gateway',
      { gateways: { 'istio-ingressgateway': { replicaCount: -1 } } },
      'values.gateways.istio-ingressgateway.replicaCount: -1 is not a whole number',
    ],
  ])('%s', (_, values, message) => {
    expect(() => valuesOf(values)).toThrow(UserError);
    expect(() => valuesOf(values)).toThrow(message);
  });
});
