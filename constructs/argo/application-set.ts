import type { Construct } from 'constructs';
import {
  ApplicationSet as ApplicationSetObject,
  type ApplicationSetSpec,
  type ApplicationSetSpecSyncPolicyApplicationsSync,
  type ApplicationSetSpecTemplateSpec,
} from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { Resource, type ResourceProps } from '../resource';
import { checkApplicationName, resourcesFinalizer } from './application';
import { checkApplicationSpec, lowerApplicationSpec, type ApplicationSpec } from './application-spec';
import { checkTemplate, isTemplate, textsBelow } from './go-template';
import type { Generator } from './generator';

/** What the controller may do to Applications: `sync` is all of it. */
export const applicationsSyncs = ['sync', 'create-only', 'create-update', 'create-delete'] as const;
export type ApplicationsSync = (typeof applicationsSyncs)[number];

/** An Application whose texts, the keys of labels and annotations included, are Go templates of the parameters. */
export interface ApplicationTemplate extends ApplicationSpec {
  /** Different for each set of parameters. */
  readonly name: string;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ApplicationSetProps extends ResourceProps {
  /** At least one; the Applications of all of them. */
  readonly generators: readonly Generator[];
  readonly template: ApplicationTemplate;
  /**
   * Under a policy that does not delete, Applications stay when nothing generates them any more, and also when the
   * ApplicationSet itself is deleted: a finalizer has the controller cut them loose first. Source: Argo CD's
   * "Controlling if/when the ApplicationSet controller modifies Applications".
   * @default 'sync'
   */
  readonly applicationsSync?: ApplicationsSync;
  /**
   * Whether the objects of an Application stay in their cluster when the Application is deleted.
   * @default false
   */
  readonly preserveResourcesOnDeletion?: boolean;
  /**
   * Annotations of Applications that the controller leaves to others, notifications for one.
   * @default - none
   */
  readonly preservedAnnotations?: readonly string[];
  /**
   * Fields of Applications, as jq paths, that the controller leaves to others: `.spec.syncPolicy.automated` lets
   * somebody stop the sync of one.
   * @default - none
   */
  readonly ignoreApplicationDifferences?: readonly string[];
}

/**
 * One Application for each set of parameters. Always with Go templates, and with `missingkey=error`: a parameter
 * that is not there stops the set instead of leaving a hole.
 *
 * @throws UserError for what the controller would refuse, and for templates that it could not fill in
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/
 */
export class ApplicationSet extends Resource {
  readonly apiObject: ApplicationSetObject;

  constructor(scope: Construct, id: string, props: ApplicationSetProps) {
    super(scope, id, props);
    this.check('ApplicationSet', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkSet(props, checks);
    });
    this.apiObject = new ApplicationSetObject(this, 'Resource', {
      metadata: { ...this.metadata, ...(keepsApplications(props) && { finalizers: [resourcesFinalizer] }) },
      spec: lower(props),
    });
  }
}

function keepsApplications({ applicationsSync }: ApplicationSetProps): boolean {
  return applicationsSync === 'create-only' || applicationsSync === 'create-update';
}

function checkSet({ generators, template, applicationsSync }: ApplicationSetProps, checks: Checks): void {
  checks.at('generators').expect(generators.length > 0, 'is empty: it would generate nothing');
  generators.forEach((generator, index) => generator.check(checks.at('generators').at(index)));
  if (applicationsSync !== undefined)
    checks.at('applicationsSync').oneOf(applicationsSync, applicationsSyncs);

  const at = checks.at('template');
  if (isTemplate(template.name)) {
    checkParameters(generators, template, at);
  } else {
    at.at('name').fail(
      `${JSON.stringify(template.name)} is the same for each set of parameters; Applications of one name are refused`,
    );
    checkApplicationName(template.name, at.at('name'));
  }
  checkApplicationSpec(template, at);
}

function checkParameters(
  generators: readonly Generator[],
  template: ApplicationTemplate,
  checks: Checks,
): void {
  const given = generators.map(({ parameters }) => parameters);
  // A template is filled in for each generator, so it may ask for what all of them give.
  const common = given.some((one) => one === undefined)
    ? undefined
    : new Set([...(given[0] ?? [])].filter((name) => given.every((one) => one!.has(name))));
  for (const text of textsBelow(template, checks)) checkTemplate(text, common);
}

function lower(props: ApplicationSetProps): ApplicationSetSpec {
  const { generators, template, applicationsSync, preserveResourcesOnDeletion } = props;
  const { preservedAnnotations, ignoreApplicationDifferences } = props;
  const { name, labels, annotations, ...spec } = template;
  return {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: generators.map((generator) => generator.lower()),
    template: {
      metadata: { name, labels: labels && { ...labels }, annotations: annotations && { ...annotations } },
      spec: lowerApplicationSpec(spec) as ApplicationSetSpecTemplateSpec,
    },
    syncPolicy:
      applicationsSync === undefined && preserveResourcesOnDeletion === undefined
        ? undefined
        : {
            applicationsSync: applicationsSync as ApplicationSetSpecSyncPolicyApplicationsSync | undefined,
            preserveResourcesOnDeletion,
          },
    preservedFields: preservedAnnotations && { annotations: [...preservedAnnotations] },
    ignoreApplicationDifferences: ignoreApplicationDifferences && [
      { jqPathExpressions: [...ignoreApplicationDifferences] },
    ],
  };
}
