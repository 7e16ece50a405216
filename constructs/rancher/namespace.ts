import { Checks } from '../../values/checks';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import { checkClusterId, type ProjectReference } from './project';
import { checkQuotaLimits, checkWithin, lowerQuotaLimits, type QuotaLimits } from './resource-quota';

/** What makes a namespace one of a Rancher project's. */
export interface RancherNamespaceProps<ClusterId extends string = string> {
  /** Rancher's id of the cluster that the namespace is in. */
  readonly clusterId: ClusterId;
  /** A project of that cluster: another's does not compile where the ids are literals, and is refused in any case. */
  readonly project: ProjectReference<NoInfer<ClusterId>>;
  /**
   * The namespace's part of the project's quota.
   * @default - the project's `namespaceDefaultResourceQuota`
   */
  readonly quota?: QuotaLimits;
  /**
   * Labels of the nodes that take the namespace's pods. For clusters with the admission plugin PodNodeSelector.
   * @default - any node
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Whether Rancher has given the project's members their roles in the namespace: `lifecycle.cattle.io/create.namespace-auth`.
   * It writes that itself, once it has.
   * @default - left to Rancher
   */
  readonly namespaceAuth?: boolean;
}

/** The labels and annotations of a Namespace. */
export interface RancherNamespaceMarks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * What a Namespace has to bear to be a Rancher project's:
 *
 *     new Namespace(component, 'istio-system', { network, ...rancherNamespace({ clusterId: 'c-f7r9g', project }) });
 *
 * @throws UserError for a project of another cluster, and for a quota that the project has not got
 */
export function rancherNamespace<const ClusterId extends string>(
  props: RancherNamespaceProps<ClusterId>,
): RancherNamespaceMarks {
  const { clusterId, project, quota, nodeSelector, namespaceAuth } = props;
  const checks = new Checks();
  checkRancherNamespace(props, checks);
  checks.throwIfAny(`rancherNamespace of project ${project.name} in cluster ${clusterId}`);
  return {
    labels: { 'field.cattle.io/projectId': project.name },
    annotations: {
      'field.cattle.io/projectId': `${project.clusterId}:${project.name}`,
      ...(quota && { 'field.cattle.io/resourceQuota': JSON.stringify({ limit: lowerQuotaLimits(quota) }) }),
      ...(namespaceAuth !== undefined && {
        'lifecycle.cattle.io/create.namespace-auth': String(namespaceAuth),
      }),
      ...(nodeSelector && { 'scheduler.alpha.kubernetes.io/node-selector': joined(nodeSelector) }),
    },
  };
}

function checkRancherNamespace(
  { clusterId, project, quota, nodeSelector }: RancherNamespaceProps,
  checks: Checks,
): void {
  checkClusterId(clusterId, checks.at('clusterId'));
  checks
    .at('project')
    .expect(
      project.clusterId === clusterId,
      `is one of cluster ${project.clusterId}, and the namespace is in ${clusterId}: Rancher would look for it in the wrong cluster`,
    );
  if (quota !== undefined) {
    checkQuotaLimits(quota, checks.at('quota'));
    if (project.resourceQuota !== undefined) checkWithin(quota, project.resourceQuota, checks.at('quota'));
  }
  if (nodeSelector === undefined) return;
  const at = checks.at('nodeSelector');
  at.expect(
    Object.keys(nodeSelector).length > 0,
    `is ${show({})}, which is any node: leave it out if that is meant`,
  );
  checkLabels(nodeSelector, at);
}

/** In the form that the admission plugin reads, in an order of its own. */
function joined(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}
