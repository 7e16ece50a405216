import { detectProtocol, parseProtocol } from '../../../analysis/model/protocol';

test.each([
  ['http', undefined, 80, 'HTTP'],
  ['HTTP-web', undefined, 80, 'HTTP'],
  ['http2-x-y', undefined, 80, 'HTTP2'],
  ['grpc-web', undefined, 80, 'GRPC-Web'],
  ['grpc-webfoo', undefined, 80, 'GRPC-Web'],
  ['grpc-x', undefined, 80, 'GRPC'],
  ['httpx', undefined, 80, undefined],
  ['', undefined, 80, undefined],
  ['', undefined, 3306, 'TCP'],
  ['http', undefined, 3306, 'HTTP'],
  ['http', 'tcp', 80, 'TCP'],
  ['http', 'unheard-of', 80, undefined],
  ['x', 'kubernetes.io/h2c', 80, 'HTTP2'],
  ['x', 'kubernetes.io/wss', 80, 'HTTPS'],
  ['constructor', undefined, 80, undefined],
])('a port %p with appProtocol %p and number %p speaks %p', (name, appProtocol, number, expected) => {
  expect(detectProtocol({ name, appProtocol, number, transport: 'TCP' })).toBe(expected);
});

test('UDP is UDP whatever it is called', () => {
  expect(detectProtocol({ name: 'http', appProtocol: undefined, number: 80, transport: 'UDP' })).toBe('UDP');
  expect(parseProtocol('toString')).toBeUndefined();
});
