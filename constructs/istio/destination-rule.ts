import type { Construct } from 'constructs';
import {
  DestinationRule as DestinationRuleObject,
  type DestinationRuleSpec,
  type DestinationRuleSpecSubsetsTrafficPolicy,
  type DestinationRuleSpecTrafficPolicy,
} from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { isWildcardHostName } from '../../values/host';
import { checkLabels } from '../../values/label';
import { checkSelector } from '../../values/selector';
import { show, UserError } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { type Addressable, hostOf, type Subset } from './destination';
import { checkExportTo } from './export-to';
import { checkTrafficPolicy, lowerTrafficPolicy, type TrafficPolicy } from './traffic-policy';

/** A named group of a host's workloads. */
export interface SubsetProps<Name extends string = string> {
  /** Unique in the rule; letters, digits and `-`. */
  readonly name: Name;
  /**
   * Labels that a workload must carry to belong.
   * @default - none; all of the host's workloads, with a traffic policy of their own
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Overrides of the rule's traffic policy, setting by setting. Takes effect where a route leads to the subset.
   * @default - the rule's own policy
   */
  readonly trafficPolicy?: TrafficPolicy;
}

export interface DestinationRuleProps<SubsetName extends string = never> extends ResourceProps {
  /**
   * The service that the rule is for: an object that has a host, a full host name, or one with a first part of `*`. A
   * short name is looked up in the rule's namespace.
   */
  readonly host: string | Addressable;
  /** @default - Istio's defaults */
  readonly trafficPolicy?: TrafficPolicy;
  /** @default - none */
  readonly subsets?: readonly SubsetProps<SubsetName>[];
  /**
   * Namespaces whose proxies follow the rule; `.` is its own, `*` is all.
   * @default - all
   */
  readonly exportTo?: readonly string[];
  /**
   * Labels of the workloads, in the rule's namespace, whose proxies follow the rule.
   * @default - all workloads of the namespaces that it is exported to
   */
  readonly workloadSelector?: Readonly<Record<string, string>>;
}

/**
 * How proxies treat what they send to a host, and the subsets into which its workloads fall. A route that is to lead to
 * a subset takes it from here: `rule.subset('v1')`.
 *
 * @throws UserError for settings that Istio would refuse or ignore
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule<const SubsetName extends string = never>
  extends Resource
  implements Addressable
{
  readonly apiObject: DestinationRuleObject;
  readonly host: string;
  private readonly subsetNames: readonly string[];

  constructor(scope: Construct, id: string, props: DestinationRuleProps<SubsetName>) {
    super(scope, id, props);
    this.host = hostOf(props.host);
    this.subsetNames = (props.subsets ?? []).map(({ name }) => name);
    this.check('DestinationRule', (checks) => checkDestinationRule(props, checks, this.namespace));
    this.apiObject = new DestinationRuleObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }

  /**
   * A subset, for a route to lead to.
   *
   * @throws UserError for a name that the rule does not define, where the compiler could not see it
   */
  subset<Name extends SubsetName>(name: Name): Subset<Name> {
    if (!this.subsetNames.includes(name)) {
      throw UserError.of(
        `DestinationRule ${this.qualifiedName}`,
        `has no subset ${show(name)}; it has ${this.subsetNames.map(show).join(', ') || 'none'}`,
      );
    }
    return { host: this.host, subset: name };
  }
}

function checkDestinationRule(
  props: DestinationRuleProps<string>,
  checks: Checks,
  namespace: string | undefined,
): void {
  const { trafficPolicy, subsets = [], exportTo, workloadSelector } = props;
  const host = hostOf(props.host);
  checks
    .at('host')
    .expect(
      isWildcardHostName(host),
      `${show(host)} is not a host (the name of a service, such as shop.demo.svc.cluster.local, or *.example.org)`,
    );
  if (trafficPolicy !== undefined)
    checkTrafficPolicy(trafficPolicy, checks.at('trafficPolicy'), { namespace });
  subsets.forEach((subset, index) => {
    const at = checks.at('subsets').at(index);
    // Istio takes capitals too.
    at.at('name').expect(
      isDnsLabel(subset.name.toLowerCase()),
      `${show(subset.name)} is not a subset name (letters, digits and "-", at most 63, first and last a letter or digit)`,
    );
    at.at('name').expect(
      !subsets.slice(0, index).some(({ name }) => name === subset.name),
      `${show(subset.name)} names two subsets: Istio refuses it`,
    );
    if (subset.labels !== undefined) checkLabels(subset.labels, at.at('labels'));
    if (subset.trafficPolicy !== undefined) {
      const inherited = trafficPolicy?.outlierDetection;
      checkTrafficPolicy(subset.trafficPolicy, at.at('trafficPolicy'), { namespace, inherited });
    }
  });
  if (workloadSelector !== undefined) checkSelector(checks.at('workloadSelector'), workloadSelector);
  if (exportTo !== undefined) checkExportTo(exportTo, checks.at('exportTo'), { namespace });
  checks
    .at('exportTo')
    .expect(
      workloadSelector === undefined || (exportTo ?? ['.']).every((one) => one === '.' || one === namespace),
      'reaches beyond the namespace, which a rule with a workloadSelector cannot: Istio refuses it',
    );
}

function lower(props: DestinationRuleProps<string>): DestinationRuleSpec {
  const { trafficPolicy, subsets, exportTo, workloadSelector } = props;
  return {
    host: hostOf(props.host),
    // The imported enums have the values of our unions.
    trafficPolicy: trafficPolicy && (lowerTrafficPolicy(trafficPolicy) as DestinationRuleSpecTrafficPolicy),
    subsets: subsets?.map((subset) => ({
      name: subset.name,
      labels: subset.labels && { ...subset.labels },
      trafficPolicy:
        subset.trafficPolicy &&
        (lowerTrafficPolicy(subset.trafficPolicy) as DestinationRuleSpecSubsetsTrafficPolicy),
    })),
    exportTo: exportTo && [...exportTo],
    workloadSelector: workloadSelector && { matchLabels: { ...workloadSelector } },
  };
}
