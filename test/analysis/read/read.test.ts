import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifests, type ReadOptions } from '../../../analysis/read/read';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'read-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer = 'kind: Pod\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** The places of what is read, files relative to the folder, and what is wrong. */
function read(paths: readonly (string | readonly [cluster: string, path: string])[], options?: ReadOptions) {
  const sources = paths.map((one) =>
    typeof one === 'string' ? { path: join(root, one) } : { cluster: one[0], path: join(root, one[1]) },
  );
  const { manifests, findings } = readManifests(sources, options);
  const relative = (file: string | null) => file!.replace(`${root}/`, '');
  return {
    places: manifests.map(({ place }) => ({ ...place, file: relative(place.file) })),
    files: manifests.map(({ place }) => relative(place.file)),
    findings: findings.map(({ code, file, message }) => [code, relative(file), message]),
  };
}

test('a folder is searched at any depth, in the order of names', () => {
  for (const path of ['b.yml', 'a.yaml', 'c/d/e.json', 'c/a.yaml', 'notes.md', 'yaml']) write(path);
  expect(read(['']).files).toEqual(['a.yaml', 'b.yml', 'c/a.yaml', 'c/d/e.json']);
});

test('what is hidden is left alone, unless it is named', () => {
  for (const path of ['.git/a.yaml', '.a.yaml', 'node_modules/a.yaml', 'a.yaml']) write(path);
  expect(read(['']).files).toEqual(['a.yaml']);
  expect(read(['.git', '.a.yaml']).files).toEqual(['.git/a.yaml', '.a.yaml']);
});

test('what is input of a renderer is no manifest', () => {
  for (const path of [
    'chart/Chart.yaml',
    'chart/values.yaml',
    'chart/x.yaml',
    'kustomization.yaml',
    'values.yaml',
  ])
    write(path);
  expect(read(['']).files).toEqual(['chart/x.yaml', 'values.yaml']);
  rmSync(join(root, 'chart/x.yaml'));
  expect(read(['chart'])).toEqual({ places: [], files: [], findings: [] });
});

test('a file has any name', () => {
  write('dump', 'kind: Pod\n---\nkind: Pod\n');
  expect(read(['dump']).files).toEqual(['dump', 'dump']);
});

test('a link to a file is read, one to a folder is not followed', () => {
  write('real/a.yaml');
  symlinkSync(join(root, 'real/a.yaml'), join(root, 'real/link.yaml'));
  symlinkSync(root, join(root, 'real/loop'));
  symlinkSync(join(root, 'gone'), join(root, 'real/broken.yaml'));
  symlinkSync(join(root, 'real/self.yaml'), join(root, 'real/self.yaml'));
  const { files, findings } = read(['real']);
  expect(files).toEqual(['real/a.yaml', 'real/link.yaml']);
  expect(findings).toEqual([
    ['MW0010', 'real/broken.yaml', 'cannot be read (ENOENT)'],
    ['MW0010', 'real/self.yaml', 'cannot be read (ELOOP)'],
  ]);
});

test('a file is read once, however often it is given', () => {
  write('a/x.yaml');
  expect(read(['a', 'a/x.yaml', '', 'a']).files).toEqual(['a/x.yaml']);
  expect(
    read([
      ['one', 'a'],
      ['two', 'a'],
    ]).places.map(({ cluster }) => cluster),
  ).toEqual(['one', 'two']);
});

