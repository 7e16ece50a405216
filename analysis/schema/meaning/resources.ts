import { isDnsSubdomain } from '../../../values/dns';
import { describe, type Check } from '../structural/walk';
import {
  all,
  between,
  countOrPercent,
  dnsLabel,
  dnsName,
  each,
  exclusive,
  fields,
  has,
  notEmpty,
  notNegative,
  oneOf,
  positive,
  qualifiedName,
  requires,
  sizeOf,
  text,
  unique,
  whole,
  type Fields,
} from './parts';
import { accessModes } from './pods';

const autoscaler = whole((spec, walk) => {
  const { minReplicas = 1, maxReplicas } = spec as { minReplicas?: number; maxReplicas?: number };
  if (maxReplicas !== undefined && maxReplicas < (minReplicas ?? 1)) {
    walk.failAt('maxReplicas', `${maxReplicas} is below minReplicas ${minReplicas ?? 1}`);
  }
});

/** Where each type of metric keeps its details. */
const METRICS: Readonly<Record<string, string>> = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
  External: 'external',
};

const metric = whole((object, walk) => {
  const details = METRICS[object.type as string];
  if (details !== undefined && !has(object, details)) {
    walk.failAt(details, `a metric of type ${object.type as string} needs it`, `Add ${details}.`);
  }
});

const claim = whole((spec, walk) => {
  const { requests } = (spec.resources ?? {}) as { requests?: Fields };
  const storage = requests?.storage;
  if (storage === undefined || storage === null || sizeOf(storage) <= 0) {
    walk.at(['resources', 'requests'], () =>
      walk.failAt('storage', 'says no size', 'Add a size, such as 1Gi.'),
    );
  }
});

const limits = whole((item, walk) => {
  const { default: most = {}, defaultRequest = {} } = item as { default?: Fields; defaultRequest?: Fields };
  for (const [name, request] of Object.entries(defaultRequest ?? {})) {
    const limit = most?.[name];
    if (limit === undefined || sizeOf(request) <= sizeOf(limit ?? 0)) continue;
    walk.at(['defaultRequest'], () =>
      walk.failAt(name, `${describe(request)} is more than the default limit ${describe(limit)}`),
    );
  }
});

const definition = whole((crd, walk) => {
  const { metadata, spec } = crd as {
    metadata?: { name?: string };
    spec: { group: string; names: { plural: string } };
  };
  const expected = `${spec.names.plural}.${spec.group}`;
  if (metadata?.name !== undefined && metadata.name !== expected) {
    walk.at(['metadata'], () =>
      walk.failAt('name', `${describe(metadata.name)} is not ${expected}`, `Write ${expected}.`),
    );
  }
});

const versions: Check = all(unique('name'), (list, walk) => {
  const stored = (list as Fields[]).filter(({ storage }) => storage === true).length;
  if (stored !== 1) walk.fail(`${stored} versions are stored: it is one`, 'Set storage of one version.');
});

const camelName = text(
  (name) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name.toLowerCase()),
  'a name of a kind',
);
const pluralName = text(
  (name) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name),
  'a DNS label that begins with a letter',
);

const apiService = whole((object, walk) => {
  const { metadata, spec } = object as { metadata?: { name?: string }; spec?: Fields };
  if (spec === undefined || spec === null) {
    walk.lacks('spec');
    return;
  }
  const expected = `${String(spec.version ?? '')}.${String(spec.group ?? '')}`;
  if (metadata?.name !== undefined && metadata.name !== expected) {
    walk.at(['metadata'], () =>
      walk.failAt('name', `${describe(metadata.name)} is not ${expected}`, `Write ${expected}.`),
    );
  }
  walk.into('spec', spec, () => {
    if (spec.service === undefined || spec.service === null) {
      if (spec.insecureSkipTLSVerify) walk.failAt('insecureSkipTLSVerify', 'is for services only');
    } else {
      walk.into('service', spec.service, requires('name', 'namespace'));
    }
  });
});

