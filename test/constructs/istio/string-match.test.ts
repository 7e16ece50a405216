import { VirtualService } from '../../../constructs/istio/virtual-service';
import type { HttpMatch } from '../../../constructs/istio/http-match';
import { render } from '../../support/render';

test.each<[string, unknown, string]>([
  [
    "Istio's own form",
    { prefix: '/v1' },
    `http[0].match[0].uri: {"prefix":"/v1"} is no StringMatch: write StringMatch.exact('…'), .prefix('…') or .regex('…')`,
  ],
  ['a text', '/v1', 'http[0].match[0].uri: "/v1" is no StringMatch'],
])('%s in place of a StringMatch is told apart', (_, uri, message) => {
  const match = [{ uri } as HttpMatch];
  const make = () =>
    render((component) => {
      new VirtualService(component, 'routes', {
        name: 'web',
        hosts: ['web'],
        http: [{ match, route: [{ destination: 'web' }] }],
      });
    });
  expect(make).toThrow(message);
});
