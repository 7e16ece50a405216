import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toDot } from '../../diagrams/dot';
import { pictureOf } from '../../diagrams/picture';
import { Mesh } from '../../fleet/mesh';
import type { ClusterSpec } from '../../fleet/cluster-spec';
import { loadMeshes } from '../../fleet/load';
import { cli } from '../support/cli';
import { twoClusters } from '../support/meshes';

const root = join(__dirname, '../..');
const pages = join(root, 'docs/meshes');
/** Meshes that have a picture; one that somebody adds needs none. */
const names = loadMeshes(join(root, 'clusters'))
  .map(({ mesh }) => mesh.name)
  .filter((name) => existsSync(join(pages, `${name}.svg`)));

test('every page of a mesh has its picture', () => {
  const files = readdirSync(pages);
  const meshes = files.filter((file) => file.endsWith('.md')).map((file) => file.replace(/md$/, 'svg'));
  expect(meshes.length).toBeGreaterThan(0);
  expect(files).toEqual(expect.arrayContaining(meshes));
});

test.each(names)('the picture of %s in docs/ is the one that is drawn', async (name) => {
  const { code, out } = await cli(root, 'diagram', name);
  expect(code).toBe(0);
  expect(out).toBe(readFileSync(join(pages, `${name}.svg`), 'utf8'));
});

test('every cluster, network, gateway and machine has its box, and each arrow leads from box to box', () => {
  const picture = pictureOf({ mesh: new Mesh(twoClusters()), applications: [] }, []);
  expect(picture).toMatchSnapshot();
  const boxes = new Set(
    picture.networks.flatMap(({ places }) => places.flatMap(({ parts }) => parts.map(({ id }) => id))),
  );
  const loose = picture.arrows.filter(({ from, to }) => !boxes.has(from) || !boxes.has(to));
  expect(loose).toEqual([]);
});

test('a gateway that leads on to another cluster has an arrow there', () => {
  const spec = twoClusters();
  const gateways = (name: string, address: string) => ({ ...spec.clusters[name]!, ingress: { address } });
  const clusters: Record<string, ClusterSpec> = {
    left: gateways('left', '192.0.2.1'),
    right: gateways('right', '192.0.2.2'),
  };
  const { arrows } = pictureOf({ mesh: new Mesh({ ...spec, clusters }), applications: [] }, [
    { cluster: 'left', addresses: ['192.0.2.2'] },
  ]);
  expect(arrows).toContainEqual({
    from: 'left/istio-ingressgateway',
    to: 'right/istio-ingressgateway',
    label: 'requests',
    style: 'traffic',
  });
});

test('names are quoted', () => {
  const dot = toDot({ title: 'a "b"\\c', networks: [], arrows: [] });
  expect(dot).toContain('digraph "a \\"b\\"\\\\c" {');
});
