import { Namespace } from '../../../constructs/kubernetes/namespace';
import { rancherNamespace, type RancherNamespaceProps } from '../../../constructs/rancher/namespace';
import { Project } from '../../../constructs/rancher/project';
import { UserError } from '../../../values/user-error';
import { render, renderOne } from '../../support/render';

const project = Project.existing({
  clusterId: 'c-f7r9g',
  name: 'mesh',
  resourceQuota: { limitsCpu: '12', limitsMemory: '12Gi' },
});
const minimal = { clusterId: 'c-f7r9g', project } as const;

test('minimal', () => {
  expect(
    renderOne((component) => new Namespace(component, 'istio-system', rancherNamespace(minimal))),
  ).toMatchSnapshot();
});

test('full', () => {
  expect(
    render((component) => {
      const own = new Project(component, 'mesh', {
        clusterId: 'c-pzk8b',
        resourceQuota: { limitsCpu: '12000m', limitsMemory: '12000Mi' },
        namespaceDefaultResourceQuota: { limitsCpu: '12000m', limitsMemory: '12000Mi' },
      });
      new Namespace(component, 'istio-system', {
        network: 'network-2',
        ...rancherNamespace({
          clusterId: 'c-pzk8b',
          project: own,
          quota: { limitsMemory: '12000Mi', limitsCpu: '12000m' },
          nodeSelector: { role: 'ingress', disk: 'ssd' },
          namespaceAuth: true,
        }),
      });
    }),
  ).toMatchSnapshot();
});

test('a project of another cluster does not compile, where the ids are literals', () => {
  const build = () =>
    // @ts-expect-error -- the project is one of c-f7r9g
    rancherNamespace({ clusterId: 'c-pzk8b', project });
  expect(build).toThrow(UserError);
  expect(build).toThrow(
    'rancherNamespace of project mesh in cluster c-pzk8b\n  project: is one of cluster c-f7r9g, and the namespace is in c-pzk8b: Rancher would look for it in the wrong cluster',
  );
});

describe('refuses', () => {
  test.each<[string, Partial<RancherNamespaceProps>, string]>([
    [
      'a project of another cluster, where no compiler has seen it',
      { clusterId: 'c-pzk8b' },
      'project: is one of cluster c-f7r9g, and the namespace is in c-pzk8b',
    ],
    [
      "a cluster's name for its id",
      { clusterId: 'kube-01' },
      'clusterId: "kube-01" is not Rancher\'s id of a cluster',
    ],
    [
      'more than the project has',
      { quota: { limitsCpu: '13' } },
      'quota.limitsCpu: "13" is more than the project has, "12": Rancher refuses it',
    ],
    [
      'what the project does not limit',
      { quota: { pods: '10' } },
      "quota.pods: is none of the resources of the project's quota: Rancher limits a namespace by those alone",
    ],
    ['an empty quota', { quota: {} }, 'quota: is empty: it would limit nothing'],
    ['a quantity that is none', { quota: { limitsCpu: 'all' } }, 'quota.limitsCpu: "all" is not a quantity'],
    ['no nodes in particular', { nodeSelector: {} }, 'nodeSelector: is {}, which is any node'],
    [
      'a label that is none',
      { nodeSelector: { role: 'a b' } },
      'nodeSelector.role: "a b" is not a label\'s value',
    ],
  ])('%s', (_, props, message) => {
    const all: RancherNamespaceProps = { ...minimal, ...props };
    expect(() => rancherNamespace(all)).toThrow(UserError);
    expect(() => rancherNamespace(all)).toThrow(message);
  });
});
