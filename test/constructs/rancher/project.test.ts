import { Project, type ProjectProps } from '../../../constructs/rancher/project';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const project = (props: ProjectProps) => renderOne((component) => new Project(component, 'mesh', props));
const minimal: ProjectProps = { clusterId: 'c-f7r9g' };

test('minimal', () => {
  expect(project(minimal)).toMatchSnapshot();
});

test('full', () => {
  expect(
    project({
      name: 'p-mesh',
      clusterId: 'c-m-pzk8b',
      labels: { team: 'platform' },
      annotations: { 'example.org/owner': 'platform' },
      displayName: 'Mesh',
      description: 'What the mesh consists of',
      resourceQuota: { limitsMemory: '12000Mi', limitsCpu: '12000m', pods: '100' },
      namespaceDefaultResourceQuota: { pods: '50', limitsCpu: '6', limitsMemory: '6Gi' },
      containerDefaultResourceLimit: {
        limitsCpu: '200m',
        limitsMemory: '128Mi',
        requestsCpu: '100m',
        requestsMemory: '64Mi',
      },
    }),
  ).toMatchSnapshot();
});

test("stands in the namespace of its cluster's id, whatever the component says", () => {
  expect(project(minimal).metadata).toEqual({ name: 'mesh', namespace: 'c-f7r9g' });
  expect(project(minimal).spec).toMatchObject({ clusterName: 'c-f7r9g' });
});

test('is known to namespaces by its ids and its quota', () => {
  const resourceQuota = { pods: '10' };
  renderOne((component) => {
    const mesh = new Project(component, 'mesh', {
      clusterId: 'local',
      resourceQuota,
      namespaceDefaultResourceQuota: resourceQuota,
    });
    expect(mesh).toMatchObject({ clusterId: 'local', name: 'mesh', resourceQuota });
  });
  expect(Project.existing({ clusterId: 'local', name: 'p-abcde' })).toEqual({
    clusterId: 'local',
    name: 'p-abcde',
  });
});

describe('refuses', () => {
  test.each<[string, Partial<ProjectProps>, string]>([
    [
      "a cluster's name for its id",
      { clusterId: 'kube-01' },
      'clusterId: "kube-01" is not Rancher\'s id of a cluster (local, or c- and letters and digits): it is not the cluster\'s name',
    ],
    ['a name that is none', { name: 'My Project' }, 'name: "My Project" is not a DNS name'],
    ['an empty name for people', { displayName: '' }, 'displayName: is empty: Rancher refuses it'],
    [
      'a quota without one of namespaces',
      { resourceQuota: { pods: '1' } },
      'namespaceDefaultResourceQuota: is missing: Rancher refuses resourceQuota without it',
    ],
    [
      'a quota of namespaces alone',
      { namespaceDefaultResourceQuota: { pods: '1' } },
      'namespaceDefaultResourceQuota: is given without resourceQuota: Rancher refuses it',
    ],
    [
      'quotas of different resources',
      {
        resourceQuota: { pods: '1', limitsCpu: '1' },
        namespaceDefaultResourceQuota: { pods: '1', secrets: '1' },
      },
      "namespaceDefaultResourceQuota.limitsCpu: is missing: Rancher wants the same resources as in resourceQuota\n  namespaceDefaultResourceQuota.secrets: is none of the resources of the project's quota",
    ],
    [
      'more for a namespace than there is, in other units',
      { resourceQuota: { limitsCpu: '12' }, namespaceDefaultResourceQuota: { limitsCpu: '12001m' } },
      'namespaceDefaultResourceQuota.limitsCpu: "12001m" is more than the project has, "12": Rancher refuses it',
    ],
    [
      'a resource that is none',
      {
        resourceQuota: { cpu: '1' } as ProjectProps['resourceQuota'],
        namespaceDefaultResourceQuota: { cpu: '1' } as ProjectProps['resourceQuota'],
      },
      'resourceQuota.cpu: "cpu" is not one of "pods", "services"',
    ],
    [
      'a quantity that is none',
      { resourceQuota: { pods: 'many' }, namespaceDefaultResourceQuota: { pods: '1' } },
      'resourceQuota.pods: "many" is not a quantity',
    ],
    [
      'an empty quota',
      { resourceQuota: {}, namespaceDefaultResourceQuota: {} },
      'resourceQuota: is empty: it would limit nothing',
    ],
    [
      'a default request above its limit',
      { containerDefaultResourceLimit: { requestsMemory: '1Gi', limitsMemory: '512Mi' } },
      'containerDefaultResourceLimit.requestsMemory: "1Gi" is more than limitsMemory, "512Mi": Rancher refuses it',
    ],
  ])('%s', (_, props, message) => {
    expect(() => project({ ...minimal, ...props })).toThrow(UserError);
    expect(() => project({ ...minimal, ...props })).toThrow(message);
  });
});
