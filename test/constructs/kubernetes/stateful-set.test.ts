import { Service } from '../../../constructs/kubernetes/service';
import { StatefulSet, type StatefulSetProps } from '../../../constructs/kubernetes/stateful-set';
import { Volume } from '../../../constructs/kubernetes/volume';
import { UserError } from '../../../values/user-error';
import { render } from '../../support/render';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const set = (props: StatefulSetProps) =>
  render((component) => new StatefulSet(component, 'client', props)) as Rendered[];
const names = (objects: Rendered[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

const minimal: StatefulSetProps = { image: 'tools:1' };

test('minimal', () => {
  expect(set(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    set({
      name: 'client',
      namespace: 'tenant',
      labels: { team: 'shop' },
      app: 'shop-client',
      version: 'v1',
      image: 'tools:1',
      imagePullPolicy: 'Always',
      command: ['sh', '-c'],
      args: ['tail -f /dev/null'],
      replicas: 2,
      podManagementPolicy: 'Parallel',
      updateStrategy: 'OnDelete',
      ports: [{ port: 8080, protocol: 'http' }],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '1Gi' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsUser: 1000,
        runAsGroup: 1000,
      },
      podSecurityContext: { fsGroup: 1000, supplementalGroups: [1000] },
      terminationGracePeriodSeconds: 3,
      imagePullSecrets: ['registry'],
      shareProcessNamespace: true,
      volumeMounts: [
        { volume: Volume.emptyDir('workdir'), mountPath: '/home/appuser' },
        { volume: Volume.emptyDir('tmp', { medium: 'Memory' }), mountPath: '/tmp' },
      ],
      initContainers: [{ name: 'prepare', image: 'tools:1', command: ['true'] }],
      otherContainers: [
        {
          name: 'exporter',
          image: 'exporter:1',
          ports: [
            { containerPort: 9100, name: 'metrics' },
            { containerPort: 9200, transport: 'UDP' },
          ],
        },
      ],
      podLabels: { tier: 'back' },
    }),
  ).toMatchSnapshot();
});

test('its own service is headless, unless it is to be otherwise', () => {
  const ports = [{ port: 80, protocol: 'http' }] as const;
  expect(set({ ...minimal, ports })).toContainEqual(
    expect.objectContaining({ kind: 'Service', spec: expect.objectContaining({ clusterIP: 'None' }) }),
  );
  const [service] = set({ ...minimal, ports, service: { headless: false } }).filter(
    ({ kind }) => kind === 'Service',
  );
  expect(service).not.toHaveProperty('spec.clusterIP');
});

test('without ports it makes no service, and its pods have no host names', () => {
  const objects = set(minimal);
  expect(names(objects)).toEqual(['ServiceAccount client', 'StatefulSet client']);
  expect(objects[1]).toHaveProperty('spec.serviceName', 'client');
  render((component) => {
    const client = new StatefulSet(component, 'client', minimal);
    expect(() => client.service).toThrow(
      'StatefulSet demo/client (kube-01.app/client): has no service: give it ports',
    );
  });
});

test('a service that is shared names its pods', () => {
  const objects = render((component) => {
    const service = new Service(component, 'peers', {
      selector: { app: 'client' },
      ports: [{ port: 80, protocol: 'http' }],
      headless: true,
    });
    const client = new StatefulSet(component, 'client', { ...minimal, service });
    expect(client.service).toBe(service);
  }) as Rendered[];
  expect(names(objects)).toEqual(['Service peers', 'ServiceAccount client', 'StatefulSet client']);
  expect(objects[2]).toHaveProperty('spec.serviceName', 'peers');
});

test('exposes what others refer to', () => {
  render((component) => {
    const client = new StatefulSet(component, 'client', minimal);
    expect(client.serviceAccount).toMatchObject({ name: 'client', namespace: 'demo' });
    expect(client.principal).toBe('cluster.local/ns/demo/sa/client');
    expect(client.labels).toEqual({ app: 'client' });
  });
});

describe('refuses', () => {
  test.each<[string, StatefulSetProps, string]>([
    ['no image', { image: '' }, 'image: "" is not an image\'s reference'],
    [
      'an order that is none',
      { ...minimal, podManagementPolicy: 'Random' as 'Parallel' },
      'podManagementPolicy: "Random" is not one of "OrderedReady", "Parallel"',
    ],
    [
      'a strategy of Deployments',
      { ...minimal, updateStrategy: 'Recreate' as 'OnDelete' },
      'updateStrategy: "Recreate" is not one of "RollingUpdate", "OnDelete"',
    ],
    ['a fraction of a pod', { ...minimal, replicas: 0.5 }, 'replicas: 0.5 is not a whole number from 0'],
    [
      'a grace of less than nothing',
      { ...minimal, terminationGracePeriodSeconds: -1 },
      'terminationGracePeriodSeconds: -1 is not a whole number from 0',
    ],
    [
      'a pull secret that is none',
      { ...minimal, imagePullSecrets: ['My_Secret'] },
      'imagePullSecrets[0]: "My_Secret" is not a DNS name',
    ],
    [
      'a second container of the name of the first',
      { ...minimal, otherContainers: [{ name: 'client', image: 'b' }] },
      'otherContainers[0].name: "client" names two containers of the pod: Kubernetes refuses it',
    ],
    [
      'an init container of the name of another',
      {
        ...minimal,
        otherContainers: [{ name: 'a', image: 'b' }],
        initContainers: [{ name: 'a', image: 'b' }],
      },
      'initContainers[0].name: "a" names two containers of the pod',
    ],
    [
      'another container that listens where the sidecar does',
      { ...minimal, otherContainers: [{ name: 'a', image: 'b', ports: [{ containerPort: 15090 }] }] },
      "otherContainers[0].ports[0].containerPort: 15090 is a port of Istio's sidecar",
    ],
    [
      'two volumes of one name in two containers',
      {
        ...minimal,
        volumeMounts: [{ volume: Volume.emptyDir('tmp'), mountPath: '/a' }],
        otherContainers: [
          { name: 'a', image: 'b', volumeMounts: [{ volume: Volume.emptyDir('tmp'), mountPath: '/a' }] },
        ],
      },
      'volumeMounts: "tmp" names two volumes',
    ],
  ])('%s', (_, props, message) => {
    expect(() => set(props)).toThrow(UserError);
    expect(() => set(props)).toThrow(message);
  });

  test('and says all that is wrong at once, under the name of the object', () => {
    expect(() => set({ image: '', replicas: -1, updateStrategy: 'x' as 'OnDelete' })).toThrow(
      /^StatefulSet demo\/client \(kube-01\.app\/client\)\n {2}image: .*\n {2}replicas: .*\n {2}updateStrategy: /,
    );
  });
});
