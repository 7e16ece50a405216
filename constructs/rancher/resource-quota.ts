import type { Checks } from '../../values/checks';
import { parseQuantity } from '../../values/quantity';
import { show } from '../../values/user-error';
import { checkQuantity } from '../kubernetes/resources';

export const quotaResources = [
  'pods',
  'services',
  'replicationControllers',
  'secrets',
  'configMaps',
  'persistentVolumeClaims',
  'servicesNodePorts',
  'servicesLoadBalancers',
  'requestsCpu',
  'requestsMemory',
  'requestsStorage',
  'limitsCpu',
  'limitsMemory',
] as const;
export type QuotaResource = (typeof quotaResources)[number];

/** Amounts of what namespaces may hold in all, as Kubernetes quantities: `{ limitsCpu: '12000m', pods: '50' }`. */
export type QuotaLimits = Readonly<Partial<Record<QuotaResource, string>>>;

export function checkQuotaLimits(limits: QuotaLimits, checks: Checks): void {
  checks.expect(Object.keys(limits).length > 0, 'is empty: it would limit nothing');
  for (const resource of Object.keys(limits) as QuotaResource[]) {
    const at = checks.at(resource);
    if (at.oneOf(resource, quotaResources)) checkQuantity(limits[resource], at);
  }
}

/** Records amounts of one namespace that its project has not got. */
export function checkWithin(namespace: QuotaLimits, project: QuotaLimits, checks: Checks): void {
  for (const resource of quotaResources) {
    const [part, whole] = [namespace[resource], project[resource]];
    if (part === undefined) continue;
    const size = parseQuantity(part);
    const most = parseQuantity(whole);
    checks
      .at(resource)
      .expect(
        whole !== undefined,
        "is none of the resources of the project's quota: Rancher limits a namespace by those alone",
      );
    checks
      .at(resource)
      .expect(
        size === undefined || most === undefined || size <= most,
        `${show(part)} is more than the project has, ${show(whole)}: Rancher refuses it`,
      );
  }
}

/** The limits in the order of Rancher's API, whatever the order in which they were given. */
export function lowerQuotaLimits(limits: QuotaLimits): Record<string, string> {
  return Object.fromEntries(
    [...quotaResources].sort().flatMap((resource) => {
      const value = limits[resource];
      return value === undefined ? [] : [[resource, value]];
    }),
  );
}
