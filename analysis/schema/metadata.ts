import { isDnsLabel } from '../../values/dns';
import { isLabelKey, isLabelValue } from '../../values/label';
import { isRecord, type Schema } from './schema';
import { describe, type Check, type Walk } from './structural/walk';

/** How a kind's objects may be named. */
export interface NameRule {
  readonly accepts: (name: string) => boolean;
  /** Completes `"x" is not …`. */
  readonly noun: string;
}

const LABEL: NameRule = {
  accepts: isDnsLabel,
  noun: 'a DNS label (lower-case letters, digits and "-", at most 63, first and last a letter or digit)',
};
const SUBDOMAIN: NameRule = {
  accepts: isLongSubdomain,
  noun: 'a DNS name (lower-case letters, digits, "-" and ".", at most 253)',
};
const SERVICE: NameRule = {
  accepts: (name) => /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name),
  noun: 'a DNS label that begins with a letter (lower-case letters, digits and "-", at most 63)',
};
const PATH_SEGMENT: NameRule = {
  accepts: (name) => name !== '.' && name !== '..' && !/[/%]/.test(name),
  noun: 'a name without "/" and "%"',
};
const CRON_JOB: NameRule = {
  accepts: (name) => isLongSubdomain(name) && name.length <= 52,
  noun: 'a DNS name of at most 52 characters, so that its jobs can have names',
};

/** Rules of kinds whose names are not DNS names of 253 characters, by `group/kind`. Source: Kubernetes' validation. */
const NAME_RULES: ReadonlyMap<string, NameRule> = new Map([
  ['/Namespace', LABEL],
  ['/Service', SERVICE],
  ['apps/StatefulSet', LABEL],
  ['batch/CronJob', CRON_JOB],
  ['policy/PodDisruptionBudget', PATH_SEGMENT],
  ['certificates.k8s.io/CertificateSigningRequest', PATH_SEGMENT],
  ...['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].map(
    (kind) => [`rbac.authorization.k8s.io/${kind}`, PATH_SEGMENT] as const,
  ),
]);

export function nameRuleOf(group: string, kind: string): NameRule {
  return NAME_RULES.get(`${group}/${kind}`) ?? SUBDOMAIN;
}

const TEXT: Schema = { type: 'string' };
const TEXTS: Schema = { type: 'object', additionalProperties: TEXT };

/** The shape of `metadata`, the same for every kind. Source: ObjectMeta of k8s.io/apimachinery. */
export const METADATA: Schema = {
  type: 'object',
  properties: {
    name: TEXT,
    generateName: TEXT,
    namespace: TEXT,
    selfLink: TEXT,
    uid: TEXT,
    resourceVersion: TEXT,
    generation: { type: 'integer', format: 'int64' },
    creationTimestamp: { type: 'string', format: 'date-time' },
    deletionTimestamp: { type: 'string', format: 'date-time' },
    deletionGracePeriodSeconds: { type: 'integer', format: 'int64' },
    labels: TEXTS,
    annotations: TEXTS,
    finalizers: { type: 'array', items: TEXT },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        required: ['apiVersion', 'kind', 'name', 'uid'],
        properties: {
          apiVersion: TEXT,
          kind: TEXT,
          name: TEXT,
          uid: TEXT,
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
      },
    },
    managedFields: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  },
};

/** All annotations of an object together, in bytes. */
const ANNOTATIONS_MOST = 256 * 1024;

/**
 * Checks what metadata says, its shape aside.
 *
 * @param name - the rule of names; undefined where the object needs none, as a template
 * @param namespaced - whether the kind belongs to a namespace; undefined where nobody knows
 */
export function metadataCheck(name: NameRule | undefined, namespaced: boolean | undefined): Check {
  return (metadata, walk) => {
    if (!isRecord(metadata)) return;
    if (name !== undefined) checkName(metadata, name, walk);
    checkNamespace(metadata.namespace, namespaced, walk);
    for (const [field, check] of [
      ['labels', checkLabels],
      ['annotations', checkAnnotations],
    ] as const) {
      if (isRecord(metadata[field])) walk.into(field, metadata[field], check);
    }
    if (Array.isArray(metadata.finalizers)) walk.into('finalizers', metadata.finalizers, checkFinalizers);
  };
}

function checkName(metadata: Readonly<Record<string, unknown>>, rule: NameRule, walk: Walk): void {
  const { name, generateName } = metadata;
  const isMissing = (value: unknown) => value === undefined || value === null || value === '';
  if (isMissing(name) && isMissing(generateName)) {
    walk.failAt('name', 'the object has no name', 'Add metadata.name.');
  }
  if (typeof name === 'string' && name !== '' && !rule.accepts(name)) {
    walk.failAt('name', `${describe(name)} is not ${rule.noun}`);
  }
  // A prefix may end as no name may: what is appended makes up for it.
  if (
    typeof generateName === 'string' &&
    generateName !== '' &&
    !rule.accepts(generateName.replace(/-$/, 'a'))
  ) {
    walk.failAt('generateName', `${describe(generateName)} does not begin ${rule.noun}`);
  }
}

function checkNamespace(namespace: unknown, namespaced: boolean | undefined, walk: Walk): void {
  if (typeof namespace !== 'string' || namespace === '') return;
  if (namespaced === false) {
    walk.failAt('namespace', 'an object of this kind belongs to no namespace', 'Remove metadata.namespace.');
  } else if (!LABEL.accepts(namespace)) {
    walk.failAt('namespace', `${describe(namespace)} is not ${LABEL.noun}`);
  }
}

/** Checks labels as an object carries them, and as selectors of equality ask for them. */
export const checkLabels: Check = (labels, walk) => {
  if (!isRecord(labels)) return;
  for (const key of Object.keys(labels)) {
    const value = labels[key];
    checkKey(key, 'label', walk);
    if (typeof value === 'string' && !isLabelValue(value)) {
      walk.failAt(
        key,
        `${describe(value)} is not a label's value (at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit)`,
      );
    }
  }
};

const checkAnnotations: Check = (annotations, walk) => {
  let size = 0;
  for (const [key, value] of Object.entries(annotations as Record<string, unknown>)) {
    checkKey(key.toLowerCase(), 'annotation', walk);
    if (typeof value === 'string') size += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (size > ANNOTATIONS_MOST) walk.fail(`hold ${size} bytes: at most ${ANNOTATIONS_MOST} are allowed`);
};

const checkFinalizers: Check = (finalizers, walk) => {
  (finalizers as unknown[]).forEach((one, index) => {
    if (typeof one === 'string' && !isLabelKey(one)) {
      walk.failAt(index, `${describe(one)} is not the name of a finalizer (a DNS name, "/" and a name)`);
    }
  });
};

function checkKey(key: string, noun: string, walk: Walk): void {
  if (!isLabelKey(key)) {
    walk.failAt(
      key,
      `${describe(key)} is not the key of a ${noun} ([DNS name/]name, the name at most 63 characters)`,
    );
  }
}

/** Unlike the parts of a host's name, those of an object's may be longer than 63 characters. */
function isLongSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}
