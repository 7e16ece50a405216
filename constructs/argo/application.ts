import type { Construct } from 'constructs';
import { Application as ApplicationObject } from '../../imports/argoproj.io';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkApplicationSpec, lowerApplicationSpec, type ApplicationSpec } from './application-spec';

/** Deletes an Application's objects from their cluster before the Application itself is gone. */
export const resourcesFinalizer = 'resources-finalizer.argocd.argoproj.io';

export interface ApplicationProps extends ResourceProps, ApplicationSpec {
  /**
   * Whether whoever deletes the Application deletes its objects from their cluster as well.
   * @default false
   */
  readonly cascade?: boolean;
}

/**
 * What Argo CD keeps in one cluster as one folder of git has it.
 *
 * @throws UserError for what Argo CD would refuse or misread
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications
 */
export class Application extends Resource {
  readonly apiObject: ApplicationObject;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id, props);
    this.check('Application', (checks) => {
      checkApplicationName(this.name, checks.at('name'));
      checkApplicationSpec(props, checks);
    });
    this.apiObject = new ApplicationObject(this, 'Resource', {
      metadata: { ...this.metadata, ...(props.cascade && { finalizers: [resourcesFinalizer] }) },
      spec: lowerApplicationSpec(props),
    });
  }
}

/** The name becomes the value of the label by which Argo CD may track the Application's objects. */
export function checkApplicationName(name: string, checks: Checks): void {
  checks.expect(
    isDnsSubdomain(name) && name.length <= 63,
    `${show(name)} is not the name of an Application (a DNS name, at most 63 characters)`,
  );
}
