import { ResourceCustomizations, type HealthCheck } from '../../../constructs/argo/resource-customizations';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

const customizations = (health: readonly HealthCheck[]) =>
  renderOne((component) => new ResourceCustomizations(component, 'settings', { health }));

const one: HealthCheck = { group: 'example.org', kind: 'Widget', lua: 'return { status = "Healthy" }' };

test('minimal: merged into argocd-cm, never deleted with it', () => {
  expect(customizations([one])).toMatchSnapshot();
});

test('full: a kind of the core group', () => {
  expect(customizations([one, { ...one, group: '', kind: 'ConfigMap' }]).data).toEqual({
    'resource.customizations.health.example.org_Widget': one.lua,
    'resource.customizations.health.ConfigMap': one.lua,
  });
});

test.each<[string, readonly HealthCheck[], string]>([
  ['nothing', [], 'health: is empty: there is nothing to set'],
  ['a group', [{ ...one, group: 'a/v1' }], 'health[0].group: "a/v1" is not an API group'],
  ['a kind', [{ ...one, kind: 'widget' }], 'health[0].kind: "widget" is not a kind'],
  ['two checks of one kind', [one, one], 'health[1]: is a second check of Widget'],
  ['a script without an answer', [{ ...one, lua: 'hs = {}' }], 'health[0].lua: returns nothing'],
])('refuses %s', (_, health, message) => {
  expect(() => customizations(health)).toThrow(UserError);
  expect(() => customizations(health)).toThrow(message);
});
