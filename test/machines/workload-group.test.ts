import { readWorkloadGroup } from '../../machines/workload-group';
import { Checks } from '../../values/checks';
import { UserError } from '../../values/user-error';

function read(object: unknown): ReturnType<typeof readWorkloadGroup> {
  const checks = new Checks();
  const group = readWorkloadGroup(object, checks);
  checks.throwIfAny();
  return group;
}

const minimal = { kind: 'WorkloadGroup', metadata: { name: 'web', namespace: 'shop' } };

test('minimal: the service account is "default"', () => {
  expect(read(minimal)).toEqual({
    name: 'web',
    namespace: 'shop',
    annotations: {},
    entryAnnotations: {},
    labels: {},
    serviceAccount: 'default',
    network: '',
    ports: {},
    probe: undefined,
  });
});

test('full: labels of the template win, the probe is in canonical form', () => {
  expect(
    read({
      ...minimal,
      metadata: { ...minimal.metadata, annotations: { a: '1' } },
      spec: {
        metadata: { labels: { app: 'web', tier: 'front' }, annotations: { b: '2' } },
        template: {
          labels: { app: 'web-2' },
          serviceAccount: 'web',
          network: 'net',
          ports: { http: 8080 },
          locality: 'a/b/c',
          weight: 3,
        },
        probe: { period_seconds: 5, initialDelaySeconds: 0, httpGet: { port: 80 } },
      },
    }),
  ).toEqual({
    name: 'web',
    namespace: 'shop',
    annotations: { a: '1' },
    entryAnnotations: { b: '2' },
    labels: { app: 'web-2', tier: 'front' },
    serviceAccount: 'web',
    network: 'net',
    ports: { http: 8080 },
    probe: { periodSeconds: 5, httpGet: { port: 80 } },
  });
});

test('the service account is read in snake case too', () => {
  expect(read({ ...minimal, spec: { template: { service_account: 'web' } } }).serviceAccount).toBe('web');
});

test.each<[string, unknown, string]>([
  ['what is no object', 'text', '"text" is not an object'],
  ['another kind', { ...minimal, kind: 'Pod' }, 'kind: "Pod" is not "WorkloadGroup"'],
  ['no name', { ...minimal, metadata: { namespace: 'shop' } }, 'metadata.name: undefined is not a DNS name'],
  [
    'no namespace',
    { ...minimal, metadata: { name: 'web' } },
    'metadata.namespace: undefined is not a DNS label',
  ],
  ['a spec that is a list', { ...minimal, spec: [] }, 'spec: [] is not an object'],
  [
    'a label that is no string',
    { ...minimal, spec: { metadata: { labels: { version: 2 } } } },
    'spec.metadata.labels.version: 2 is not a string',
  ],
  [
    'a port that is none',
    { ...minimal, spec: { template: { ports: { http: 70000 } } } },
    'spec.template.ports.http: 70000 is not a port (1-65535)',
  ],
  [
    'a network that YAML took for a boolean',
    { ...minimal, spec: { template: { network: false } } },
    'spec.template.network: false is not a string',
  ],
  [
    'a probe of a wrong type',
    { ...minimal, spec: { probe: { httpGet: { port: 'http' } } } },
    'spec.probe.httpGet.port: "http" is not a whole number',
  ],
])('refuses %s', (_, object, message) => {
  expect(() => read(object)).toThrow(UserError);
  expect(() => read(object)).toThrow(message);
});
