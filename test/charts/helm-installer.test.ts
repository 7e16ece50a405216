import { App } from 'cdk8s';
import { parse } from 'yaml';
import { installByHelm } from '../../charts/helm-installer';
import { buildMesh } from '../../charts/mesh';
import { Component } from '../../constructs/component';
import type { IstioOperatorProps } from '../../constructs/istio/istio-operator';
import { defineMesh, Mesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { componentFiles } from '../../synth/component-files';
import { resolveApp } from '../../synth/resolve';
import { render } from '../../run/render';
import { deliveredMesh } from '../support/hub';
import { UserError } from '../../values/user-error';
import { primary, twoClusters } from '../support/meshes';

const helm = (over: Partial<MeshSpec['istio']> = {}, left: Parameters<typeof primary>[1] = {}) =>
  new Mesh(
    twoClusters({
      istio: { version: '1.29.1', installer: 'helm', ...over },
      clusters: { left: primary('east', left), right: primary('west') },
    }),
  );
const filesOf = (mesh: Mesh, component: string) => {
  const files = componentFiles(buildMesh({ mesh, applications: [] }));
  return (file: string) => files.get(`demo/left/${component}/${file}`);
};

test('every part of Istio is its official chart, and the objects beside it are templates', () => {
  const app = buildMesh({ mesh: helm({ cni: {}, mutualTls: 'STRICT' }, { ingress: {} }), applications: [] });
  expect(
    [...componentFiles(app)]
      .filter(([path]) => path.startsWith('demo/left/'))
      .map(([path, text]) => `${path}\n${text}`),
  ).toMatchSnapshot();
  const objects = resolveApp(app);
  expect(objects.filter(({ object }) => object.kind === 'IstioOperator')).toEqual([]);
  expect(new Set(objects.map(({ folder }) => folder))).toEqual(new Set(['templates']));
});

test("what differs between istioctl's gateways and the chart's is set", () => {
  const values = filesOf(
    helm({ revision: 'canary' }, { ingress: { drainSeconds: 5, replicas: 2 } }),
    'istio-igws',
  )('values.yaml');
  expect(values).toMatchSnapshot();
});

test('a gateway of any name has the labels by which Gateways select it', () => {
  const values = filesOf(helm({}, { ingress: { name: 'tier1-gateway' } }), 'istio-igws')('values.yaml');
  expect(parse(values!)).toMatchObject({
    gateway: { name: 'tier1-gateway', labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' } },
  });
});

test('the project names the namespaces that something goes to, and no other', () => {
  const { spec } = deliveredMesh({ istio: { version: '1.29.1', installer: 'helm' } });
  const project = render([{ mesh: defineMesh(spec), applications: [] }]).objects.find(
    ({ object }) => object.kind === 'AppProject' && object.metadata.name === 'demo',
  )!.object as unknown as {
    spec: { destinations: { namespace: string }[]; clusterResourceWhitelist: unknown[] };
  };
  expect(new Set(project.spec.destinations.map(({ namespace }) => namespace))).toEqual(
    new Set(['istio-system']),
  );
  expect(project.spec.clusterResourceWhitelist).toContainEqual({
    group: 'admissionregistration.k8s.io',
    kind: 'MutatingWebhookConfiguration',
  });
});

describe('refuses', () => {
  test('one document for several parts', () => {
    const build = () => filesOf(helm({ document: { name: 'istio', profile: 'default' } }), 'istio');
    expect(build).toThrow(UserError);
    expect(build).toThrow(
      'clusters/demo: istio.installer: "helm" has one chart to a component, and istio holds base, pilot; leave istio.document out',
    );
  });

  test.each([
    ['istiod', 'istio-pilot', {}],
    ['gateway', 'istio-ewgw', { pilot: undefined }],
  ])('an identity of the pods of chart %s', (chart, component, over) => {
    const identity = { runAsUser: 1, runAsGroup: 1, fsGroup: 1 };
    const props: IstioOperatorProps = {
      name: 'istio',
      profile: 'empty',
      hub: 'docker.io/istio',
      tag: '1.29.1',
      components:
        'pilot' in over
          ? { ingressGateways: [{ name: 'gw', enabled: true, k8s: { securityContext: identity } }] }
          : { pilot: { enabled: true, k8s: { securityContext: identity } } },
    };
    const build = () => install(props, component);
    expect(build).toThrow(UserError);
    expect(build).toThrow(`clusters.left: ${component}: podIdentity is no value of chart ${chart}`);
  });

  test('an overlay that no value stands for', () => {
    const build = () =>
      install(
        {
          name: 'istio',
          profile: 'empty',
          hub: 'docker.io/istio',
          tag: '1.29.1',
          components: {
            ingressGateways: [
              {
                name: 'gw',
                enabled: true,
                k8s: {
                  overlays: [
                    { kind: 'Deployment', name: 'gw', patches: [{ path: 'spec.paused', value: true }] },
                  ],
                },
              },
            ],
          },
        },
        'istio-igws',
      );
    expect(build).toThrow('clusters.left: istio-igws: an overlay is no value of chart gateway');
  });
});

test('what istioctl does not look at goes over the rest', () => {
  const component = install(
    {
      name: 'istio',
      profile: 'empty',
      hub: 'docker.io/istio',
      tag: '1.29.1',
      components: { pilot: { enabled: true } },
      values: { pilot: { replicaCount: 2, autoscaleEnabled: false } },
      unvalidatedValues: { pilot: { replicaCount: 3, traceSampling: 7 } },
    },
    'istio-pilot',
  );
  expect(component.files.get('values.yaml')).toMatchObject({
    istiod: { pilot: { replicaCount: 3, autoscaleEnabled: false, traceSampling: 7 } },
  });
});

function install(props: IstioOperatorProps, name: string): Component {
  const component = new Component(new App(), {
    mesh: 'demo',
    cluster: 'left',
    component: name,
    defaultNamespace: 'istio-system',
  });
  installByHelm(component, helm().cluster('left'), props, '1.29.1');
  return component;
}
