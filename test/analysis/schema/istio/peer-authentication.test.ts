import { problemsOf } from './support';

const selector = { matchLabels: { app: 'web' } };

test.each<[string, object]>([
  ['nothing', {}],
  ['a mode', { mtls: { mode: 'STRICT' } }],
  ['modes of ports', { selector, portLevelMtls: { 80: { mode: 'DISABLE' }, 65535: {} } }],
])('%s is as the webhook takes it', (_, spec) => {
  expect(problemsOf('PeerAuthentication', spec)).toEqual([]);
});

test.each(['080', '+80'])('the webhook refuses the port %s, a number though it is', (port) => {
  expect(problemsOf('PeerAuthentication', { selector, portLevelMtls: { [port]: {} } })).toEqual([
    `portLevelMtls["${port}"]: "${port}" is not a number of digits alone, without a leading 0`,
  ]);
});
