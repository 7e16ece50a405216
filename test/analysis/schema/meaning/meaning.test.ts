import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createValidator } from '../../../../analysis/schema/validator';

// `npm run e2e:schema` asks a real API server about these objects, and about thousands that differ in one field.
const SAMPLES = join(__dirname, '../../../../e2e/schema/samples');
const samples = readdirSync(SAMPLES).flatMap((file) =>
  parseAllDocuments(readFileSync(join(SAMPLES, file), 'utf8')).map((document) => document.toJSON() as Json),
);
type Json = Record<string, unknown>;
type Key = string | number;

const { check } = createValidator({ istioVersion: '1.29.1', serverSideApply: true });

test.each(
  samples.map((object) => [
    `${String(object['apiVersion'])} ${String(object['kind'])} ${(object['metadata'] as Json)['name'] as string}`,
    object,
  ]),
)('a valid %s has no findings', (_, object) => {
  expect(check(object)).toEqual([]);
});

/** The sample of the name with one field replaced: `field: message` of what is wrong with it. */
function broken(name: string, path: string, value: unknown): string[] {
  const [kind, which] = name.split(' ');
  const sample = samples.find(
    (one) => one['kind'] === kind && (which === undefined || (one['metadata'] as Json)['name'] === which),
  );
  const object = structuredClone(sample) as Json;
  const keys: Key[] = path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  const parent = keys.slice(0, -1).reduce<Json>((one, key) => one[key] as Json, object);
  if (value === undefined) delete parent[keys.at(-1)!];
  else parent[keys.at(-1)!] = value;
  return check(object).map(({ field, message }) => `${field}: ${message}`);
}

const POD = 'spec.template.spec';
const CONTAINER = `${POD}.containers[0]`;

