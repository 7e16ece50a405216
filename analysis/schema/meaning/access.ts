import { isDnsSubdomain } from '../../../values/dns';
import { parseRequestUri } from '../formats';
import { describe, type Check, type Walk } from '../structural/walk';
import {
  all,
  between,
  dnsName,
  each,
  exclusive,
  fields,
  has,
  notEmpty,
  oneOf,
  requires,
  text,
  unique,
  whole,
  type Fields,
} from './parts';

const RBAC = 'rbac.authorization.k8s.io';

function roleRules(isOfCluster: boolean): Check {
  return whole((role, walk) => {
    ((role.rules ?? []) as Fields[]).forEach((rule, index) =>
      walk.at(['rules', index], () => checkRule(rule, isOfCluster, walk)),
    );
  });
}

function checkRule(rule: Fields, isOfCluster: boolean, walk: Walk): void {
  if (has(rule, 'nonResourceURLs')) {
    if (!isOfCluster) walk.failAt('nonResourceURLs', 'is for ClusterRoles only');
    if (has(rule, 'apiGroups') || has(rule, 'resources')) {
      walk.failAt('nonResourceURLs', 'is not allowed beside resources', 'Make two rules of it.');
    }
    return;
  }
  requires('apiGroups', 'resources')(rule, walk);
}

function binding(...kinds: readonly string[]): Check {
  return fields({
    roleRef: fields({ apiGroup: text((group) => group === RBAC, RBAC), kind: oneOf(...kinds) }),
  });
}

/** In a RoleBinding, an account that names no namespace is of the binding's; a ClusterRoleBinding has none. */
const accountWithNamespace = whole((object, walk) => {
  if (object.kind === 'ServiceAccount' && !has(object, 'namespace')) {
    walk.failAt('namespace', 'a service account has a namespace', 'Add namespace.');
  }
});

const subject = whole((object, walk) => {
  oneKind(object, walk);
  const { kind, apiGroup } = object;
  if (kind === 'ServiceAccount') fields({ name: dnsName })(object, walk);
  const group = kind === 'ServiceAccount' ? '' : RBAC;
  if (has(object, 'apiGroup') && apiGroup !== group) {
    walk.failAt('apiGroup', `${describe(apiGroup)} is not ${describe(group)}`);
  }
});

function oneKind(object: Fields, walk: Walk): void {
  walk.into('kind', object.kind, oneOf('ServiceAccount', 'User', 'Group'));
}

const REQUEST = /^\s*-----BEGIN CERTIFICATE REQUEST-----\n[^]+-----END CERTIFICATE REQUEST-----\s*$/;

const request: Check = (value, walk) => {
  if (!REQUEST.test(Buffer.from(String(value), 'base64').toString('utf8'))) {
    walk.fail('is not a certificate request (PEM) in base64');
  }
};

const distinct: Check = (value, walk) => {
  (value as unknown[]).forEach((one, index, list) => {
    if (list.indexOf(one) < index) walk.failAt(index, `${describe(one)} is there twice`);
  });
};

const wildcardAlone: Check = (value, walk) => {
  if ((value as unknown[]).includes('*') && (value as unknown[]).length > 1) walk.fail('"*" stands alone');
};

function webhook(isMutating: boolean): Check {
  return all(
    fields({
      name: text(
        (name) => isDnsSubdomain(name) && name.split('.').length >= 3,
        'a DNS name of at least three parts',
      ),
      admissionReviewVersions: all(
        distinct,
        each(text((version) => /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(version), 'a version', { empty: false })),
        (versions, walk) => {
          if (!(versions as string[]).some((one) => one === 'v1' || one === 'v1beta1')) {
            walk.fail('has neither v1 nor v1beta1, which the server speaks', 'Add v1.');
          }
        },
      ),
      failurePolicy: oneOf('Ignore', 'Fail'),
      matchPolicy: oneOf('Exact', 'Equivalent'),
      sideEffects: oneOf('None', 'NoneOnDryRun'),
      timeoutSeconds: between(1, 30),
      ...(isMutating && { reinvocationPolicy: oneOf('Never', 'IfNeeded') }),
    }),
  );
}

const url: Check = text((value) => {
  const uri = parseRequestUri(value);
  return uri?.scheme === 'https' && uri.host !== '' && uri.query === '' && !value.includes('#');
}, 'an address that begins with https://, without a query');

/** Who may do what, and who is asked. Source: pkg/apis/{rbac,certificates,admissionregistration}/validation of k8s.io/kubernetes. */
export const accessMeanings: readonly (readonly [string, Check])[] = [
  ['rbac.v1.ClusterRole', roleRules(true)],
  ['rbac.v1.Role', roleRules(false)],
  [
    'rbac.v1.ClusterRoleBinding',
    all(binding('ClusterRole'), fields({ subjects: each(accountWithNamespace) })),
  ],
  ['rbac.v1.RoleBinding', binding('Role', 'ClusterRole')],
  ['rbac.v1.Subject', subject],
  [
    'certificates.v1.CertificateSigningRequestSpec',
    all(
      requires('usages'),
      fields({
        request,
        usages: all(distinct, each(notEmpty)),
        signerName: text(
          (name) => /^[^/]+\.[^/]+\/[^/]+$/.test(name) && isDnsSubdomain(name.split('/')[0]),
          'a DNS name, "/" and a name',
        ),
        expirationSeconds: between(600, Infinity),
      }),
    ),
  ],
  ['admissionregistration.v1.ValidatingWebhookConfiguration', fields({ webhooks: unique('name') })],
  ['admissionregistration.v1.MutatingWebhookConfiguration', fields({ webhooks: unique('name') })],
  ['admissionregistration.v1.ValidatingWebhook', webhook(false)],
  ['admissionregistration.v1.MutatingWebhook', webhook(true)],
  [
    'admissionregistration.v1.WebhookClientConfig',
    all(exclusive(['url', 'service']), fields({ url: all(notEmpty, url) })),
  ],
  [
    'admissionregistration.v1.ServiceReference',
    fields({
      port: between(1, 65535),
      path: text(
        (path) =>
          path.startsWith('/') &&
          path
            .slice(1)
            .split('/')
            .every((part, index, parts) => (part === '' ? index === parts.length - 1 : isDnsSubdomain(part))),
        'a path of DNS names that begins with "/"',
      ),
    }),
  ],
  [
    'admissionregistration.v1.RuleWithOperations',
    all(
      requires('operations', 'apiGroups', 'apiVersions', 'resources'),
      fields({
        operations: all(wildcardAlone, each(oneOf('CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'))),
        apiGroups: wildcardAlone,
        apiVersions: all(wildcardAlone, each(notEmpty)),
        resources: each(notEmpty),
        scope: oneOf('Cluster', 'Namespaced', '*'),
      }),
    ),
  ],
];
