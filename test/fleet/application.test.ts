import { defineApplication } from '../../fleet/application';
import { defineMesh } from '../../fleet/mesh';
import { twoClusters } from '../support/meshes';

test('an application on a cluster that there is not is refused, with the nearest', () => {
  const place = (...clusters: string[]) =>
    defineApplication(defineMesh(twoClusters()), {
      name: 'web',
      namespace: 'web',
      clusters,
      build: () => {},
    });
  expect(() => place('left', 'rigth')).toThrow(
    new Error(
      'The application "web" cannot be placed:\n' +
        '  clusters[1]: "rigth" is not one of "left", "right"; did you mean "right"?',
    ),
  );
  expect(() => place('elsewhere')).toThrow(
    new Error(
      'The application "web" cannot be placed:\n  clusters[0]: "elsewhere" is not one of "left", "right"',
    ),
  );
});
