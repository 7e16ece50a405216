import { isIpAddress } from '../../../values/address';
import { checkLabels } from '../metadata';
import { describe, type Check, type Walk } from '../structural/walk';
import {
  all,
  between,
  dnsLabel,
  dnsName,
  each,
  exclusive,
  fields,
  has,
  notEmpty,
  notNegative,
  oneOf,
  port,
  portOrName,
  positive,
  qualifiedName,
  requires,
  sizeOf,
  text,
  whole,
  type Fields,
} from './parts';

const address = text(isIpAddress, 'an IP address');
const mode = between(0, 0o777);
const HANDLERS = ['exec', 'httpGet', 'tcpSocket'];
const FIELD =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

const resources = whole((object, walk) => {
  const { limits = {}, requests = {} } = object as { limits?: Fields; requests?: Fields };
  for (const [name, request] of Object.entries(requests ?? {})) {
    const limit = limits?.[name];
    if (limit === undefined || limit === null || sizeOf(request) <= sizeOf(limit)) continue;
    walk.at(['requests'], () =>
      walk.failAt(name, `${describe(request)} is more than the limit ${describe(limit)}`),
    );
  }
});

const toleration = all(
  fields({ key: qualifiedName }),
  whole((object, walk) => {
    if (!has(object, 'key') && object.operator !== 'Exists') {
      walk.failAt('operator', 'a toleration without a key tolerates everything only with operator Exists');
    }
  }),
);

/** Pods and what they are made of. Source: pkg/apis/core/validation of k8s.io/kubernetes. */
export const podMeanings: readonly (readonly [string, Check])[] = [
  ['core.v1.Pod', all(requires('spec'), (pod, walk) => checkMounts(pod, walk))],
  ['core.v1.PodTemplateSpec', requires('spec')],
  [
    'core.v1.PodSpec',
    fields({
      nodeSelector: checkLabels,
      serviceAccountName: dnsName,
      priorityClassName: dnsName,
      activeDeadlineSeconds: positive,
    }),
  ],
  ['core.v1.Container', all(requires('image'), fields({ name: dnsLabel }))],
  ['core.v1.ContainerPort', fields({ containerPort: port, hostPort: between(0, 65535), name: portOrName })],
  [
    'core.v1.EnvVar',
    whole((object, walk) => {
      if (has(object, 'value') && object.valueFrom) walk.failAt('valueFrom', 'is not allowed beside a value');
    }),
  ],
  [
    'core.v1.EnvVarSource',
    exclusive(['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']),
  ],
  [
    'core.v1.ObjectFieldSelector',
    fields({
      fieldPath: text(
        (path) => FIELD.test(path) || /^metadata\.(labels|annotations)$/.test(path),
        'a field of pods that can be referred to',
      ),
    }),
  ],
  ...[
    'ConfigMapKeySelector',
    'SecretKeySelector',
    'ConfigMapEnvSource',
    'SecretEnvSource',
    'ConfigMapProjection',
    'SecretProjection',
  ].map((name) => [`core.v1.${name}`, all(requires('name'), fields({ name: dnsName }))] as const),
  ['core.v1.ConfigMapVolumeSource', all(requires('name'), fields({ defaultMode: mode }))],
  ['core.v1.SecretVolumeSource', all(requires('secretName'), fields({ defaultMode: mode }))],
  ['core.v1.ProjectedVolumeSource', fields({ defaultMode: mode })],
  ['core.v1.DownwardAPIVolumeSource', fields({ defaultMode: mode })],
  ['core.v1.ServiceAccountTokenProjection', fields({ expirationSeconds: between(600, 2 ** 32) })],
  ['core.v1.Volume', fields({ name: dnsLabel })],
  ['core.v1.LifecycleHandler', exclusive([...HANDLERS, 'sleep'])],
  [
    'core.v1.Probe',
    all(
      exclusive([...HANDLERS, 'grpc']),
      fields({
        initialDelaySeconds: notNegative,
        periodSeconds: notNegative,
        timeoutSeconds: notNegative,
        successThreshold: notNegative,
        failureThreshold: notNegative,
      }),
    ),
  ],
  ['core.v1.HTTPGetAction', fields({ port: portOrName })],
  ['core.v1.TCPSocketAction', fields({ port: portOrName })],
  ['core.v1.GRPCAction', fields({ port })],
  ['core.v1.HTTPHeader', fields({ name: text((name) => /^[-A-Za-z0-9]+$/.test(name), "a header's name") })],
  [
    'core.v1.PodSecurityContext',
    fields({
      runAsUser: between(0, 2 ** 31 - 1),
      runAsGroup: between(0, 2 ** 31 - 1),
      fsGroup: between(0, 2 ** 31 - 1),
    }),
  ],
  [
    'core.v1.SecurityContext',
    fields({ runAsUser: between(0, 2 ** 31 - 1), runAsGroup: between(0, 2 ** 31 - 1) }),
  ],
  ['core.v1.ResourceRequirements', resources],
  ['core.v1.Toleration', toleration],
  ['core.v1.WeightedPodAffinityTerm', fields({ weight: between(1, 100) })],
  ['core.v1.PreferredSchedulingTerm', fields({ weight: between(1, 100) })],
  ['core.v1.PodAffinityTerm', fields({ topologyKey: qualifiedName })],
  ['core.v1.TopologySpreadConstraint', fields({ maxSkew: positive, topologyKey: qualifiedName })],
  ['core.v1.HostAlias', fields({ ip: address, hostnames: each(all(notEmpty, dnsName)) })],
  ['core.v1.VolumeMount', fields({ mountPath: text((path) => !path.includes(':'), 'a path without ":"') })],
  [
    'core.v1.HostPathVolumeSource',
    fields({ path: text((path) => !path.split('/').includes('..'), 'a path without ".."') }),
  ],
];

/** What a pod template of a job may do when its containers end. */
export const jobRestart: Check = whole((job, walk) => {
  const template = job.template as { spec?: Fields } | undefined;
  const policy = template?.spec?.restartPolicy;
  if (template?.spec === undefined || policy === 'Never' || policy === 'OnFailure') return;
  walk.at(['template', 'spec'], () =>
    walk.failAt(
      'restartPolicy',
      'a job restarts its containers on failure or never',
      'Write Never or OnFailure.',
    ),
  );
});

/**
 * Reports mounts of volumes that the pod does not have.
 *
 * @param pod - a pod, or a template of pods
 * @param others - names of volumes that come from elsewhere
 */
export function checkMounts(pod: unknown, walk: Walk, others: readonly string[] = []): void {
  const { spec } = pod as { spec?: Fields };
  if (spec === undefined || spec === null) return;
  const volumes = new Set([
    ...((spec.volumes ?? []) as { name?: string }[]).map(({ name }) => name),
    ...others,
  ]);
  for (const list of ['initContainers', 'containers']) {
    ((spec[list] ?? []) as { volumeMounts?: { name?: string }[] }[]).forEach((container, index) => {
      (container?.volumeMounts ?? []).forEach((mount, position) => {
        if (volumes.has(mount?.name)) return;
        walk.at(['spec', list, index, 'volumeMounts', position], () =>
          walk.failAt('name', `${describe(mount?.name)} is not one of the pod's volumes`, 'Add the volume.'),
        );
      });
    });
  }
}

export const accessModes = all(
  (value, walk) => {
    if (Array.isArray(value) && value.length === 0) walk.fail('names no way of access');
  },
  each(oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod')),
);
