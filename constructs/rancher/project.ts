import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkQuantity } from '../kubernetes/resources';
import { Resource, type ResourceProps } from '../resource';
import { checkQuotaLimits, checkWithin, lowerQuotaLimits, type QuotaLimits } from './resource-quota';

/** A project of one cluster, made here or there already. */
export interface ProjectReference<ClusterId extends string = string> {
  /** Rancher's id of the cluster that the project is for. */
  readonly clusterId: ClusterId;
  /** Rancher's id of the project: its object's name. */
  readonly name: string;
  /** Undefined where the project has none, or it is not known. */
  readonly resourceQuota?: QuotaLimits;
}

/** Limits and requests of containers that say none, as Kubernetes quantities. */
export interface ContainerResourceLimit {
  /** @default - none */
  readonly limitsCpu?: string;
  /** @default - none */
  readonly limitsMemory?: string;
  /** @default - none */
  readonly requestsCpu?: string;
  /** @default - none */
  readonly requestsMemory?: string;
}

export interface ProjectProps<ClusterId extends string = string> extends Omit<ResourceProps, 'namespace'> {
  /** Rancher's id of the cluster that the project is for, `c-f7r9g`; the object's namespace. */
  readonly clusterId: ClusterId;
  /**
   * Name that people see.
   * @default - the name
   */
  readonly displayName?: string;
  /** @default - none */
  readonly description?: string;
  /**
   * What the project's namespaces may have together. Needs `namespaceDefaultResourceQuota`.
   * @default - none
   */
  readonly resourceQuota?: QuotaLimits;
  /**
   * What a namespace gets that asks for nothing else: the same resources, within the project's. As much as the project
   * has leaves nothing for a second namespace.
   * @default - none
   */
  readonly namespaceDefaultResourceQuota?: QuotaLimits;
  /** @default - none */
  readonly containerDefaultResourceLimit?: ContainerResourceLimit;
}

/**
 * A group of namespaces of one cluster, with a quota in common. An object of Rancher's own cluster, which is not the one
 * that it is for: it stands there in the namespace of that cluster's id.
 *
 * @throws UserError for what Rancher's webhook would refuse
 * @see https://ranchermanager.docs.rancher.com/reference-guides/rancher-webhook
 */
export class Project<ClusterId extends string = string>
  extends Resource
  implements ProjectReference<ClusterId>
{
  /** A project that something else makes. Nothing is rendered for it. */
  static existing<ClusterId extends string>(
    reference: ProjectReference<ClusterId>,
  ): ProjectReference<ClusterId> {
    return reference;
  }

  readonly apiObject: ApiObject;
  readonly clusterId: ClusterId;
  readonly resourceQuota?: QuotaLimits;

  constructor(scope: Construct, id: string, props: ProjectProps<ClusterId>) {
    super(scope, id, { ...props, namespace: props.clusterId });
    this.clusterId = props.clusterId;
    this.resourceQuota = props.resourceQuota;
    this.check('Project', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkProject(props, checks);
    });
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'management.cattle.io/v3',
      kind: 'Project',
      metadata: this.metadata,
      spec: lower(this.name, props),
    });
  }
}

function checkProject(props: ProjectProps, checks: Checks): void {
  const { clusterId, displayName, resourceQuota, namespaceDefaultResourceQuota } = props;
  checkClusterId(clusterId, checks.at('clusterId'));
  checks
    .at('displayName')
    .expect(displayName !== '', 'is empty: Rancher refuses it; leave it out for the name');
  if (resourceQuota !== undefined) checkQuotaLimits(resourceQuota, checks.at('resourceQuota'));
  if (namespaceDefaultResourceQuota !== undefined) {
    checkQuotaLimits(namespaceDefaultResourceQuota, checks.at('namespaceDefaultResourceQuota'));
  }
  checkBoth(resourceQuota, namespaceDefaultResourceQuota, checks);
  if (props.containerDefaultResourceLimit !== undefined) {
    checkContainerLimit(props.containerDefaultResourceLimit, checks.at('containerDefaultResourceLimit'));
  }
}

export function checkClusterId(clusterId: string, checks: Checks): void {
  checks.expect(
    /^(local|c-[a-z0-9-]*[a-z0-9])$/.test(clusterId),
    `${show(clusterId)} is not Rancher's id of a cluster (local, or c- and letters and digits): it is not the cluster's name`,
  );
}

function checkBoth(
  project: QuotaLimits | undefined,
  namespaceDefault: QuotaLimits | undefined,
  checks: Checks,
): void {
  const at = checks.at('namespaceDefaultResourceQuota');
  if (project === undefined || namespaceDefault === undefined) {
    at.expect(project === undefined, 'is missing: Rancher refuses resourceQuota without it');
    at.expect(namespaceDefault === undefined, 'is given without resourceQuota: Rancher refuses it');
    return;
  }
  for (const resource of Object.keys(project)) {
    at.at(resource).expect(
      resource in namespaceDefault,
      'is missing: Rancher wants the same resources as in resourceQuota',
    );
  }
  checkWithin(namespaceDefault, project, at);
}

function checkContainerLimit(limit: ContainerResourceLimit, checks: Checks): void {
  for (const [request, bound] of [
    ['requestsCpu', 'limitsCpu'],
    ['requestsMemory', 'limitsMemory'],
  ] as const) {
    const size = checkQuantity(limit[request], checks.at(request));
    const most = checkQuantity(limit[bound], checks.at(bound));
    checks
      .at(request)
      .expect(
        size === undefined || most === undefined || size <= most,
        `${show(limit[request])} is more than ${bound}, ${show(limit[bound])}: Rancher refuses it`,
      );
  }
}

function lower(name: string, props: ProjectProps) {
  const { clusterId, displayName, description, resourceQuota, namespaceDefaultResourceQuota } = props;
  const { limitsCpu, limitsMemory, requestsCpu, requestsMemory } = props.containerDefaultResourceLimit ?? {};
  return {
    clusterName: clusterId,
    displayName: displayName ?? name,
    description,
    resourceQuota: resourceQuota && { limit: lowerQuotaLimits(resourceQuota) },
    namespaceDefaultResourceQuota: namespaceDefaultResourceQuota && {
      limit: lowerQuotaLimits(namespaceDefaultResourceQuota),
    },
    containerDefaultResourceLimit: props.containerDefaultResourceLimit && {
      limitsCpu,
      limitsMemory,
      requestsCpu,
      requestsMemory,
    },
  };
}
