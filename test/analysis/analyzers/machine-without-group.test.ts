import { findingsOf, textOf } from './fixtures';

const remedies = (file: string, change: (text: string) => string = (text) => text) =>
  findingsOf(change(textOf({ code: 'MW1410', file, isBad: true })))
    .filter(({ code }) => code === 'MW1410')
    .map(({ remedy }) => remedy);

test('a group of another namespace, and one that is called almost so, is named', () => {
  expect(remedies('bad-of-another-namespace.yaml')).toEqual(['Did you mean cart/cart-vm?']);
  const slip = (text: string) => text.replace("GROUP='cart-vm'", "GROUP='cartvm'");
  expect(remedies('good.yaml', slip)).toEqual(['Did you mean shop/cart-vm?']);
});

test('otherwise, what makes one', () => {
  expect(remedies('bad.yaml')).toEqual([
    'Have an application of the cluster make the WorkloadGroup: without it istiod refuses the machine.',
  ]);
});
