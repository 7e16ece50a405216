import { Testing } from 'cdk8s';
import { Component } from '../../../constructs/component';
import { AppDeployment, type AppDeploymentProps } from '../../../constructs/kubernetes/app-deployment';
import { restrictedSecurity } from '../../../constructs/kubernetes/container-security';
import { EnvSource } from '../../../constructs/kubernetes/env-source';
import { Probe } from '../../../constructs/kubernetes/probe';
import { Service } from '../../../constructs/kubernetes/service';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { Volume } from '../../../constructs/kubernetes/volume';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const app = (props: AppDeploymentProps, id = 'shop') =>
  render((component) => new AppDeployment(component, id, props)) as Rendered[];
const deployment = (props: AppDeploymentProps) => app(props).find(({ kind }) => kind === 'Deployment');
const names = (objects: Rendered[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

const minimal: AppDeploymentProps = { image: 'shop:1' };
const serving: AppDeploymentProps = { ...minimal, ports: [{ port: 80, protocol: 'http', targetPort: 8080 }] };

test('minimal', () => {
  expect(app(minimal)).toMatchSnapshot();
});

test('with a service', () => {
  expect(app(serving)).toMatchSnapshot();
});

test('full', () => {
  const scratch = Volume.emptyDir('scratch', { medium: 'Memory', sizeLimit: '64Mi' });
  expect(
    app({
      name: 'cart-v2',
      namespace: 'store',
      labels: { team: 'shop' },
      annotations: { 'example.org/owner': 'shop' },
      app: 'cart',
      version: 'v2',
      image: 'registry.example.org/cart:2',
      imagePullPolicy: 'IfNotPresent',
      command: ['/bin/cart'],
      args: ['--verbose'],
      env: {
        MODE: 'shared',
        POD_IP: EnvSource.field('status.podIP'),
        CPUS: EnvSource.resource('limits.cpu'),
        LEVEL: EnvSource.configMap('cart', 'level', true),
        TOKEN: EnvSource.secret('cart-token', 'token'),
      },
      ports: [
        { port: 80, protocol: 'http', targetPort: 'http', containerPort: 8080 },
        { port: 8080, protocol: 'http', name: 'http-again', targetPort: 8080 },
        { port: 5353, protocol: 'udp', name: 'dns' },
      ],
      service: { headless: true, publishNotReadyAddresses: true },
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      securityContext: restrictedSecurity,
      podSecurityContext: { fsGroup: 2000, supplementalGroups: [3000], runAsUser: 2000 },
      livenessProbe: Probe.tcpSocket('http', { periodSeconds: 5 }),
      readinessProbe: Probe.httpGet({
        port: 8080,
        path: '/ready',
        scheme: 'HTTP',
        httpHeaders: { 'x-probe': 'yes' },
        successThreshold: 2,
      }),
      startupProbe: Probe.exec(['/bin/cart', '--check'], { failureThreshold: 30 }),
      volumeMounts: [
        { volume: scratch, mountPath: '/scratch' },
        {
          volume: Volume.configMap('settings', 'cart', {
            items: { 'cart.yaml': 'main.yaml' },
            optional: true,
          }),
          mountPath: '/etc/cart',
          readOnly: true,
        },
        { volume: Volume.secret('token', 'cart-token', { defaultMode: 0o440 }), mountPath: '/run/token' },
        { volume: Volume.hostPath('tun', '/dev/net/tun', 'CharDevice'), mountPath: '/dev/net/tun' },
        { volume: Volume.persistentVolumeClaim('data', 'cart-data'), mountPath: '/data', subPath: 'v2' },
      ],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      locality: { region: 'milky-way', zone: 'solar-system', subzone: 'kube-01' },
      topologyLabels: { region: 'milky-way', zone: 'solar-system', subzone: 'kube-01' },
      podLabels: { tier: 'front' },
      podAnnotations: { 'prometheus.io/scrape': 'true' },
      autoscaling: { minReplicas: 2, maxReplicas: 4, cpu: 70 },
      disruptionBudget: { minAvailable: 1 },
      sidecar: {
        inject: true,
        revision: '1-29-1',
        holdApplicationUntilProxyStarts: true,
        volumeMounts: [{ volume: scratch, mountPath: '/scratch' }],
      },
    }),
  ).toMatchSnapshot();
});

test('holds nothing that cdk8s-plus would add, and no hash', () => {
  const text = JSON.stringify(app(serving));
  expect(text).not.toMatch(/cdk8s|securityContext|resources|Probe|c8[0-9a-f]{6}/);
});

test('two versions share a service, and are selected apart', () => {
  const objects = render((component) => {
    const service = new Service(component, 'shop', {
      selector: { app: 'shop' },
      ports: [{ port: 5000, protocol: 'http' }],
    });
    for (const version of ['v1', 'v2']) {
      const one = new AppDeployment(component, `shop-${version}`, {
        app: 'shop',
        version,
        image: `shop:${version}`,
        service,
        serviceAccount: ServiceAccount.existing('default'),
      });
      expect(one.service).toBe(service);
      expect(one.labels).toEqual({ app: 'shop', version });
    }
  }) as Rendered[];
  expect(names(objects)).toEqual(['Service shop', 'Deployment shop-v1', 'Deployment shop-v2']);
  expect(objects[1]).toMatchObject({
    spec: {
      selector: { matchLabels: { app: 'shop', version: 'v1' } },
      template: { spec: { containers: [{ name: 'shop', ports: [{ containerPort: 5000 }] }] } },
    },
  });
});

test('exposes what others refer to', () => {
  render((component) => {
    const shop = new AppDeployment(component, 'shop', serving);
    expect(shop.service.host).toBe('shop.demo.svc.cluster.local');
    expect(shop.serviceAccount.name).toBe('shop');
    expect(shop.principal).toBe('cluster.local/ns/demo/sa/shop');
  });
});

test('takes an account that is there, and makes none', () => {
  const objects = app({ ...minimal, serviceAccount: ServiceAccount.existing('default') });
  expect(names(objects)).toEqual(['Deployment shop']);
  expect(objects[0]).toMatchObject({ spec: { template: { spec: { serviceAccountName: 'default' } } } });
});

test('makes no service where there is to be none, and says so to who asks for it', () => {
  expect(names(app({ ...serving, service: 'none' }))).toEqual(['ServiceAccount shop', 'Deployment shop']);
  render((component) => {
    const sleep = new AppDeployment(component, 'sleep', minimal);
    expect(() => sleep.service).toThrow(
      'AppDeployment demo/sleep (kube-01.app/sleep): has no service: give it ports',
    );
  });
});

test('an autoscaled Deployment leaves the number of pods to the autoscaler', () => {
  const scaled = { ...minimal, resources: { limits: { cpu: '1' } }, autoscaling: { maxReplicas: 3 } };
  expect(deployment({ ...minimal, replicas: 0 })).toMatchObject({ spec: { replicas: 0 } });
  expect(deployment(scaled)).not.toHaveProperty('spec.replicas');
});

test('has other containers, in the order in which they start, and one way to replace its pods', () => {
  expect(
    deployment({
      ...minimal,
      strategy: 'Recreate',
      initContainers: [{ name: 'first', image: 'first:1' }],
      otherContainers: [{ name: 'beside', image: 'beside:1', ports: [{ containerPort: 9100 }] }],
      shareProcessNamespace: true,
      terminationGracePeriodSeconds: 5,
      imagePullSecrets: ['registry'],
    }),
  ).toMatchObject({
    spec: {
      strategy: { type: 'Recreate' },
      template: {
        spec: {
          initContainers: [{ name: 'first', image: 'first:1' }],
          containers: [
            { name: 'shop', image: 'shop:1' },
            { name: 'beside', image: 'beside:1', ports: [{ containerPort: 9100 }] },
          ],
          shareProcessNamespace: true,
          terminationGracePeriodSeconds: 5,
          imagePullSecrets: [{ name: 'registry' }],
        },
      },
    },
  });
});

test('a pod without a sidecar may have its ports and its user', () => {
  const props: AppDeploymentProps = {
    image: 'auto',
    ports: [{ port: 15021, protocol: 'http' }],
    securityContext: { runAsUser: 1337 },
  };
  expect(names(app({ ...props, sidecar: { inject: false } }))).toContain('Deployment shop');
  expect(names(app({ ...props, sidecar: { templates: ['gateway'] } }))).toContain('Deployment shop');
});

describe('refuses', () => {
  const volume = Volume.emptyDir('scratch');

  test.each<[string, AppDeploymentProps, string]>([
    ['no image', { image: '' }, 'image: "" is not an image\'s reference'],
    ['an image with a space', { image: 'shop: 1' }, 'image: "shop: 1" is not an image\'s reference'],
    ['a name that is none', { ...minimal, name: 'Shop' }, 'name: "Shop" is not a DNS label'],
    [
      'an app that no service can be called',
      { ...serving, app: '1shop' },
      'app: "1shop" is not a service\'s name',
    ],
    ['a version that is none', { ...minimal, version: '' }, 'version: "" is not a version (1 to 63'],
    ['a namespace that is none', { ...minimal, namespace: 'a.b' }, 'namespace: "a.b" is not a DNS label'],
    [
      'a way to pull that is none',
      { ...minimal, imagePullPolicy: 'Sometimes' as 'Always' },
      'imagePullPolicy: "Sometimes" is not one of "Always", "IfNotPresent", "Never"',
    ],
    [
      'a variable that is none',
      { ...minimal, env: { '1ST': 'a' } },
      'env.1ST: "1ST" is not a variable\'s name',
    ],
    [
      'a quantity that is none',
      { ...minimal, resources: { requests: { cpu: 'fifty' } } },
      'resources.requests.cpu: "fifty" is not a quantity (such as 100m',
    ],
    [
      'a request above its limit',
      { ...minimal, resources: { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } } },
      'resources.requests.memory: "1Gi" is more than the limit "512Mi": Kubernetes refuses it',
    ],
    [
      'a name that contradicts its protocol',
      { ...minimal, ports: [{ port: 80, protocol: 'http', name: 'tcp-web' }] },
      'ports[0].name: "tcp-web" makes Istio take the port for tcp, not for http',
    ],
    [
      'a named target that nobody knows the number of',
      { ...minimal, ports: [{ port: 80, protocol: 'http', targetPort: 'web' }] },
      'ports[0].containerPort: is missing: targetPort "web" names the container\'s port',
    ],
    [
      'one name for two ports of the container',
      {
        ...minimal,
        ports: [
          { port: 80, protocol: 'http', targetPort: 'web', containerPort: 8080 },
          { port: 81, protocol: 'http', name: 'http-b', targetPort: 'web', containerPort: 8081 },
        ],
      },
      'ports[1].containerPort: 8081 is a second port of the name "web", beside 8080',
    ],
    [
      "a target port that is not the container's",
      { ...minimal, ports: [{ port: 80, protocol: 'http', targetPort: 8080, containerPort: 8081 }] },
      'ports[0].containerPort: 8081 is not the targetPort 8080: the service would call a port on which nothing',
    ],
    [
      'a port of the sidecar',
      { ...minimal, ports: [{ port: 80, protocol: 'http', targetPort: 15001 }] },
      "ports[0].containerPort: 15001 is a port of Istio's sidecar",
    ],
    [
      'settings of a service of nothing',
      { ...minimal, service: { headless: true } },
      'ports: is empty: the service that is asked for would offer nothing',
    ],
    [
      'the user of the sidecar',
      { ...minimal, securityContext: { runAsUser: 1337 } },
      "securityContext.runAsUser: 1337 is the sidecar's own: traffic of that user passes the sidecar by",
    ],
    [
      'the group of the sidecar',
      { ...minimal, podSecurityContext: { runAsGroup: 1337 } },
      "podSecurityContext.runAsGroup: 1337 is the sidecar's own: traffic of that group passes",
    ],
    [
      'root that is not root',
      { ...minimal, securityContext: { runAsUser: 0, runAsNonRoot: true } },
      'securityContext.runAsNonRoot: is set with runAsUser 0, which is root',
    ],
    [
      'privileges without privileges',
      { ...minimal, securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      'securityContext.allowPrivilegeEscalation: is false with privileged: Kubernetes refuses it',
    ],
    [
      'a local profile that is not named',
      { ...minimal, securityContext: { seccompProfile: { type: 'Localhost' } } },
      'securityContext.seccompProfile.localhostProfile: is missing: type Localhost needs it',
    ],
    [
      'a negative user',
      { ...minimal, podSecurityContext: { runAsUser: -1 } },
      'podSecurityContext.runAsUser: -1 is not a whole number from 0',
    ],
    [
      'a probe of a port that has no name',
      { ...serving, readinessProbe: Probe.httpGet({ port: 'http' }) },
      'readinessProbe.port: "http" is not the name of a port of the container (none has a name)',
    ],
    [
      'a probe of a port that is none',
      { ...minimal, livenessProbe: Probe.grpc(0) },
      'livenessProbe.port: 0 is not a port (1-65535)',
    ],
    [
      'a liveness that takes two answers',
      { ...minimal, livenessProbe: Probe.tcpSocket(80, { successThreshold: 2 }) },
      'livenessProbe.successThreshold: 2 is not 1: Kubernetes refuses anything else for liveness',
    ],
    [
      'a probe that asks all the time',
      { ...minimal, startupProbe: Probe.tcpSocket(80, { periodSeconds: 0 }) },
      'startupProbe.periodSeconds: 0 is not a whole number from 1',
    ],
    ['a probe of no command', { ...minimal, startupProbe: Probe.exec([]) }, 'startupProbe.exec: is empty'],
    [
      'a relative path of a mount',
      { ...minimal, volumeMounts: [{ volume, mountPath: 'scratch' }] },
      'volumeMounts[0].mountPath: "scratch" is not an absolute path',
    ],
    [
      'a path that is mounted twice',
      {
        ...minimal,
        volumeMounts: [
          { volume, mountPath: '/a' },
          { volume, mountPath: '/a' },
        ],
      },
      'volumeMounts[1].mountPath: "/a" is mounted twice',
    ],
    [
      'two volumes of one name, in the app and in the sidecar',
      {
        ...minimal,
        volumeMounts: [{ volume, mountPath: '/a' }],
        sidecar: { volumeMounts: [{ volume: Volume.emptyDir('scratch'), mountPath: '/a' }] },
      },
      'volumeMounts: "scratch" names two volumes: mount the same Volume object',
    ],
    [
      'a relative path of the node',
      { ...minimal, volumeMounts: [{ volume: Volume.hostPath('tun', 'dev'), mountPath: '/a' }] },
      'volumeMounts[0].volume.path: "dev" is not an absolute path without ".."',
    ],
    [
      'names of a volume and of its source that are none',
      { ...minimal, volumeMounts: [{ volume: Volume.secret('A', 'B'), mountPath: '/a' }] },
      'volumeMounts[0].volume.name: "A" is not a DNS label',
    ],
    [
      'a size of a volume that is none',
      { ...minimal, volumeMounts: [{ volume: Volume.emptyDir('a', { sizeLimit: 'big' }), mountPath: '/a' }] },
      'volumeMounts[0].volume.sizeLimit: "big" is not a quantity',
    ],
    [
      'a path within a volume that leaves it',
      { ...minimal, volumeMounts: [{ volume, mountPath: '/a', subPath: '../b' }] },
      'volumeMounts[0].subPath: "../b" is not a relative path without ".."',
    ],
    [
      'a file outside of its volume',
      {
        ...minimal,
        volumeMounts: [{ volume: Volume.configMap('a', 'b', { items: { c: '/d' } }), mountPath: '/a' }],
      },
      'volumeMounts[0].volume.items.c: "/d" is not a relative path without ".."',
    ],
    [
      'permissions that are none',
      {
        ...minimal,
        volumeMounts: [{ volume: Volume.secret('a', 'b', { defaultMode: 1000 }), mountPath: '/a' }],
      },
      'volumeMounts[0].volume.defaultMode: 1000 is not a whole number from 0 to 511',
    ],
    ['a fraction of a pod', { ...minimal, replicas: 1.5 }, 'replicas: 1.5 is not a whole number from 0'],
    [
      'a number of pods beside autoscaling',
      { ...minimal, resources: { requests: { cpu: '1' } }, replicas: 2, autoscaling: { maxReplicas: 3 } },
      'replicas: 2 is given with autoscaling: each sync of the Deployment would undo what the autoscaler did',
    ],
    [
      'autoscaling by the use of nothing',
      { ...minimal, autoscaling: { maxReplicas: 3 } },
      'resources.requests.cpu: is missing: autoscaling takes the use of CPU in percent of it',
    ],
    [
      'autoscaling by the use of nothing, in a container beside',
      {
        ...minimal,
        resources: { requests: { cpu: '1' } },
        otherContainers: [{ name: 'beside', image: 'beside:1' }],
        autoscaling: { maxReplicas: 3 },
      },
      'otherContainers[0].resources.requests.cpu: is missing: autoscaling takes the use of CPU in percent of it',
    ],
    [
      'a strategy of StatefulSets',
      { ...minimal, strategy: 'OnDelete' as 'Recreate' },
      'strategy: "OnDelete" is not one of "RollingUpdate", "Recreate"',
    ],
    [
      'autoscaling that cannot be',
      { ...minimal, autoscaling: { minReplicas: 4, maxReplicas: 3 } },
      'autoscaling.minReplicas: 4 is more than maxReplicas 3',
    ],
    [
      'a budget that cannot be',
      { ...minimal, disruptionBudget: { minAvailable: 'half' } },
      'disruptionBudget.minAvailable: "half" is not a number of pods',
    ],
    [
      'a sidecar that heeds nothing',
      { ...minimal, sidecar: { inject: false, revision: '1-29-1' } },
      'sidecar.revision: is given with inject false: no sidecar heeds it',
    ],
    [
      'a label that contradicts a prop',
      { ...minimal, podLabels: { app: 'cart' } },
      'podLabels.app: "cart" contradicts "shop", which comes from app or version',
    ],
    [
      'an annotation that contradicts a prop',
      {
        ...minimal,
        sidecar: { logLevel: 'debug' },
        podAnnotations: { 'sidecar.istio.io/logLevel': 'info' },
      },
      'podAnnotations.sidecar.istio.io/logLevel: "info" contradicts "debug", which comes from sidecar',
    ],
    ['a label that is none', { ...minimal, podLabels: { a: 'b c' } }, 'podLabels.a: "b c" is not a label'],
    [
      'a node label that is none',
      { ...minimal, nodeSelector: { 'a b': 'c' } },
      'nodeSelector: "a b" is not a label',
    ],
    [
      'a subzone of no zone',
      { ...minimal, topologyLabels: { region: 'a', subzone: 'c' } },
      'topologyLabels: "a//c" is not a locality (region, region/zone or region/zone/subzone)',
    ],
    [
      'a dot within a part of a locality',
      { ...minimal, locality: { region: 'eu.west', zone: 'a' } },
      'locality: "eu.west.a" has a "." within a part: Istio would read it as the start of the next part',
    ],
    [
      'a locality longer than a label',
      { ...minimal, locality: { region: 'a'.repeat(40), zone: 'b'.repeat(40) } },
      "is longer than the 63 characters of a label's value",
    ],
    [
      'an account of another namespace',
      { ...minimal, serviceAccount: ServiceAccount.existing('shop', 'store') },
      'serviceAccount.namespace: "store" is not the namespace of the pods, "demo"',
    ],
  ])('%s', (_, props, message) => {
    expect(() => app(props)).toThrow(UserError);
    expect(() => app(props)).toThrow(message);
  });

  const shared = (
    service: ConstructorParameters<typeof Service>[2],
    props: Partial<AppDeploymentProps> = {},
  ) =>
    render((component) => {
      new AppDeployment(component, 'shop-v1', {
        ...minimal,
        app: 'shop',
        service: new Service(component, 'service', service),
        ...props,
      });
    });
  const port = { port: 80, protocol: 'http', targetPort: 8080 } as const;

  test.each<[string, () => unknown, string]>([
    [
      'a shared service that selects other pods',
      () => shared({ selector: { app: 'cart' }, ports: [port] }),
      'service.selector.app: "cart" is not what the pods have, "shop": the service would not select them',
    ],
    [
      'a shared service of another namespace',
      () => shared({ namespace: 'store', selector: { app: 'shop' }, ports: [port] }),
      'service.namespace: "store" is not the namespace of the pods, "demo"',
    ],
    [
      'a shared service that calls another port',
      () =>
        shared({ selector: { app: 'shop' }, ports: [port] }, { ports: [{ port: 5000, protocol: 'http' }] }),
      "service.ports[0]: calls 8080, which is none of the container's ports",
    ],
    [
      'a shared service that calls a port by a name that nothing has',
      () => shared({ selector: { app: 'shop' }, ports: [{ ...port, targetPort: 'web' }] }),
      'ports: is empty, and the service calls the container\'s port "web" by name: say which it is',
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(UserError);
    expect(build).toThrow(message);
  });

  test('a namespace that nobody names', () => {
    const component = new Component(Testing.app(), { mesh: 'test', cluster: 'kube-01', component: 'app' });
    expect(() => new AppDeployment(component, 'shop', minimal)).toThrow(
      'namespace: is missing: neither the props nor the component name one',
    );
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => app({ image: '', replicas: -1 })).toThrow(
      /^AppDeployment demo\/shop \(kube-01\.app\/shop\)\n {2}image: .*\n {2}replicas: /,
    );
  });
});
