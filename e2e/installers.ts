/**
 * `npm run e2e:installers`: do the installers come to the same? Renders the flagship for each, and compares what
 * istioctl makes of the IstioOperator documents (`plugin`) with what Helm makes of Istio's official charts and our
 * values (`helm`), and with what the run itself writes (`rendered`).
 *
 * Every difference has to be explained in `installers/explained.ts`. Exits 1 where one is not, 2 where the lab lacks
 * something.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { Mesh } from '../fleet/mesh';
import type { Installer } from '../fleet/istio-spec';
import { loadMeshes } from '../fleet/load';
import { render } from '../run/render';
import { EXPLAINED, NOISE } from './installers/explained';
import { Lab, LabLacks } from './lab';
import { Report } from './report';

const ROOT = join(__dirname, '..');
const CLUSTER = 'multi-primary/kube-01';
/** Where the source of istioctl has a chart. */
const CHARTS: Readonly<Record<string, string>> = {
  base: 'base',
  cni: 'istio-cni',
  istiod: 'istio-control/istio-discovery',
  gateway: 'gateway',
};
const COMPONENTS = ['istio-base', 'istio-cni', 'istio-pilot', 'istio-igws', 'istio-ewgw'];

interface Kubernetes {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
type Objects = ReadonlyMap<string, Kubernetes>;

async function main(): Promise<number> {
  const lab = await Lab.find(ROOT);
  const report = new Report();
  const folder = mkdtempSync(join(tmpdir(), 'e2e-installers-'));
  process.env['ISTIOCTL'] = lab.program('istioctl');
  try {
    for (const installer of ['plugin', 'helm', 'rendered'] as const) write(installer, folder);
    for (const component of COMPONENTS) {
      const at = (installer: Installer) => join(folder, installer, CLUSTER, component);
      const plugin = generated(lab, at('plugin'));
      report.title(`${component}: ${plugin.size} objects of istioctl`);
      compare('rendered', plugin, rendered(at('rendered')), report);
      compare('helm', plugin, templated(lab, at('helm')), report, ownObjects(at('helm')));
    }
    checkKinds(lab, report);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const unused = EXPLAINED.filter(({ used }) => !used);
  report.expect('explanations that explain nothing', unused.map(({ why }) => why).join('; '), '');
  return report.close();
}

/** Holds the committed list of kinds against what this istioctl brings; the list is as it was afterwards. */
function checkKinds(lab: Lab, report: Report): void {
  report.title('argocd/installed-kinds/1.29.json');
  const file = join(ROOT, 'argocd/installed-kinds/1.29.json');
  const committed = readFileSync(file, 'utf8');
  try {
    execFileSync(
      'node',
      ['--import', 'tsx', 'argocd/installed-kinds/regenerate.ts', lab.program('istioctl')],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const isSame = readFileSync(file, 'utf8') === committed;
    report.expect('regenerated', isSame ? 'the same' : 'differs', 'the same');
  } finally {
    writeFileSync(file, committed);
  }
}

/** Renders the flagship as if it had that installer. */
function write(installer: Installer, folder: string): void {
  const [module] = loadMeshes(join(ROOT, 'clusters'), ['multi-primary']);
  const { mesh, ...rest } = module!;
  const istio = { ...mesh.spec.istio!, installer };
  const { files } = render([{ ...rest, mesh: new Mesh({ ...mesh.spec, istio }) }]);
  for (const [path, text] of files) {
    const file = join(folder, installer, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function generated(lab: Lab, component: string): Objects {
  const files = execFileSync('ls', [component], { encoding: 'utf8' }).split('\n');
  const document = files.find((file) => file.startsWith('istiooperator.'))!;
  const args = ['manifest', 'generate', '--filename', join(component, document)];
  return objectsOf(execFileSync(lab.program('istioctl'), args, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
}

/** What the run wrote, without what the component has besides. */
function rendered(component: string): Objects {
  const text = execFileSync('sh', ['-c', `for file in ${component}/*.yaml; do echo ---; cat "$file"; done`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return objectsOf(text);
}

/** What Helm makes of the component, with the chart from the source of istioctl in the place of the published one. */
function templated(lab: Lab, component: string): Objects {
  const file = join(component, 'Chart.yaml');
  const { dependencies, version } = parse(readFileSync(file, 'utf8')) as {
    dependencies: readonly { name: string }[];
    version: string;
  };
  const chart = dependencies[0]!.name;
  const source = join(lab.source(`istio-${version}`), 'manifests/charts', CHARTS[chart]!);
  if (!existsSync(source)) throw new LabLacks(`no source of chart ${chart} ${version} at ${source}`);
  const target = join(component, 'charts', chart);
  cpSync(source, target, { recursive: true });
  const own = parse(readFileSync(join(target, 'Chart.yaml'), 'utf8')) as object;
  writeFileSync(join(target, 'Chart.yaml'), stringify({ ...own, version, appVersion: version }));
  const release = parse(readFileSync(join(component, '.argocd-source.yaml'), 'utf8')) as {
    helm: { releaseName: string };
  };
  const args = [
    'template',
    release.helm.releaseName,
    component,
    '--namespace',
    'istio-system',
    '--include-crds',
  ];
  return objectsOf(execFileSync(lab.program('helm'), args, { encoding: 'utf8', maxBuffer: 2 ** 28 }));
}

function objectsOf(text: string): Objects {
  const objects = parseAllDocuments(text)
    .map((one) => one.toJS() as Kubernetes | null)
    .filter((one) => one !== null);
  return new Map(objects.map((one) => [`${one.kind} ${one.metadata.name}`, one]));
}

/** What a component holds besides Istio's parts. */
function ownObjects(component: string): Objects {
  const folder = join(component, 'templates');
  return existsSync(folder) ? rendered(folder) : new Map();
}

/**
 * Compares all that istioctl makes with what another installer does.
 *
 * @param own - what our component holds besides, which is the same everywhere
 */
function compare(what: string, wanted: Objects, got: Objects, report: Report, own?: Objects): void {
  const open: string[] = [];
  let explained = 0;
  const isExtra = (key: string) => own !== undefined && !wanted.has(key) && !own.has(key);
  const differences = [
    ...[...wanted].flatMap(([key, object]) => {
      const other = got.get(key);
      return other === undefined ? [`${key} is missing`] : differencesOf(key, object, other);
    }),
    ...[...got.keys()].filter(isExtra).map((key) => `${key} is extra`),
  ];
  for (const difference of differences) {
    const explanation = EXPLAINED.find((one) => one.of === what && one.difference.test(difference));
    if (explanation === undefined) open.push(difference);
    else {
      explanation.used = true;
      explained += 1;
    }
  }
  report.expect(`${what}: differences that nothing explains`, open.join('\n        ') || 'none', 'none');
  console.log(`        ${explained} explained`);
}

function differencesOf(key: string, one: unknown, other: unknown): readonly string[] {
  const [left, right] = [fieldsOf(one), fieldsOf(other)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => !NOISE.some((noise) => noise.test(field)) && left.get(field) !== right.get(field))
    .map((field) => `${key} ${field}: ${left.get(field) ?? 'none'} -> ${right.get(field) ?? 'none'}`);
}

/** Every field by its path; the elements of a list by what names them, else by their place. */
function fieldsOf(value: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const visit = (one: unknown, path: string): void => {
    if (one === null || one === undefined) return;
    if (typeof one === 'string' && one.startsWith('{\n')) {
      visit(parse(one), path);
      return;
    }
    if (typeof one !== 'object') {
      fields.set(path, String(one));
      return;
    }
    if (Array.isArray(one)) {
      one.forEach((item: unknown, index) => {
        const name = (item as { name?: unknown } | null)?.name;
        visit(item, `${path}[${typeof name === 'string' ? name : index}]`);
      });
      return;
    }
    for (const [key, item] of Object.entries(one)) visit(item, path === '' ? key : `${path}.${key}`);
  };
  visit(value, '');
  return fields;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:installers lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
