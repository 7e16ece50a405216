import { isSchedule } from '../cron';
import type { Check, Walk } from '../structural/walk';
import {
  all,
  countOrPercent,
  dnsLabel,
  fields,
  notNegative,
  requires,
  text,
  whole,
  type Fields,
} from './parts';
import { checkMounts, jobRestart } from './pods';
import { checkSelectsItsPods } from './selectors';

const ofTemplate: Check = whole((spec, walk) => {
  if (spec.template) walk.into('template', spec.template, (template) => checkMounts(template, walk));
});
const counts = fields({
  replicas: notNegative,
  minReadySeconds: notNegative,
  revisionHistoryLimit: notNegative,
  progressDeadlineSeconds: notNegative,
});
const rollout = fields({ maxSurge: countOrPercent, maxUnavailable: countOrPercent });

/** A claim's name makes a volume's, so each may be mounted. */
const ofStatefulSet: Check = whole((spec, walk) => {
  const claims = (spec.volumeClaimTemplates ?? []) as { metadata?: { name?: string } }[];
  const names = claims.map((claim) => claim?.metadata?.name ?? '');
  names.forEach((name, index) =>
    walk.at(['volumeClaimTemplates', index, 'metadata'], () =>
      all(requires('name'), fields({ name: dnsLabel }))({ name }, walk),
    ),
  );
  if (spec.template) walk.into('template', spec.template, (template) => checkMounts(template, walk, names));
});

/** What runs pods. Source: pkg/apis/apps/validation and pkg/apis/batch/validation of k8s.io/kubernetes. */
export const workloadMeanings: readonly (readonly [string, Check])[] = [
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(
    (kind) => [`apps.v1.${kind}`, requires('spec')] as const,
  ),
  ['apps.v1.DeploymentSpec', all(counts, checkSelectsItsPods, ofTemplate)],
  ['apps.v1.ReplicaSetSpec', all(requires('template'), counts, checkSelectsItsPods, ofTemplate)],
  ['apps.v1.DaemonSetSpec', all(counts, checkSelectsItsPods, ofTemplate)],
  [
    'apps.v1.StatefulSetSpec',
    all(counts, fields({ serviceName: dnsLabel }), checkSelectsItsPods, ofStatefulSet),
  ],
  ['apps.v1.RollingUpdateDeployment', rollout],
  ['apps.v1.RollingUpdateDaemonSet', rollout],
  ['batch.v1.Job', all(requires('spec'), jobName)],
  [
    'batch.v1.JobSpec',
    all(
      fields({
        parallelism: notNegative,
        completions: notNegative,
        backoffLimit: notNegative,
        ttlSecondsAfterFinished: notNegative,
        activeDeadlineSeconds: notNegative,
      }),
      jobRestart,
      ofTemplate,
    ),
  ],
  ['batch.v1.JobTemplateSpec', requires('spec')],
  ['batch.v1.CronJob', requires('spec')],
  [
    'batch.v1.CronJobSpec',
    fields({
      schedule: text(isSchedule, 'a schedule of cron (five fields, such as "0 3 * * *")'),
      startingDeadlineSeconds: notNegative,
      successfulJobsHistoryLimit: notNegative,
      failedJobsHistoryLimit: notNegative,
    }),
  ],
];

/** A job's name becomes a label of its pods. */
function jobName(job: unknown, walk: Walk): void {
  const { name } = (job as { metadata?: Fields }).metadata ?? {};
  if (typeof name === 'string' && name.length > 63) {
    walk.at(['metadata'], () =>
      walk.failAt('name', 'is longer than the 63 characters of a label, which its pods carry it as'),
    );
  }
}
