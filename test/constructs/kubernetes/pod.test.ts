import { ConfigMap } from '../../../constructs/kubernetes/config-map';
import { Pod, type PodProps } from '../../../constructs/kubernetes/pod';
import { Probe } from '../../../constructs/kubernetes/probe';
import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { Volume } from '../../../constructs/kubernetes/volume';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const pod = (props: PodProps) => renderOne((component) => new Pod(component, 'probe', props));

const minimal: PodProps = { containers: [{ name: 'main', image: 'tools:1' }] };

test('minimal', () => {
  expect(pod(minimal)).toMatchSnapshot();
});

test('full', () => {
  const hostBin = Volume.hostPath('host-bin', '/tmp/tool', 'Directory');
  const shared = Volume.emptyDir('shared');
  expect(
    render((component) => {
      const script = new ConfigMap(component, 'script', {
        namespace: 'edge',
        data: { 'run.sh': '#!/bin/sh\n' },
      });
      new Pod(component, 'tunnel', {
        name: 'tunnel-a',
        namespace: 'edge',
        labels: { app: 'tunnel' },
        annotations: { 'example.org/owner': 'edge' },
        serviceAccount: ServiceAccount.existing('tunnel', 'edge'),
        restartPolicy: 'OnFailure',
        shareProcessNamespace: true,
        terminationGracePeriodSeconds: 0,
        imagePullSecrets: ['registry'],
        nodeSelector: { 'kubernetes.io/hostname': 'node-1.example.org' },
        podSecurityContext: { fsGroup: 1000 },
        locality: { region: 'eu', zone: 'eu-1' },
        sidecar: { inject: false },
        initContainers: [
          {
            name: 'run',
            image: 'tools:1',
            command: ['/bin/sh', '-c', '/entrypoint/run.sh &'],
            env: { TUN_IP: '10.4.0.1' },
            volumeMounts: [
              { volume: hostBin, mountPath: '/bin-of-host/' },
              { volume: script.volume('entrypoint', { defaultMode: 0o744 }), mountPath: '/entrypoint' },
              { volume: shared, mountPath: '/shared' },
            ],
            securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } },
          },
        ],
        containers: [
          {
            name: 'workload',
            image: 'tools:1',
            args: ['sleep', 'infinity'],
            ports: [{ containerPort: 8080, name: 'http' }],
            readinessProbe: Probe.httpGet({ port: 'http' }),
            volumeMounts: [{ volume: shared, mountPath: '/shared' }],
          },
          { name: 'second', image: 'tools:2' },
        ],
      });
    }),
  ).toMatchSnapshot();
});

test('takes the account that is there, and has no labels of its own', () => {
  const rendered = pod(minimal);
  expect(rendered).not.toHaveProperty('spec.serviceAccountName');
  expect(rendered.metadata).toEqual({ name: 'probe', namespace: 'demo' });
});

test("its sidecar's settings are labels and annotations beside its own", () => {
  expect(
    pod({ ...minimal, labels: { app: 'probe' }, sidecar: { inject: true, logLevel: 'debug' } }).metadata,
  ).toEqual({
    name: 'probe',
    namespace: 'demo',
    labels: { app: 'probe', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'sidecar.istio.io/logLevel': 'debug' },
  });
});

describe('refuses', () => {
  const first = minimal.containers[0]!;

  test.each<[string, PodProps, string]>([
    ['no container', { containers: [] }, 'containers: is empty: Kubernetes refuses a pod without one'],
    ['a name that is none', { ...minimal, name: 'Probe' }, 'name: "Probe" is not a DNS name'],
    [
      'a container without an image',
      { containers: [first, { name: 'b', image: '' }] },
      'containers[1].image: "" is not an image\'s reference',
    ],
    [
      'a container whose name is none',
      { containers: [{ name: 'a.b', image: 'c' }] },
      'containers[0].name: "a.b" is not a DNS label',
    ],
    [
      'two containers of one name',
      { containers: [first, first] },
      'containers[1].name: "main" names two containers of the pod: Kubernetes refuses it',
    ],
    [
      'a port that is none',
      { containers: [{ ...first, ports: [{ containerPort: 0 }] }] },
      'containers[0].ports[0].containerPort: 0 is not a port (1-65535)',
    ],
    [
      "a port's name that is none",
      { containers: [{ ...first, ports: [{ containerPort: 80, name: 'HTTP' }] }] },
      'containers[0].ports[0].name: "HTTP" is not the name of a container\'s port',
    ],
    [
      'a port of the sidecar',
      { containers: [{ ...first, ports: [{ containerPort: 15001 }] }] },
      "containers[0].ports[0].containerPort: 15001 is a port of Istio's sidecar",
    ],
    [
      'a probe of a port that has no name',
      { containers: [{ ...first, livenessProbe: Probe.tcpSocket('http') }] },
      'containers[0].livenessProbe.port: "http" is not the name of a port of the container (none has a name)',
    ],
    [
      'a policy that is none',
      { ...minimal, restartPolicy: 'Sometimes' as 'Never' },
      'restartPolicy: "Sometimes" is not one of "Always", "OnFailure", "Never"',
    ],
    [
      'an account of another namespace',
      { ...minimal, serviceAccount: ServiceAccount.existing('probe', 'other') },
      'serviceAccount.namespace: "other" is not the namespace of the pods, "demo"',
    ],
    [
      'a label that contradicts a prop',
      { ...minimal, labels: { 'sidecar.istio.io/inject': 'true' }, sidecar: { inject: false } },
      'labels.sidecar.istio.io/inject: "true" contradicts "false", which comes from sidecar',
    ],
    ['a label that is none', { ...minimal, labels: { team: 'a b' } }, 'labels.team: "a b" is not a label'],
    [
      'a label of which a key is none',
      { ...minimal, labels: { 'a b': 'c' } },
      'labels: "a b" is not a label\'s key',
    ],
  ])('%s', (_, props, message) => {
    expect(() => pod(props)).toThrow(UserError);
    expect(() => pod(props)).toThrow(message);
  });

  test('entries of a ConfigMap of another namespace, as files and as variables', () => {
    const build = () =>
      render((component) => {
        const script = new ConfigMap(component, 'script', { namespace: 'other', data: { level: 'info' } });
        new Pod(component, 'probe', {
          containers: [
            {
              name: 'main',
              image: 'tools:1',
              env: { LEVEL: script.entry('level') },
              volumeMounts: [{ volume: script.volume('etc'), mountPath: '/etc/probe' }],
            },
          ],
        });
      });
    expect(build).toThrow(
      'containers[0].env.LEVEL.namespace: "other" is not the namespace of the pod, "demo": Kubernetes looks for the ConfigMap there alone',
    );
    expect(build).toThrow(
      'containers[0].volumeMounts[0].volume.namespace: "other" is not the namespace of the pod, "demo"',
    );
  });
});
