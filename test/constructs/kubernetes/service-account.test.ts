import { ServiceAccount } from '../../../constructs/kubernetes/service-account';
import { renderOne } from '../../support/render';

test('minimal', () => {
  expect(renderOne((component) => new ServiceAccount(component, 'shop'))).toMatchSnapshot();
});

test('full', () => {
  expect(
    renderOne((component) => {
      const account = new ServiceAccount(component, 'shop', {
        name: 'cart',
        namespace: 'store',
        labels: { team: 'shop' },
        annotations: { 'example.org/role': 'reader' },
      });
      expect(account.principal).toBe('cluster.local/ns/store/sa/cart');
    }),
  ).toMatchSnapshot();
});

test('refuses a name that is none', () => {
  expect(() => renderOne((component) => new ServiceAccount(component, 'Shop'))).toThrow(
    'ServiceAccount demo/Shop (kube-01.app/Shop)\n  name: "Shop" is not a DNS name',
  );
});
