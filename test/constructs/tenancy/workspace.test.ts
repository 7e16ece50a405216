import { tenancyLabels, Workspace } from '../../../constructs/tenancy/workspace';
import { render } from '../../support/render';

const shop = { organization: 'acme', tenant: 'web', workspace: 'shop' };

test('minimal', () => {
  const objects = render(
    (component) => new Workspace(component, 'shop', { ...shop, namespaces: ['cart'], groups: ['gateway'] }),
  );
  expect(objects).toMatchSnapshot();
});

test('full', () => {
  const objects = render(
    (component) =>
      new Workspace(component, 'shop', { ...shop, namespaces: ['cart', 'pay'], entrances: ['gateways'] }),
  );
  expect(objects).toMatchSnapshot();
});

test('every namespace lets the whole workspace and its entrances in, and nobody else', () => {
  const objects = render(
    (component) =>
      new Workspace(component, 'shop', { ...shop, namespaces: ['cart', 'pay'], entrances: ['gateways'] }),
  ) as { kind: string; metadata: { namespace: string }; spec: { rules: unknown } }[];
  const policies = objects.filter(({ kind }) => kind === 'AuthorizationPolicy');
  expect(policies.map(({ metadata }) => metadata.namespace)).toEqual(['cart', 'pay']);
  for (const { spec } of policies) {
    expect(spec.rules).toEqual([{ from: [{ source: { namespaces: ['cart', 'pay', 'gateways'] } }] }]);
  }
});

test('labels select the namespaces of each level', () => {
  expect(tenancyLabels(shop)).toEqual({ organization: 'acme', tenant: 'web', workspace: 'shop' });
});
