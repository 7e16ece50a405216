import type { Construct } from 'constructs';
import { Constraint, type ConstraintProps } from './constraint';

/**
 * Wants a root file system from every container that it cannot write to.
 *
 * @throws UserError for images and namespaces that could not be meant
 * @see https://open-policy-agent.github.io/gatekeeper-library/website/validation/read-only-root-filesystem
 */
export class K8sPSPReadOnlyRootFilesystem extends Constraint {
  constructor(scope: Construct, id: string, props: ConstraintProps = {}) {
    super(scope, id, 'K8sPSPReadOnlyRootFilesystem', props, {}, () => undefined);
  }
}
