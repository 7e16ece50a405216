import { portProtocols, selectedProtocol } from '../../../constructs/kubernetes/port-protocol';

test.each(portProtocols)('%s alone and as the head of a name is itself', (protocol) => {
  expect(selectedProtocol(80, protocol)).toBe(protocol);
  expect(selectedProtocol(80, `${protocol}-one`)).toBe(protocol);
});

test.each([
  ['http1', 80, undefined],
  ['metrics', 80, undefined],
  ['smtp', 25, 'tcp'],
  ['metrics', 27017, 'tcp'],
  ['grpc-website', 80, 'grpc-web'],
  ['HTTP-api', 80, 'http'],
])('the name %s on port %d is %s', (name, port, protocol) => {
  expect(selectedProtocol(port, name)).toBe(protocol);
});
