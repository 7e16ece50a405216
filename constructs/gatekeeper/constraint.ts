import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { show } from '../../values/user-error';
import { checkLabelSelector, lowerLabelSelector, type LabelSelector } from '../kubernetes/label-selector';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import type { ExemptImage } from './exempt-image';

export const enforcementActions = ['deny', 'warn', 'dryrun'] as const;
/** What happens to a pod that violates a constraint: refused, let in with a warning, or only reported. */
export type EnforcementAction = (typeof enforcementActions)[number];

/** The pods that a constraint is for; all that is given must hold. */
export interface ConstraintMatch {
  /**
   * Names of namespaces; a `*` at one end stands for anything.
   * @default - all
   */
  readonly namespaces?: readonly string[];
  /**
   * Names of namespaces that are left out; a `*` at one end stands for anything.
   * @default - none
   */
  readonly excludedNamespaces?: readonly string[];
  /**
   * Labels of the pods.
   * @default - any
   */
  readonly labelSelector?: LabelSelector;
  /**
   * Labels of their namespaces.
   * @default - any
   */
  readonly namespaceSelector?: LabelSelector;
}

/** What every constraint on pods has. */
export interface ConstraintProps extends ClusterResourceProps {
  /** @default - all pods */
  readonly match?: ConstraintMatch;
  /** @default deny */
  readonly enforcementAction?: EnforcementAction;
  /**
   * Images that are let be. It holds for this constraint alone: each other one of the kind that matches the pod is
   * checked all the same, so exempt an image where the constraint stands, under its name.
   * @default - none
   */
  readonly exemptImages?: readonly ExemptImage[];
}

/**
 * Base of the constraints on pods: objects of kinds that a ConstraintTemplate of Gatekeeper's library makes, which has to
 * be there before.
 *
 * @see https://open-policy-agent.github.io/gatekeeper-library/website/
 */
export abstract class Constraint extends ClusterResource {
  readonly apiObject: ApiObject;

  /**
   * @param parameters - those of the kind, beside exemptImages
   * @param checkParameters - checks them
   */
  constructor(
    scope: Construct,
    id: string,
    kind: string,
    props: ConstraintProps,
    parameters: Readonly<Record<string, unknown>>,
    checkParameters: (checks: Checks) => void,
  ) {
    super(scope, id, props);
    const { match, enforcementAction, exemptImages } = props;
    this.check(kind, (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      if (match !== undefined) checkMatch(match, checks.at('match'));
      if (enforcementAction !== undefined) {
        checks.at('enforcementAction').oneOf(enforcementAction, enforcementActions);
      }
      exemptImages?.forEach((image, index) => image.check(checks.at('exemptImages').at(index)));
      checkParameters(checks);
    });
    const all = { ...parameters, exemptImages: exemptImages?.map(({ text }) => text) };
    const isEmpty = Object.values(all).every((value) => value === undefined);
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: this.metadata,
      spec: {
        enforcementAction,
        match: lowerMatch(match ?? {}),
        parameters: isEmpty ? undefined : all,
      },
    });
  }
}

function checkMatch(match: ConstraintMatch, checks: Checks): void {
  for (const field of ['namespaces', 'excludedNamespaces'] as const) {
    checks.at(field).expect(match[field]?.length !== 0, 'is empty: leave it out, or name a namespace');
    match[field]?.forEach((name, index) =>
      checks
        .at(field)
        .at(index)
        .expect(
          isDnsLabel(name) || /^(\*[-a-z0-9]+|[-a-z0-9]+\*)$/.test(name),
          `${show(name)} is not a namespace, nor one with a "*" at one end`,
        ),
    );
  }
  if (match.labelSelector !== undefined) checkLabelSelector(match.labelSelector, checks.at('labelSelector'));
  if (match.namespaceSelector !== undefined) {
    checkLabelSelector(match.namespaceSelector, checks.at('namespaceSelector'));
  }
}

function lowerMatch({ namespaces, excludedNamespaces, labelSelector, namespaceSelector }: ConstraintMatch) {
  return {
    kinds: [{ apiGroups: [''], kinds: ['Pod'] }],
    namespaces: namespaces && [...namespaces],
    excludedNamespaces: excludedNamespaces && [...excludedNamespaces],
    labelSelector: labelSelector && lowerLabelSelector(labelSelector),
    namespaceSelector: namespaceSelector && lowerLabelSelector(namespaceSelector),
  };
}