describe('below a dist', () => {
  beforeEach(() => {
    write('dist/demo/.meshwright-files', '');
    write('dist/demo/left/entry/a.yaml');
    write('dist/demo/right/entry/a.yaml');
    write('dist/demo/machines/vm/mesh.yaml', 'defaultConfig: {}\n');
    write('dist/other/a.yaml');
  });
  const left = {
    mesh: 'demo',
    cluster: 'left',
    component: 'entry',
    file: 'dist/demo/left/entry/a.yaml',
    line: 1,
  };
  const right = { ...left, cluster: 'right', file: 'dist/demo/right/entry/a.yaml' };

  test('folders say mesh, cluster and component, and files of machines are no manifests', () => {
    const { places, findings } = read(['dist']);
    const other = { mesh: null, cluster: null, component: null, file: 'dist/other/a.yaml', line: 1 };
    expect(places).toMatchObject([left, right, other]);
    expect(places).toHaveLength(3);
    expect(findings).toEqual([]);
  });

  test.each(['dist/demo/left', 'dist/demo/left/entry', 'dist/demo/left/entry/a.yaml'])(
    'from %s on',
    (path) => {
      expect(read([path]).places).toMatchObject([left]);
    },
  );

  test('a cluster that is named goes before', () => {
    expect(read([['kube-01', 'dist/demo/left']]).places).toMatchObject([{ ...left, cluster: 'kube-01' }]);
  });

  test('the files of machines alone are nothing', () => {
    expect(() => read(['dist/demo/machines'])).toThrow(
      `${root}/dist/demo/machines: holds no manifest (*.yaml, *.yml or *.json)`,
    );
  });
});

test('standard input', () => {
  const { manifests } = readManifests([{ path: '-', cluster: 'kube-01' }], {
    standardInput: Buffer.from('kind: Pod\n'),
  });
  expect(manifests.map(({ place }) => [place.cluster, place.file, place.line])).toEqual([
    ['kube-01', '<stdin>', 1],
  ]);
});

test('what is not there is told all at once', () => {
  write('a.yaml');
  expect(() => read(['a.yaml', 'b.yaml', 'c'])).toThrow(
    `${root}/b.yaml: there is no such file or folder\n${root}/c: there is no such file or folder`,
  );
});

test('a folder without a manifest', () => {
  write('notes/a.md');
  expect(() => read(['notes'])).toThrow(`${root}/notes: holds no manifest (*.yaml, *.yml or *.json)`);
});

test('a file that is no text is a finding, and the rest goes on', () => {
  write('a.yaml', Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00]));
  write('b.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xff]));
  write('c.yaml');
  const { files, findings } = read(['']);
  expect(files).toEqual(['c.yaml']);
  expect(findings).toEqual([
    ['MW0010', 'a.yaml', 'is binary, and no text'],
    ['MW0010', 'b.yaml', 'is no text in UTF-8'],
  ]);
});

test('UTF-16, as shells of Windows write it', () => {
  const text = Buffer.from('\ufeffkind: Pod\n', 'utf16le');
  write('a.yaml', text);
  write('b.yaml', Buffer.from(text).swap16());
  expect(read(['']).files).toEqual(['a.yaml', 'b.yaml']);
});

test('50 MB in one file, as documents and as a list', () => {
  const data = `data:\n  text: |\n${'    a line of some text that is long enough\n'.repeat(250)}`;
  const one = (name: number) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${name}\n${data}`;
  const documents = Array.from({ length: 2300 }, (_, index) => one(index));
  write('documents.yaml', documents.join('---\n'));
  const items = documents.map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`);
  write('list.yaml', `kind: List\nitems:\n${items.join('')}`);
  for (const [file, first] of [
    ['documents.yaml', 1],
    ['list.yaml', 3],
  ] as const) {
    const { places, findings } = read([file]);
    expect(findings).toEqual([]);
    expect(places).toHaveLength(2300);
    expect([places[0]!.line, places[2299]!.line]).toEqual([
      first,
      first + 2299 * (file === 'list.yaml' ? 256 : 257),
    ]);
  }
}, 60_000);

test('progress is told', () => {
  write('a.yaml');
  write('b.yaml');
  const told: [number, number][] = [];
  read([''], { onProgress: (done, total) => told.push([done, total]) });
  expect(told).toEqual([
    [0, 2],
    [1, 2],
  ]);
});
