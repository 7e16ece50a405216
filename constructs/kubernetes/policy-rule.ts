import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';

export const verbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'bind',
  'escalate',
  'impersonate',
  'use',
  'approve',
  'sign',
  '*',
] as const;
export type Verb = (typeof verbs)[number];

/** What may be done to objects of an API. */
export interface ResourceRule {
  /** `''` is the core group, `*` every one. */
  readonly apiGroups: readonly string[];
  /** Plurals, with a subresource after a slash: `pods`, `pods/log`, `*`. */
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /**
   * Names of the objects.
   * @default - all
   */
  readonly resourceNames?: readonly string[];
}

/** What may be done to paths of the API server that are no objects. For ClusterRoles. */
export interface UrlRule {
  /** Paths, `/healthz` or `/healthz/*`. */
  readonly urls: readonly string[];
  /** HTTP's methods in lower case. */
  readonly verbs: readonly ('get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options' | '*')[];
}

/** One permission. Made by the functions of the same name. */
export type PolicyRule =
  ({ readonly kind: 'resources' } & ResourceRule) | ({ readonly kind: 'urls' } & UrlRule);

export const PolicyRule = {
  resources: (rule: ResourceRule): PolicyRule => ({ kind: 'resources', ...rule }),

  /** To look, and no more: get, list and watch. */
  read: (apiGroup: string, ...resources: readonly string[]): PolicyRule => ({
    kind: 'resources',
    apiGroups: [apiGroup],
    resources,
    verbs: ['get', 'list', 'watch'],
  }),

  urls: (rule: UrlRule): PolicyRule => ({ kind: 'urls', ...rule }),
} as const;

/** Records what Kubernetes refuses, and permissions that nobody could ever use. */
export function checkPolicyRules(
  rules: readonly PolicyRule[],
  owner: 'Role' | 'ClusterRole',
  checks: Checks,
): void {
  rules.forEach((rule, index) => {
    const at = checks.at(index);
    at.at('verbs').expect(rule.verbs.length > 0, 'is empty: Kubernetes refuses a rule that allows nothing');
    if (rule.kind === 'urls') {
      at.expect(
        owner === 'ClusterRole',
        'is about urls, which are in no namespace: give it to a ClusterRole',
      );
      checkUrls(rule, at);
    } else {
      checkResourceRule(rule, at);
    }
  });
}

function checkUrls({ urls }: UrlRule, checks: Checks): void {
  checks.at('urls').expect(urls.length > 0, 'is empty: the rule would be about nothing');
  urls.forEach((url, index) =>
    checks
      .at('urls')
      .at(index)
      .expect(
        url === '*' || /^\/[^*]*\*?$/.test(url),
        `${show(url)} is not a path ("/healthz", or "/healthz/*" with one "*" at its end)`,
      ),
  );
}

function checkResourceRule(rule: ResourceRule, checks: Checks): void {
  rule.verbs.forEach((verb, index) => checks.at('verbs').at(index).oneOf(verb, verbs));
  checks
    .at('apiGroups')
    .expect(
      rule.apiGroups.length > 0,
      `is empty: Kubernetes refuses it; the core group is ${show('')}, any is "*"`,
    );
  checks.at('resources').expect(rule.resources.length > 0, 'is empty: Kubernetes refuses it; any is "*"');
  if (rule.resourceNames === undefined) return;
  checks
    .at('resourceNames')
    .expect(rule.resourceNames.length > 0, 'is empty, which is every object: leave it out if that is meant');
  for (const verb of ['create', 'deletecollection'] as const) {
    checks
      .at('resourceNames')
      .expect(
        !rule.verbs.includes(verb),
        `is given with ${verb}, whose request bears no name: Kubernetes would never allow it`,
      );
  }
}

export function lowerPolicyRule(rule: PolicyRule): k8s.PolicyRule {
  if (rule.kind === 'urls') return { nonResourceUrLs: [...rule.urls], verbs: [...rule.verbs] };
  const { apiGroups, resources, verbs: allowed, resourceNames } = rule;
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...allowed],
    resourceNames: resourceNames && [...resourceNames],
  };
}
