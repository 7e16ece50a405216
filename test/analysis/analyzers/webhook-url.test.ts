import { hostOf, isAddress } from '../../../analysis/analyzers/webhook-url';

// Each as `istioctl analyze` 1.29.1 takes it.
test.each([
  ['https://istiod.example.com:15017/inject', 'istiod.example.com'],
  ['https://user@[2001:db8::1]:15017/inject%20', '2001:db8::1'],
  ['https://2001:db8::1/inject', '2001:db8:'],
  ['https://a:b:80/x', 'a:b'],
  ['https://192.0.2.1?q=%zz', '192.0.2.1'],
  ['HTTPS://192.0.2.1:/', '192.0.2.1'],
  ['//192.0.2.9/x', '192.0.2.9'],
  ['///192.0.2.9/x', ''],
  ['https:///x', ''],
  ['https:istiod.example.com', ''],
  ['istiod.example.com:15017/inject', ''],
  ['istiod.example.com/inject', ''],
  ['https://a%C3%A9/x', 'a%C3%A9'],
  ['', ''],
])('%s has the host %s', (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test.each([
  'https://istiod.example.com:port/inject',
  'https://istiod.example.com\n/inject',
  '192.0.2.1:15017/inject',
  '://istiod.example.com',
  'ht tp://istiod.example.com/',
  '1http://192.0.2.1/',
  'https://istiod example.com/validate',
  'https://istiod.example.com/%zz',
  'https://192.0.2.1#%zz',
  'https://a b@example.com',
  'https://a%20b/x',
  'https://a{b.example.com/x',
  'https://ex\\ample.com/',
  'https://[2001:db8::1/inject',
  'https://[192.0.2.1]/x',
])('%s is no URL', (url) => {
  expect(hostOf(url)).toBeUndefined();
});

test('an address with a zone or leading zeros is none', () => {
  expect(['192.0.2.1', '2001:db8::1', '192.0.2.01', 'fe80::1%eth0', 'example.com'].map(isAddress)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
