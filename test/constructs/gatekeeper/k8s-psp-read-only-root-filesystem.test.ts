import type { ConstraintProps } from '../../../constructs/gatekeeper/constraint';
import { ExemptImage } from '../../../constructs/gatekeeper/exempt-image';
import { K8sPSPReadOnlyRootFilesystem } from '../../../constructs/gatekeeper/k8s-psp-read-only-root-filesystem';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const constraint = (props?: ConstraintProps) =>
  renderOne((component) => new K8sPSPReadOnlyRootFilesystem(component, 'read-only', props));

const proxy = ExemptImage.exact('registry.example.org/istio/proxyv2:1.29.1');

test('minimal', () => {
  expect(constraint()).toMatchSnapshot();
});

test('full', () => {
  expect(
    constraint({
      name: 'psp-readonlyrootfilesystem',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      enforcementAction: 'warn',
      exemptImages: [proxy, ExemptImage.prefix('registry.example.org:5000/istio/')],
      match: {
        namespaces: ['tenant-1', 'tenant-*', '*-system'],
        excludedNamespaces: ['kube-system'],
        labelSelector: { matchLabels: { app: 'shop' } },
        namespaceSelector: { matchExpressions: [{ key: 'open', operator: 'DoesNotExist' }] },
      },
    }),
  ).toMatchSnapshot();
});

test('is in no namespace, whatever the component says, and is for pods', () => {
  const { metadata, spec } = constraint();
  expect(metadata).toEqual({ name: 'read-only' });
  expect(spec).toEqual({ match: { kinds: [{ apiGroups: [''], kinds: ['Pod'] }] } });
});

test('exempts an image by its text, or by how that begins', () => {
  expect(constraint({ exemptImages: [proxy, ExemptImage.prefix('localhost/')] })).toHaveProperty(
    'spec.parameters',
    { exemptImages: ['registry.example.org/istio/proxyv2:1.29.1', 'localhost/*'] },
  );
});

describe('refuses', () => {
  test.each<[string, ConstraintProps, string]>([
    [
      'a star in a whole image',
      { exemptImages: [ExemptImage.exact('registry.example.org/*')] },
      'exemptImages[0]: "registry.example.org/*" is not an image\'s reference; ExemptImage.prefix() takes all',
    ],
    [
      'all images',
      { exemptImages: [ExemptImage.prefix('')] },
      'exemptImages[0]: "" does not begin with a registry and "/": images of registries that are not yours could begin so too',
    ],
    [
      'a beginning that others have',
      { exemptImages: [proxy, ExemptImage.prefix('registry.example.org')] },
      'exemptImages[1]: "registry.example.org" does not begin with a registry and "/"',
    ],
    [
      'a beginning without a registry',
      { exemptImages: [ExemptImage.prefix('istio/')] },
      'exemptImages[0]: "istio/" does not begin with a registry and "/"',
    ],
    [
      'an action that is none',
      { enforcementAction: 'allow' as 'warn' },
      'enforcementAction: "allow" is not one of "deny", "warn", "dryrun"',
    ],
    [
      'no namespaces, and some that are none',
      { match: { namespaces: [], excludedNamespaces: ['a*b', 'Tenant'] } },
      'match.namespaces: is empty: leave it out, or name a namespace\n  match.excludedNamespaces[0]: "a*b" is not a namespace, nor one with a "*" at one end\n  match.excludedNamespaces[1]: "Tenant" is not a namespace',
    ],
    [
      'labels that are none',
      { match: { labelSelector: { matchLabels: { a: 'b c' } }, namespaceSelector: { matchLabels: {} } } },
      'match.labelSelector.matchLabels.a: "b c" is not a label\'s value (empty, or letters, digits, "-", "_" and ".", at most 63)\n  match.namespaceSelector.matchLabels: is empty',
    ],
    [
      'a name that is none',
      { name: 'PSP' },
      'K8sPSPReadOnlyRootFilesystem PSP (kube-01.app/read-only)\n  name: "PSP" is not a DNS name',
    ],
  ])('%s', (_, props, message) => {
    expect(() => constraint(props)).toThrow(UserError);
    expect(() => constraint(props)).toThrow(message);
  });
});
