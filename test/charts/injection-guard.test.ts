import { injectionGuard } from '../../charts/injection-guard';
import { render } from '../support/render';

test('is there before everything else of its component, and looks at every pod but those of kube-system', () => {
  expect(render(injectionGuard)).toMatchSnapshot();
});
