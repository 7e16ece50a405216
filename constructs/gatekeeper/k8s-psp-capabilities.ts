import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { Constraint, type ConstraintProps } from './constraint';

export interface K8sPSPCapabilitiesProps extends ConstraintProps {
  /**
   * Linux capabilities that containers may add, by name without `CAP_`; `*` is all.
   * @default - none
   */
  readonly allowedCapabilities?: readonly string[];
  /**
   * Linux capabilities that containers have to drop; one that drops `ALL` does.
   * @default - none
   */
  readonly requiredDropCapabilities?: readonly string[];
}

/**
 * Which Linux capabilities containers may have. Istio's init container adds NET_ADMIN and NET_RAW, unless its CNI plugin
 * stands in for it.
 *
 * @throws UserError for names that the kernel does not know so
 * @see https://open-policy-agent.github.io/gatekeeper-library/website/validation/capabilities
 */
export class K8sPSPCapabilities extends Constraint {
  constructor(scope: Construct, id: string, props: K8sPSPCapabilitiesProps = {}) {
    const { allowedCapabilities, requiredDropCapabilities } = props;
    super(
      scope,
      id,
      'K8sPSPCapabilities',
      props,
      {
        allowedCapabilities: allowedCapabilities && [...allowedCapabilities],
        requiredDropCapabilities: requiredDropCapabilities && [...requiredDropCapabilities],
      },
      (checks) => {
        checkCapabilities(allowedCapabilities ?? [], checks.at('allowedCapabilities'));
        checkCapabilities(requiredDropCapabilities ?? [], checks.at('requiredDropCapabilities'));
      },
    );
  }
}

function checkCapabilities(capabilities: readonly string[], checks: Checks): void {
  capabilities.forEach((capability, index) =>
    checks
      .at(index)
      .expect(
        capability === '*' || (/^[A-Z][A-Z0-9_]*$/.test(capability) && !capability.startsWith('CAP_')),
        `${show(capability)} is not a capability's name (capitals, without "CAP_", such as NET_ADMIN)`,
      ),
  );
}
