import {
  ClusterRegistration,
  type ClusterRegistrationProps,
} from '../../../constructs/argo/cluster-registration';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const registration = (props: ClusterRegistrationProps) =>
  renderOne((component) => new ClusterRegistration(component, 'cluster-kube-01', props));

const minimal: ClusterRegistrationProps = { cluster: 'kube-01', server: 'https://api.example.org:6443' };

test('minimal: a Secret without anything to log in with', () => {
  expect(registration(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    registration({
      ...minimal,
      name: 'kube-01',
      namespace: 'argocd',
      labels: { mesh: 'shop' },
      project: 'shop',
    }),
  ).toMatchSnapshot();
});

test.each<[string, Partial<ClusterRegistrationProps>, string]>([
  ['the name of a cluster', { cluster: 'Kube_01' }, 'cluster: "Kube_01" is not a DNS name'],
  [
    'a server',
    { server: 'http://api.example.org' },
    'is not the URL of an API server (https://host:port, without',
  ],
  [
    'credentials in the server',
    { server: 'https://me:secret@api.example.org' },
    'is not the URL of an API server (https://host:port, without credentials)',
  ],
  ['a label', { labels: { mesh: 'a b' } }, 'labels.mesh: "a b" is not a label\'s value'],
  [
    'another type of Secret',
    { labels: { 'argocd.argoproj.io/secret-type': 'repository' } },
    'labels.argocd.argoproj.io/secret-type: is given; it says that the Secret is a cluster',
  ],
])('refuses %s', (_, over, message) => {
  expect(() => registration({ ...minimal, ...over })).toThrow(UserError);
  expect(() => registration({ ...minimal, ...over })).toThrow(message);
});
