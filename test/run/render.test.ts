import { join } from 'node:path';
import { defineApplication } from '../../fleet/application';
import { defineMesh } from '../../fleet/mesh';
import type { Chart } from 'cdk8s';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { render } from '../../run/render';
import { UserError } from '../../values/user-error';
import { twoClusters } from '../support/meshes';

test("an installer's mistake names the mesh", () => {
  const before = process.env.ISTIOCTL;
  const nowhere = join(__dirname, 'no-istioctl');
  process.env.ISTIOCTL = nowhere;
  try {
    const mesh = defineMesh(twoClusters({ istio: { version: '1.29.1', installer: 'rendered' } }));
    const run = () => render([{ mesh, applications: [] }]);
    expect(run).toThrow(UserError);
    expect(run).toThrow(
      `clusters/demo: istio.installer: "rendered" needs istioctl 1.29.1 at synthesis, and ${nowhere} is not there`,
    );
  } finally {
    if (before === undefined) delete process.env.ISTIOCTL;
    else process.env.ISTIOCTL = before;
  }
});

describe('an application that throws', () => {
  const mesh = defineMesh(twoClusters());
  const renderWith = (build: Parameters<typeof defineApplication>[1]['build']) => () =>
    render([
      {
        mesh,
        applications: [
          defineApplication(mesh, { name: 'shop', namespace: 'shop', clusters: ['left'], build }),
        ],
      },
    ]);

  test('for two constructs of one id is the mistake of whoever wrote it', () => {
    const run = renderWith((component) => {
      new Namespace(component, 'shop', { name: 'shop' });
      new Namespace(component, 'shop', { name: 'other' });
    });
    expect(run).toThrow(UserError);
    expect(run).toThrow(
      'clusters/demo: component shop of left: two constructs in Component [left.shop] have the id "shop"; give one of them another',
    );
  });

  test('for a cluster that there is not says which there are', () => {
    const run = renderWith((_, cluster) => {
      cluster.mesh.cluster('letf' as 'left');
    });
    expect(run).toThrow(UserError);
    expect(run).toThrow('cluster "letf": is not one of left, right; did you mean "left"?');
  });

  test.each<[string, () => void, string]>([
    ['a library refuses', () => JSON.parse('{ nope'), 'clusters/demo: component shop of left: SyntaxError: '],
    [
      'a construct cannot read',
      () => {
        throw new TypeError('x is not a function');
      },
      'TypeError: x is not a function (thrown at ',
    ],
    [
      'is no Error',
      () => {
        throw 'boom';
      },
      'clusters/demo: component shop of left: its build threw "boom", which is no Error',
    ],
  ])('for what %s is the mistake of whoever wrote it', (_, build, message) => {
    const run = renderWith(build);
    expect(run).toThrow(UserError);
    expect(run).toThrow(message);
  });
});

test('an application whose build is async is refused: nobody would wait for it', () => {
  const mesh = defineMesh(twoClusters());
  const build = async (component: Chart) => {
    await Promise.resolve();
    new Namespace(component, 'shop', { name: 'shop' });
  };
  const shop = defineApplication(mesh, { name: 'shop', namespace: 'shop', clusters: ['left'], build });
  expect(() => render([{ mesh, applications: [shop] }])).toThrow(
    'clusters/demo: component shop: its build is async: what it adds after the first await would be in no file',
  );
});
