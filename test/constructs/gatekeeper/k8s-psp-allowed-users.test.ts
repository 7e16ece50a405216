import { ExemptImage } from '../../../constructs/gatekeeper/exempt-image';
import {
  K8sPSPAllowedUsers,
  type K8sPSPAllowedUsersProps,
} from '../../../constructs/gatekeeper/k8s-psp-allowed-users';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const constraint = (props?: K8sPSPAllowedUsersProps) =>
  renderOne((component) => new K8sPSPAllowedUsers(component, 'allowed-users', props));

test('minimal', () => {
  expect(constraint()).toMatchSnapshot();
});

test('full', () => {
  expect(
    constraint({
      name: 'psp-users',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      enforcementAction: 'dryrun',
      match: { namespaces: ['tenant-1'] },
      exemptImages: [ExemptImage.exact('registry.example.org/istio/proxyv2:1.29.1')],
      runAsUser: { rule: 'MustRunAsNonRoot' },
      runAsGroup: { rule: 'MustRunAs', ranges: [{ min: 1, max: 65535 }] },
      supplementalGroups: {
        rule: 'MayRunAs',
        ranges: [
          { min: 1, max: 1 },
          { min: 1000, max: 2000 },
        ],
      },
      fsGroup: { rule: 'RunAsAny' },
    }),
  ).toMatchSnapshot();
});

describe('refuses', () => {
  test.each<[string, K8sPSPAllowedUsersProps, string]>([
    [
      'a rule of groups for users',
      { runAsUser: { rule: 'MayRunAs' as 'RunAsAny' } },
      'runAsUser.rule: "MayRunAs" is not one of "MustRunAs", "MustRunAsNonRoot", "RunAsAny"',
    ],
    [
      'a rule of users for groups',
      { fsGroup: { rule: 'MustRunAsNonRoot' as 'RunAsAny' } },
      'fsGroup.rule: "MustRunAsNonRoot" is not one of "MustRunAs", "MayRunAs", "RunAsAny"',
    ],
    [
      'rules that no id keeps',
      { runAsUser: { rule: 'MustRunAs' }, runAsGroup: { rule: 'MayRunAs', ranges: [] } },
      'runAsUser.ranges: is missing or empty: no id keeps MustRunAs\n  runAsGroup.ranges: is missing or empty: no id keeps MayRunAs',
    ],
    [
      'ranges that nobody asks for',
      { supplementalGroups: { rule: 'RunAsAny', ranges: [{ min: 1, max: 2 }] } },
      'supplementalGroups.ranges: is given with RunAsAny, which asks for no range',
    ],
    [
      'a range without an id',
      { runAsUser: { rule: 'MustRunAs', ranges: [{ min: 2, max: 1 }] } },
      'runAsUser.ranges[0].max: 1 is less than min 2: no id is in the range',
    ],
    [
      'an id that is none',
      { runAsUser: { rule: 'MustRunAs', ranges: [{ min: -1, max: 1 }] } },
      'runAsUser.ranges[0].min: -1 is not a whole number from 0',
    ],
  ])('%s', (_, props, message) => {
    expect(() => constraint(props)).toThrow(UserError);
    expect(() => constraint(props)).toThrow(message);
  });
});
