import fc from 'fast-check';
import { parse } from 'yaml';
import { Gateway } from '../../constructs/istio/gateway';
import { defineApplication, type MeshModule } from '../../fleet/application';
import type { ClusterSpec } from '../../fleet/cluster-spec';
import type { MeshSpec } from '../../fleet/mesh-spec';
import { defineMesh } from '../../fleet/mesh';
import { render } from '../../run/render';

/** A cluster on a network of its own, so that any set of them is a mesh. */
const cluster = (name: string): fc.Arbitrary<ClusterSpec> =>
  fc.record({
    server: fc.constant(`https://${name}.example.org`),
    network: fc.constant(`net-${name}`),
    eastWest: fc.record({ exposeIstiod: fc.boolean() }),
    ingress: fc.option(fc.record({ drainSeconds: fc.option(fc.nat(60), { nil: undefined }) }), {
      nil: undefined,
    }),
    locality: fc.option(fc.constant(`earth/${name}`), { nil: undefined }),
    podCidrs: fc.constantFrom<string[]>([], ['10.42.0.0/16']),
    nodes: fc.constantFrom<string[]>([], [`${name}-node`]),
  });

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?$/);

const fleet: fc.Arbitrary<MeshSpec> = fc.uniqueArray(label, { minLength: 2, maxLength: 6 }).chain((names) =>
  fc.record({
    name: fc.constant('any'),
    istio: fc.record({
      version: fc.constantFrom('1.22.0', '1.28.3', '1.29.1'),
      revision: fc.option(fc.constant('canary'), { nil: undefined }),
      mutualTls: fc.option(fc.constantFrom('STRICT' as const, 'PERMISSIVE' as const), { nil: undefined }),
      cni: fc.option(fc.constant({}), { nil: undefined }),
      pilot: fc.option(fc.record({ replicas: fc.integer({ min: 1, max: 5 }) }), { nil: undefined }),
    }),
    networks: fc.constant(Object.fromEntries(names.map((name) => [`net-${name}`, {}]))),
    clusters: fc
      .tuple(...names.map(cluster))
      .map((specs) => Object.fromEntries(specs.map((one, i) => [names[i]!, one]))),
    nodes: fc.constant({ k3s: { version: 'v1.34.1+k3s1' } }),
  }),
);

/** The mesh with one application in every cluster. */
const moduleOf = (spec: MeshSpec): MeshModule => {
  const mesh = defineMesh(spec);
  const entry = defineApplication(mesh, {
    name: 'entry',
    namespace: 'entry',
    clusters: mesh.clusters.map(({ name }) => name),
    build: (component) => {
      new Gateway(component, 'entry', {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['demo.example.org'] }],
      });
    },
  });
  return { mesh, applications: [entry] };
};
const filesOf = (spec: MeshSpec) => render([moduleOf(spec)]).files;
const runs = { numRuns: 40 };

/** The mesh's own file, which says something of each cluster. */
const GIVEN = 'any/given.yaml';
function givenOf(files: readonly (readonly [string, string])[]): Readonly<Record<string, unknown>> {
  const [, text] = files.find(([path]) => path === GIVEN) ?? [];
  return text === undefined ? {} : (parse(text) as { clusters: Record<string, unknown> }).clusters;
}

test('any fleet renders the same twice, whatever the order of its clusters', () => {
  fc.assert(
    fc.property(fleet, (spec) => {
      const reversed = { ...spec, clusters: Object.fromEntries(Object.entries(spec.clusters).reverse()) };
      expect([...filesOf(reversed)]).toEqual([...filesOf(spec)]);
    }),
    runs,
  );
});

test('every object has a file of its own, on file systems that ignore case as well', () => {
  fc.assert(
    fc.property(fleet, (spec) => {
      const { objects, files } = render([moduleOf(spec)]);
      const manifests = [...files.keys()].filter(
        (path) => !path.startsWith('any/machines/') && path !== GIVEN,
      );
      expect(manifests.length).toBe(objects.length);
      expect(new Set(manifests.map((path) => path.toLowerCase())).size).toBe(objects.length);
    }),
    runs,
  );
});

test("adding a cluster changes no other cluster's files", () => {
  fc.assert(
    fc.property(fleet, (spec) => {
      const [added = '', ...rest] = Object.keys(spec.clusters);
      const without = {
        ...spec,
        clusters: Object.fromEntries(rest.map((name) => [name, spec.clusters[name]!])),
      };
      const mine = (path: string) =>
        path.startsWith(`any/${added}/`) || path.startsWith(`any/machines/${added}-node/`);
      const after = [...filesOf(spec)];
      const others = (files: readonly (readonly [string, string])[]) =>
        files.filter(([path]) => !mine(path) && path !== GIVEN);
      expect(others(after)).toEqual(others([...filesOf(without)]));
      const given = Object.entries(givenOf(after)).filter(([name]) => name !== added);
      expect(Object.fromEntries(given)).toEqual(givenOf([...filesOf(without)]));
      expect(after.filter(([path]) => mine(path)).length).toBeGreaterThan(0);
    }),
    runs,
  );
});
