import { join } from 'node:path';
import { defineApplication } from '../../fleet/application';
import { defineMesh } from '../../fleet/mesh';
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

  test('for anything else is not made a mistake of the user', () => {
    const fault = new TypeError('x is not a function');
    expect(
      renderWith(() => {
        throw fault;
      }),
    ).toThrow(fault);
  });
});
