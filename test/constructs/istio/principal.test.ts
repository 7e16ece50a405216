import { principal } from '../../../constructs/istio/principal';
import { UserError } from '../../../values/user-error';

test('names a service account of the own trust domain of the mesh', () => {
  expect(principal({ namespace: 'shop', serviceAccount: 'cart' })).toBe('cluster.local/ns/shop/sa/cart');
});

test('names one of another trust domain, or of any', () => {
  const cart = { namespace: 'shop', serviceAccount: 'cart' };
  expect(principal({ ...cart, trustDomain: 'partner.example.org' })).toBe(
    'partner.example.org/ns/shop/sa/cart',
  );
  expect(principal({ ...cart, trustDomain: '*' })).toBe('*/ns/shop/sa/cart');
});

test.each([
  [{ namespace: 'Shop', serviceAccount: 'cart' }, 'namespace: "Shop" is not a DNS label'],
  [{ namespace: 'shop', serviceAccount: '*' }, 'serviceAccount: "*" is not a DNS name'],
  [
    { trustDomain: 'spiffe://cluster.local', namespace: 'shop', serviceAccount: 'cart' },
    'trustDomain: "spiffe://cluster.local" is not a trust domain',
  ],
])('refuses %j', (parts, message) => {
  expect(() => principal(parts)).toThrow(UserError);
  expect(() => principal(parts)).toThrow(message);
});
