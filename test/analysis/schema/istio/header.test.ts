import { problemsOf } from './support';

const DESTINATION = { destination: { host: 'web' } };

const ofRoute = (headers: object) =>
  problemsOf('VirtualService', { hosts: ['web'], http: [{ headers, route: [DESTINATION] }] });
const ofDestination = (headers: object) =>
  problemsOf('VirtualService', { hosts: ['web'], http: [{ route: [{ ...DESTINATION, headers }] }] });
const valued = (value: string) => ofRoute({ request: { set: { 'x-user': value } } });

test('headers are as the webhook takes them', () => {
  const operations = { add: { 'x-a': '1', 'a b': '' }, set: { 'x-b': '%HOSTNAME%' }, remove: ['x-c'] };
  const headers = { request: operations, response: operations };
  expect(ofRoute(headers)).toEqual([]);
  expect(ofDestination(headers)).toEqual([]);
  expect(ofRoute({ request: { set: { host: 'web' } } })).toEqual([]);
  expect(ofDestination({ request: { add: { ':Authority': 'web' } } })).toEqual([]);
});

test('the webhook refuses to change what HTTP itself needs', () => {
  const operations = { add: { ':path': '/' }, set: { Host: 'web' }, remove: [':authority', ''] };
  const names = [
    'remove[0]: ":authority" is of HTTP itself: it cannot be changed here',
    'remove[1]: the name of a header is empty',
  ];
  const problems = [
    'request.add[":path"]: ":path" is of HTTP itself: it cannot be changed here',
    ...names.map((one) => `request.${one}`),
    'response.add[":path"]: ":path" is of HTTP itself: it cannot be changed here',
    'response.set.Host: "Host" is of HTTP itself: it cannot be changed here',
    ...names.map((one) => `response.${one}`),
  ];
  const headers = { request: operations, response: operations };
  expect(ofRoute(headers)).toEqual(problems.map((one) => `http[0].headers.${one}`));
  expect(ofDestination(headers)).toEqual(problems.map((one) => `http[0].route[0].headers.${one}`));
});

test.each([
  '',
  'text with a\ttab, ünd 😀',
  '100%%',
  '%%%HOSTNAME%%%',
  'a %REQ(x-user?:path)% b',
  '%START_TIME(%s %Z)%',
  '%UPSTREAM_METADATA(["ns", "key"])%',
  '%A( [ "x" , "y\\"" ] ) %',
  '%A("x" , "y)%',
  '%A(x\\)y)%',
])('the webhook takes the value %j', (value) => {
  expect(valued(value)).toEqual([]);
});

test.each([
  '%',
  '100%',
  'abc%123',
  '%START_TIME%%',
  '%REQ(x-user',
  '%REQ(x-user)',
  '%REQ(x-user)y%',
  '%REQ(x-user):10%',
  '%REQ()%',
  '%A(["x)"])%',
  '%A([])%',
  '%A([x])%',
  '%A(["x"])',
  '%A(["x" "y"])%',
  '%A(["x"]y)%',
  '%A(["x",])%',
  '%A(x\\',
])('the webhook refuses the value %j', (value) => {
  expect(valued(value)).toEqual([
    `http[0].headers.request.set.x-user: ${JSON.stringify(value)} has a "%" that is no variable such as %REQ(x-user)%`,
  ]);
});

test.each(['a\nb', '\r', 'a\0', '\x7f'])(
  'the webhook refuses the value %j, which breaks the line',
  (value) => {
    expect(valued(value)).toEqual([
      `http[0].headers.request.set.x-user: ${JSON.stringify(value)} has a control character, such as the end of a line`,
    ]);
  },
);
