import { fleet, objectsIn } from '../../bench/fleet';
import { render } from '../../run/render';
import { check } from '../../run/check';

const size = { clusters: 3, services: 12 };

describe('the fleet that is measured', () => {
  const modules = [fleet(size)];
  const rendering = render(modules);
  const services = rendering.objects.filter(({ component }) => component.startsWith('service-'));

  test('has the six objects of every service in every cluster', () => {
    const kinds = (component: string) =>
      services
        .filter((one) => one.component === component)
        .map(({ cluster, object }) => `${cluster} ${object.kind}`);
    const expected = ['cluster-0000', 'cluster-0001', 'cluster-0002'].flatMap((cluster) =>
      [
        'AuthorizationPolicy',
        'Deployment',
        'DestinationRule',
        'Service',
        'ServiceAccount',
        'VirtualService',
      ].map((kind) => `${cluster} ${kind}`),
    );
    expect(services).toHaveLength(objectsIn(size));
    expect(kinds('service-0011').sort()).toEqual(expected);
  });

  test('is valid, so that the check has all of it to do', () => {
    expect(check(modules, rendering).findings).toEqual([]);
  });
});
