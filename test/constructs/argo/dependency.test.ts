import { Dependency, DependencyKind } from '../../../constructs/argo/dependency';
import { UserError } from '../../../values/user-error';
import { renderOne } from '../../support/render';

test('minimal: the kind comes after all else of its component, and takes any field', () => {
  expect(renderOne((component) => new DependencyKind(component, 'kind'))).toMatchSnapshot();
});

test('full: what waits for the kind', () => {
  expect(
    renderOne(
      (component) =>
        new Dependency(component, 'entry', {
          name: 'shop',
          labels: { team: 'shop' },
          annotations: { note: 'x' },
          after: 'istiod 1-29-1',
        }),
    ),
  ).toMatchSnapshot();
});

test('the two are of one kind', () => {
  const kind = renderOne((component) => new DependencyKind(component, 'kind')) as {
    spec: { group: string; names: { kind: string }; versions: { name: string }[] };
  };
  const one = renderOne((component) => new Dependency(component, 'entry', { after: 'x' }));
  const { group, names, versions } = kind.spec;
  expect(one).toMatchObject({ apiVersion: `${group}/${versions[0]?.name}`, kind: names.kind });
});

test('each of several things that others wait for has a kind of its own', () => {
  const kind = renderOne((component) => new DependencyKind(component, 'kind', { releases: 'next' }));
  const one = renderOne(
    (component) => new Dependency(component, 'entry', { after: 'x', releasedBy: 'next' }),
  );
  expect(kind).toMatchObject({
    metadata: { name: 'dependencies.next.meshwright.dev' },
    spec: { group: 'next.meshwright.dev' },
  });
  expect(one).toMatchObject({ apiVersion: 'next.meshwright.dev/v1' });
});

test('refuses one that does not say what it waits for', () => {
  const build = () => renderOne((component) => new Dependency(component, 'entry', { after: ' ' }));
  expect(build).toThrow(UserError);
  expect(build).toThrow('after: " " does not say what has to be there first');
});
