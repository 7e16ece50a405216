import { at, fieldsOf, recordsOf, textOf, textsOf, type Fields } from '../model/fields';
import type { DestinationRule } from '../model/virtual-service';

/** A `localityLbSetting` of a DestinationRule, and the outlier detection that goes with it. */
export interface LocalityPolicy {
  readonly setting: Fields;
  /** `spec.trafficPolicy.loadBalancer.localityLbSetting` */
  readonly path: string;
  /** Undefined where nothing takes sick endpoints out. */
  readonly outlier: Fields | undefined;
}

/**
 * The locality settings of a DestinationRule that are on. What a port sets stands alone; what a subset leaves out it
 * has from the whole.
 *
 * Source: `MergeSubsetTrafficPolicy` of istiod.
 */
export function localityPoliciesOf({ resource, subsets }: DestinationRule): readonly LocalityPolicy[] {
  const found: LocalityPolicy[] = [];
  const whole = fieldsOf(resource.spec.trafficPolicy);
  const add = (policy: Fields, path: string, outlier: unknown) => {
    const setting = at(policy, 'loadBalancer', 'localityLbSetting');
    if (setting === undefined || setting === null || at(setting, 'enabled') === false) return;
    const isOn = outlier !== undefined && outlier !== null && !isOff(fieldsOf(outlier));
    found.push({
      setting: fieldsOf(setting),
      path: `${path}.loadBalancer.localityLbSetting`,
      outlier: isOn ? fieldsOf(outlier) : undefined,
    });
  };
  const addPorts = (policy: Fields, path: string) =>
    recordsOf(policy.portLevelSettings).forEach((one, index) =>
      add(one, `${path}.portLevelSettings[${index}]`, one.outlierDetection),
    );
  const ofSubsets = subsets.map(({ fields }) => at(fields, 'trafficPolicy', 'outlierDetection'));
  const everySubset = ofSubsets.every((one) => one !== undefined) ? ofSubsets[0] : undefined;
  add(whole, 'spec.trafficPolicy', whole.outlierDetection ?? everySubset);
  addPorts(whole, 'spec.trafficPolicy');
  for (const { fields, path } of subsets) {
    const policy = fieldsOf(fields.trafficPolicy);
    add(policy, `${path}.trafficPolicy`, policy.outlierDetection ?? whole.outlierDetection);
    addPorts(policy, `${path}.trafficPolicy`);
  }
  return found;
}

/** Nothing is taken out where no count of errors is above zero. */
function isOff({
  consecutive5xxErrors,
  consecutiveGatewayErrors,
  consecutiveErrors,
  ...rest
}: Fields): boolean {
  if (consecutive5xxErrors !== 0 || rest.consecutiveLocalOriginFailures !== undefined) return false;
  return !(Number(consecutiveGatewayErrors) > 0 || Number(consecutiveErrors) > 0);
}

export interface Failover {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

export function failoversOf({ setting, path }: LocalityPolicy): readonly Failover[] {
  return recordsOf(setting.failover).map(({ from, to }, index) => ({
    from: textOf(from) ?? '',
    to: textOf(to) ?? '',
    path: `${path}.failover[${index}]`,
  }));
}

export interface Distribution {
  readonly from: string;
  readonly to: readonly { readonly locality: string; readonly weight: number }[];
  readonly path: string;
}

export function distributionsOf({ setting, path }: LocalityPolicy): readonly Distribution[] {
  return recordsOf(setting.distribute).map(({ from, to }, index) => ({
    from: textOf(from) ?? '',
    to: Object.entries(fieldsOf(to)).map(([locality, weight]) => ({ locality, weight: Number(weight) })),
    path: `${path}.distribute[${index}]`,
  }));
}

/** A label by which endpoints come first, and the value where it is not the client's own. */
export interface Priority {
  readonly label: string;
  readonly value: string | undefined;
  readonly path: string;
}

export function prioritiesOf({ setting, path }: LocalityPolicy): readonly Priority[] {
  return textsOf(setting.failoverPriority).map((given, index) => {
    const [label, value] = given.split('=');
    return { label: label!, value, path: `${path}.failoverPriority[${index}]` };
  });
}
