import { APIServer } from '../../../constructs/calico/api-server';
import { renderOne } from '../../support/render';

test('minimal', () => {
  expect(renderOne((component) => new APIServer(component, 'calico-api'))).toMatchSnapshot();
});

test('full', () => {
  expect(
    renderOne(
      (component) =>
        new APIServer(component, 'calico-api', {
          labels: { team: 'network' },
          annotations: { 'example.org/owner': 'network' },
        }),
    ),
  ).toMatchSnapshot();
});
