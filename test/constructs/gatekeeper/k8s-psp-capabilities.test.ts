import { ExemptImage } from '../../../constructs/gatekeeper/exempt-image';
import {
  K8sPSPCapabilities,
  type K8sPSPCapabilitiesProps,
} from '../../../constructs/gatekeeper/k8s-psp-capabilities';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const constraint = (props?: K8sPSPCapabilitiesProps) =>
  renderOne((component) => new K8sPSPCapabilities(component, 'capabilities', props));

test('minimal', () => {
  expect(constraint()).toMatchSnapshot();
});

test('full', () => {
  expect(
    constraint({
      name: 'psp-capabilities',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      enforcementAction: 'deny',
      match: { excludedNamespaces: ['kube-system'] },
      exemptImages: [ExemptImage.exact('registry.example.org/istio/proxyv2:1.29.1')],
      allowedCapabilities: ['NET_BIND_SERVICE', '*'],
      requiredDropCapabilities: ['ALL'],
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  test.each<[string, K8sPSPCapabilitiesProps, string]>([
    [
      'a capability as the kernel has it',
      { allowedCapabilities: ['NET_ADMIN', 'CAP_NET_RAW'] },
      'allowedCapabilities[1]: "CAP_NET_RAW" is not a capability\'s name (capitals, without "CAP_", such as NET_ADMIN)',
    ],
    [
      'a capability in small letters, and no action',
      { requiredDropCapabilities: ['all'], enforcementAction: 'none' as 'deny' },
      'enforcementAction: "none" is not one of "deny", "warn", "dryrun"\n  requiredDropCapabilities[0]: "all" is not a capability\'s name',
    ],
  ])('%s', (_, props, message) => {
    expect(() => constraint(props)).toThrow(UserError);
    expect(() => constraint(props)).toThrow(message);
  });
});