/** Scaling, storage, quotas and definitions. Source: the validation of pkg/apis of k8s.io/kubernetes. */
export const resourceMeanings: readonly (readonly [string, Check])[] = [
  ['autoscaling.v2.HorizontalPodAutoscaler', requires('spec')],
  [
    'autoscaling.v2.HorizontalPodAutoscalerSpec',
    all(fields({ minReplicas: positive, maxReplicas: positive }), autoscaler),
  ],
  [
    'autoscaling.v2.CrossVersionObjectReference',
    all(
      requires('apiVersion'),
      fields({ apiVersion: text((version) => version.includes('/'), 'a group, "/" and a version') }),
    ),
  ],
  ['autoscaling.v2.MetricSpec', all(fields({ type: oneOf(...Object.keys(METRICS)) }), metric)],
  [
    'autoscaling.v2.MetricTarget',
    all(
      fields({ type: oneOf('Utilization', 'Value', 'AverageValue'), averageUtilization: positive }),
      exclusive(['averageUtilization', 'value', 'averageValue']),
    ),
  ],
  [
    'autoscaling.v2.HPAScalingRules',
    all(
      whole((rules, walk) => {
        if (Array.isArray(rules.policies) && rules.policies.length === 0) walk.failAt('policies', 'is empty');
      }),
      fields({ stabilizationWindowSeconds: between(0, 3600) }),
    ),
  ],
  [
    'autoscaling.v2.HPAScalingPolicy',
    fields({ type: oneOf('Pods', 'Percent'), value: positive, periodSeconds: between(1, 1800) }),
  ],
  [
    'policy.v1.PodDisruptionBudgetSpec',
    all(
      fields({ minAvailable: countOrPercent, maxUnavailable: countOrPercent }),
      exclusive(['minAvailable', 'maxUnavailable'], { none: true }),
    ),
  ],
  ['core.v1.PersistentVolumeClaim', requires('spec')],
  [
    'core.v1.PersistentVolumeClaimSpec',
    all(requires('accessModes'), fields({ accessModes, storageClassName: dnsName }), claim),
  ],
  ['core.v1.LimitRangeSpec', fields({ limits: unique('type') })],
  ['core.v1.LimitRangeItem', all(fields({ type: qualifiedName }), limits)],
  ['coordination.v1.LeaseSpec', fields({ leaseDurationSeconds: positive })],
  [
    'storage.v1.StorageClass',
    fields({
      provisioner: (value, walk) => qualifiedName(String(value).toLowerCase(), walk),
      volumeBindingMode: notEmpty,
    }),
  ],
  ['node.v1.RuntimeClass', fields({ handler: dnsLabel })],
  ['apiextensions.v1.CustomResourceDefinition', definition],
  [
    'apiextensions.v1.CustomResourceDefinitionSpec',
    fields({
      group: text((group) => isDnsSubdomain(group) && group.includes('.'), 'a DNS name of several parts'),
      scope: oneOf('Cluster', 'Namespaced'),
      versions,
    }),
  ],
  [
    'apiextensions.v1.CustomResourceDefinitionNames',
    fields({
      kind: camelName,
      listKind: camelName,
      plural: pluralName,
      singular: pluralName,
      shortNames: each(pluralName),
    }),
  ],
  ['apiextensions.v1.CustomResourceDefinitionVersion', fields({ name: pluralName })],
  ['apiregistration.v1.APIService', apiService],
  [
    'apiregistration.v1.APIServiceSpec',
    fields({
      group: dnsName,
      version: pluralName,
      groupPriorityMinimum: between(1, 20000),
      versionPriority: between(1, 1000),
    }),
  ],
  ['scheduling.v1.PriorityClass', fields({ value: between(-(2 ** 31), 1_000_000_000) })],
  ['core.v1.ReplicationControllerSpec', fields({ replicas: notNegative })],
];