test.each<[string, string, unknown, string[]]>([
  // pods
  ['Deployment', `${CONTAINER}.image`, undefined, [`${CONTAINER}.image: required field "image" is missing`]],
  [
    'Deployment',
    `${CONTAINER}.name`,
    'My_App',
    [`${CONTAINER}.name: "My_App" is not a DNS label (lower-case letters, digits and "-", at most 63)`],
  ],
  [
    'Deployment',
    `${CONTAINER}.ports[0].containerPort`,
    70000,
    [`${CONTAINER}.ports[0].containerPort: 70000 is not from 1 to 65535`],
  ],
  [
    'Deployment',
    `${CONTAINER}.ports[0].name`,
    'a-name-that-is-too-long',
    [expect.stringMatching(/is no port's name/) as string],
  ],
  [
    'Deployment',
    `${CONTAINER}.env[1].valueFrom`,
    {},
    [
      `${CONTAINER}.env[1].valueFrom: has none of fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef: one is needed`,
    ],
  ],
  [
    'Deployment',
    `${CONTAINER}.env[1].valueFrom.secretKeyRef.name`,
    undefined,
    [`${CONTAINER}.env[1].valueFrom.secretKeyRef.name: required field "name" is missing`],
  ],
  [
    'Pod',
    'spec.containers[0].env[1].valueFrom.fieldRef.fieldPath',
    'spec.nodename',
    [
      'spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: "spec.nodename" is not a field of pods that can be referred to',
    ],
  ],
  [
    'Deployment',
    `${CONTAINER}.resources.limits.memory`,
    '64Mi',
    [`${CONTAINER}.resources.requests.memory: "128Mi" is more than the limit "64Mi"`],
  ],
  [
    'Deployment',
    `${CONTAINER}.readinessProbe.tcpSocket`,
    { port: 1 },
    [`${CONTAINER}.readinessProbe: has httpGet and tcpSocket: only one of them is allowed`],
  ],
  [
    'Deployment',
    `${CONTAINER}.livenessProbe`,
    {},
    [`${CONTAINER}.livenessProbe: has none of exec, httpGet, tcpSocket, grpc: one is needed`],
  ],
  [
    'Deployment',
    `${CONTAINER}.lifecycle.preStop`,
    {},
    [`${CONTAINER}.lifecycle.preStop: has none of exec, httpGet, tcpSocket, sleep: one is needed`],
  ],
  [
    'Deployment',
    `${CONTAINER}.volumeMounts[0].name`,
    'tpm',
    [`${CONTAINER}.volumeMounts[0].name: "tpm" is not one of the pod's volumes`],
  ],
  [
    'Deployment',
    `${POD}.tolerations[0].key`,
    undefined,
    [
      `${POD}.tolerations[0].operator: a toleration without a key tolerates everything only with operator Exists`,
    ],
  ],
  [
    'Deployment',
    `${POD}.securityContext.runAsUser`,
    -1,
    [`${POD}.securityContext.runAsUser: -1 is not from 0 to 2147483647`],
  ],
  [
    'Pod',
    'spec.hostAliases[0].ip',
    'localhost',
    ['spec.hostAliases[0].ip: "localhost" is not an IP address'],
  ],
  [
    'Pod',
    'spec.nodeSelector',
    { a: 'b c' },
    [expect.stringMatching(/^spec\.nodeSelector\.a: "b c" is not a label's value/) as string],
  ],
  // what runs pods
  [
    'Deployment',
    'spec.selector.matchLabels',
    { app: 'other' },
    ['spec.template.metadata.labels: are not those that the selector selects'],
  ],
  ['Deployment', 'spec.selector', {}, ['spec.selector: is empty: it would select every pod']],
  [
    'Deployment',
    'spec.selector',
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['httpbin'] }] },
    ['spec.template.metadata.labels: are not those that the selector selects'],
  ],
  ['Deployment', 'spec.selector', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, []],
  ['Deployment', 'spec.replicas', -1, ['spec.replicas: -1 is below 0']],
  [
    'Deployment',
    'spec.strategy.rollingUpdate.maxSurge',
    'half',
    ['spec.strategy.rollingUpdate.maxSurge: "half" is neither a number nor a percentage (such as 25%)'],
  ],
  ['Deployment', 'spec.template.spec', undefined, ['spec.template.spec: required field "spec" is missing']],
  [
    'StatefulSet',
    'spec.template.spec.containers[0].volumeMounts',
    [{ name: 'data', mountPath: '/data' }],
    [],
  ],
  [
    'Job',
    'spec.template.spec.restartPolicy',
    'Always',
    ['spec.template.spec.restartPolicy: a job restarts its containers on failure or never'],
  ],
  [
    'Job',
    'metadata.name',
    'a'.repeat(64),
    ['metadata.name: is longer than the 63 characters of a label, which its pods carry it as'],
  ],
  [
    'CronJob',
    'spec.schedule',
    '61 * * * *',
    ['spec.schedule: "61 * * * *" is not a schedule of cron (five fields, such as "0 3 * * *")'],
  ],
  // services
  ['Service web', 'spec.ports', undefined, ['spec.ports: a service of type ClusterIP needs ports']],
  [
    'Service web',
    'spec.ports[1].name',
    undefined,
    ['spec.ports[1].name: is missing, and there are several ports'],
  ],
  ['Service web', 'spec.ports[1].name', 'http', ['spec.ports[1].name: "http" is there twice']],
  [
    'Service web',
    'spec.ports[0].targetPort',
    70000,
    ['spec.ports[0].targetPort: 70000 is not from 1 to 65535'],
  ],
  [
    'Service web',
    'spec.ports[0].nodePort',
    31000,
    ['spec.ports[0].nodePort: is not for services of type ClusterIP'],
  ],
  [
    'Service web',
    'spec.loadBalancerSourceRanges',
    ['10.0.0.0/8'],
    ['spec.loadBalancerSourceRanges: is for services of type LoadBalancer only'],
  ],
  [
    'Service web',
    'spec.selector',
    { app: 'a b' },
    [expect.stringMatching(/^spec\.selector\.app: /) as string],
  ],
  [
    'Service east-west',
    'spec.loadBalancerSourceRanges',
    ['10.0.0.0'],
    ['spec.loadBalancerSourceRanges[0]: "10.0.0.0" is not an address range (CIDR, such as 10.42.0.0/16)'],
  ],
  [
    'Service external',
    'spec.externalName',
    undefined,
    ['spec.externalName: required field "externalName" is missing'],
  ],
  // networks
  [
    'NetworkPolicy',
    'spec.ingress[0].from[0].ipBlock.cidr',
    '10.0.0.0',
    [
      expect.stringMatching(
        /^spec\.ingress\[0\]\.from\[0\]\.ipBlock\.cidr: "10\.0\.0\.0" is not an address range/,
      ) as string,
    ],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].from[0].ipBlock.except',
    ['192.168.0.0/16'],
    ['spec.ingress[0].from[0].ipBlock.except[0]: 192.168.0.0/16 is not a part of 10.0.0.0/8'],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].from[0].podSelector',
    {},
    ['spec.ingress[0].from[0].ipBlock: is not allowed beside a selector'],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].from[0]',
    {},
    ['spec.ingress[0].from[0]: has none of podSelector, namespaceSelector, ipBlock: one is needed'],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].ports[1].endPort',
    14000,
    ['spec.ingress[0].ports[1].endPort: 14000 is below the port 15000'],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].from[1].namespaceSelector.matchExpressions[0].values',
    undefined,
    ['spec.ingress[0].from[1].namespaceSelector.matchExpressions[0].values: operator In needs values'],
  ],
  [
    'NetworkPolicy',
    'spec.ingress[0].from[1].namespaceSelector.matchExpressions[0].operator',
    'Exists',
    [
      'spec.ingress[0].from[1].namespaceSelector.matchExpressions[0].values: operator "Exists" takes no values',
    ],
  ],
  ['NetworkPolicy', 'spec.ingress[0]', null, ['spec.ingress[0]: null is not an object']],
  [
    'Ingress',
    'spec.rules[0].host',
    'Web.example.org',
    ['spec.rules[0].host: "Web.example.org" is not a host name, which may begin with "*."'],
  ],
  [
    'Ingress',
    'spec.rules[0].http.paths[0].path',
    'web',
    ['spec.rules[0].http.paths[0].path: "web" does not begin with "/"'],
  ],
  ['Ingress', 'spec.rules', undefined, ['spec: has none of rules, defaultBackend: one is needed']],
  [
    'EndpointSlice',
    'endpoints[0].addresses',
    ['::1'],
    ['endpoints[0].addresses[0]: "::1" is not an address of type IPv4'],
  ],
  // access
  [
    'ClusterRole',
    'rules[0].apiGroups',
    undefined,
    ['rules[0].apiGroups: required field "apiGroups" is missing'],
  ],
  ['ClusterRole', 'rules[0].verbs', [], ['rules[0].verbs: required field "verbs" is missing']],
  [
    'ClusterRole',
    'rules[1].resources',
    ['pods'],
    ['rules[1].nonResourceURLs: is not allowed beside resources'],
  ],
  [
    'Role',
    'rules',
    [{ nonResourceURLs: ['/a'], verbs: ['get'] }],
    ['rules[0].nonResourceURLs: is for ClusterRoles only'],
  ],
  ['ClusterRoleBinding', 'roleRef.kind', 'Role', ['roleRef.kind: "Role" is not one of ClusterRole']],
  [
    'ClusterRoleBinding',
    'subjects',
    [{ kind: 'ServiceAccount', name: 'a' }],
    ['subjects[0].namespace: a service account has a namespace'],
  ],
  ['RoleBinding', 'subjects', [{ kind: 'ServiceAccount', name: 'a' }], []],
  [
    'RoleBinding',
    'subjects[1].apiGroup',
    'v1',
    ['subjects[1].apiGroup: "v1" is not "rbac.authorization.k8s.io"'],
  ],
  [
    'CertificateSigningRequest',
    'spec.request',
    'aGVsbG8=',
    ['spec.request: is not a certificate request (PEM) in base64'],
  ],
  [
    'CertificateSigningRequest',
    'spec.usages',
    ['client'],
    [expect.stringMatching(/^spec\.usages\[0\]: "client" is not one of any, cert sign, /) as string],
  ],
  [
    'MutatingWebhookConfiguration',
    'webhooks[0].clientConfig.url',
    'http://a',
    ['webhooks[0].clientConfig.url: "http://a" is not an address that begins with https://, without a query'],
  ],
  [
    'ValidatingWebhookConfiguration',
    'webhooks[0].name',
    'validate',
    ['webhooks[0].name: "validate" is not a DNS name of at least three parts'],
  ],
  [
    'ValidatingWebhookConfiguration',
    'webhooks[0].rules[0].operations',
    ['*', 'CREATE'],
    ['webhooks[0].rules[0].operations: "*" stands alone'],
  ],
  [
    'ValidatingWebhookConfiguration',
    'webhooks[0].admissionReviewVersions',
    ['v2'],
    ['webhooks[0].admissionReviewVersions: has neither v1 nor v1beta1, which the server speaks'],
  ],
  // the rest
  ['HorizontalPodAutoscaler', 'spec.minReplicas', 9, ['spec.maxReplicas: 5 is below minReplicas 9']],
  [
    'HorizontalPodAutoscaler',
    'spec.metrics[0].resource',
    undefined,
    ['spec.metrics[0].resource: a metric of type Resource needs it'],
  ],
  [
    'HorizontalPodAutoscaler',
    'spec.scaleTargetRef.apiVersion',
    'v1',
    ['spec.scaleTargetRef.apiVersion: "v1" is not a group, "/" and a version'],
  ],
  [
    'PodDisruptionBudget',
    'spec.maxUnavailable',
    1,
    ['spec: has minAvailable and maxUnavailable: only one of them is allowed'],
  ],
  [
    'LimitRange',
    'spec.limits[0].defaultRequest.cpu',
    '1',
    ['spec.limits[0].defaultRequest.cpu: "1" is more than the default limit "100m"'],
  ],
  ['PersistentVolumeClaim', 'spec.resources', {}, ['spec.resources.requests.storage: says no size']],
  [
    'ConfigMap',
    'data',
    { 'a b': 'c' },
    ['data["a b"]: "a b" is not a key (letters, digits, "-", "_" and ".", at most 253)'],
  ],
  [
    'ConfigMap',
    'data',
    { a: 'x'.repeat(2 ** 20) },
    ['data: holds 1048581 bytes: at most 1048576 are allowed'],
  ],
  ['ConfigMap', 'data.blob', 'x', ['binaryData.blob: is in data, too']],
  [
    'Secret',
    'type',
    'kubernetes.io/tls',
    [
      'data["tls.crt"]: required field "tls.crt" is missing',
      'data["tls.key"]: required field "tls.key" is missing',
    ],
  ],
  ['Secret', 'data.blob', 'not base64!', ['data.blob: "not base64!" is not base64']],
  ['APIService', 'metadata.name', 'other', ['metadata.name: "other" is not v1.widgets.example.org']],
])('%s with %s: %j', (name, path, value, expected) => {
  expect(broken(name, path, value)).toEqual(expected);
});
