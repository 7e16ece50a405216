import { join } from 'node:path';
import type { IstioSpec } from '../../fleet/istio-spec';
import { until, type Kubectl } from '../kubectl';
import type { Report } from '../report';
import { argocd, good, type Argo } from './argo';
import type { Clone } from './repository';

const MESH = 'multi-primary';
const HUB = 'kube-00';
const project = MESH;
const route = `dist/${MESH}/kube-02/httpbin/virtualservice.networking.istio.io_httpbin_httpbin.yaml`;

export interface Delivery {
  readonly argo: Argo;
  readonly clusters: readonly Kubectl[];
  readonly clone: Clone;
  readonly url: string;
  /** Names of the Applications that there will be. */
  readonly names: readonly string[];
  /** Renders the flagship anew, with another Istio, and pushes it. */
  readonly pushDist: (message: string, istio: Partial<IstioSpec>) => void;
  /** What Argo CD logs in with, by cluster. */
  readonly credentials: ReadonlyMap<string, string>;
}

/** One apply of one path, and what each cluster's registration needs: docs/gitops.md, Bootstrap. */
export async function bootstrap(
  { argo, clone, names, credentials }: Delivery,
  report: Report,
): Promise<void> {
  report.title('Bootstrap: one kubectl apply of one path');
  const { hub } = argo;
  await hub.call([
    'apply',
    '--server-side',
    '--field-manager=argocd-controller',
    '-f',
    join(clone.folder, 'dist', MESH, HUB, 'argocd'),
  ]);
  for (const [cluster, config] of credentials) {
    const patch = JSON.stringify({ stringData: { config } });
    await hub.call(['-n', argocd, 'patch', 'secret', `cluster-${cluster}`, '--type', 'merge', '-p', patch]);
  }
  const started = Date.now();
  const own = [`${HUB}-argocd`, `${HUB}-argocd-settings`];
  const states = await argo.settled(600, [...own, ...names]);
  for (const name of [...own, ...names]) report.expect(name, states.get(name) ?? 'missing', good);
  console.log(`  all of it after ${Math.round((Date.now() - started) / 1000)} s`);
}

/** In which order things came: nothing with injected pods before istiod. */
export async function checkOrder({ clusters }: Delivery, report: Report): Promise<void> {
  report.title('What came first');
  for (const cluster of clusters) {
    const pods = await cluster.list('pods', 'httpbin');
    const proxies = pods.filter((pod) => JSON.stringify(pod.spec).includes('"istio-proxy"'));
    report.expect(
      `${cluster.context}: pods of httpbin with a proxy`,
      `${proxies.length} of ${pods.length}`,
      `${pods.length} of ${pods.length}`,
    );
    const gateways = await cluster.list('pods', 'istio-system', 'istio in (eastwestgateway, ingressgateway)');
    const auto = gateways.filter((pod) => JSON.stringify(pod.spec).includes('"image":"auto"'));
    report.expect(
      `${cluster.context}: gateways, and those of image auto`,
      `${gateways.length > 1} ${auto.length}`,
      'true 0',
    );
  }
}

/** A commit arrives; what somebody does by hand goes. */
export async function checkCommits(delivery: Delivery, report: Report): Promise<void> {
  report.title('A commit arrives by itself, and a change by hand goes');
  const { clone, clusters } = delivery;
  const cluster = clusters.find(({ context }) => context === 'kube-02')!;
  const text = clone.read(route);
  clone.write(route, text.replace(/^metadata:$/m, 'metadata:\n  labels:\n    e2e: arrived'));
  clone.push('e2e: a label of a VirtualService');
  const started = Date.now();
  const label = () =>
    cluster
      .read('virtualservice', 'httpbin', 'httpbin')
      .then((one) => one?.metadata.labels?.['e2e'] ?? 'none');
  report.expect('the label of kube-02', await until(120, label, (one) => one === 'arrived'), 'arrived');
  console.log(`  after ${Math.round((Date.now() - started) / 1000)} s`);
  await cluster.call(['-n', 'httpbin', 'label', 'virtualservice', 'httpbin', 'e2e=by-hand', '--overwrite']);
  report.expect('changed by hand', await until(120, label, (one) => one === 'arrived'), 'arrived');
  clone.write(route, text);
  clone.push('e2e: and back');
  report.expect('taken back', await until(120, label, (one) => one === 'none'), 'none');
}

/** What is not to be deleted stays. */
export async function checkDeletion(delivery: Delivery, report: Report): Promise<void> {
  const { argo, clusters, clone, names } = delivery;
  report.title('Deleting the ApplicationSets leaves the workloads running');
  const before = await podsOf(clusters);
  const uids = async () =>
    (await argo.hub.list('applicationset', argocd)).map(({ metadata }) => metadata.uid).sort();
  const old = await uids();
  await argo.hub.call(['-n', argocd, 'delete', 'applicationset', '--all', '--timeout=180s']);
  const fresh = await until(240, uids, (all) => all.length === old.length);
  report.expect(
    'the root Application makes them anew',
    String(fresh.length === old.length && fresh.every((uid) => !old.includes(uid))),
    'true',
  );
  const adopted = await until(
    240,
    async () =>
      (await argo.applications()).filter(({ metadata }) => metadata.ownerReferences !== undefined).length,
    (count) => count === names.length,
  );
  report.expect('Applications that they take back', String(adopted), String(names.length));
  report.expect('pods', await podsOf(clusters), before);

  report.title('A folder that is gone from dist deletes nothing');
  const folder = `dist/${MESH}/kube-02/httpbin`;
  const files = new Map(clone.list(folder).map((file) => [file, clone.read(file)]));
  clone.remove(folder);
  clone.push('e2e: a folder goes');
  await until(
    90,
    () => argo.states(`meshwright/mesh=${MESH}`),
    (states) => states.get('kube-02-httpbin') !== good,
  );
  report.expect('the Application', String((await argo.application('kube-02-httpbin')) !== undefined), 'true');
  report.expect('pods', await podsOf(clusters), before);
  for (const [file, text] of files) clone.write(file, text);
  clone.push('e2e: and comes back');
  const states = await argo.settled(240, names);
  report.expect('kube-02-httpbin', states.get('kube-02-httpbin') ?? 'missing', good);
}

/** What the AppProject does not list is refused. */
export async function checkProject({ argo, clusters, url }: Delivery, report: Report): Promise<void> {
  report.title('What is not in the AppProject is refused');
  const [one] = clusters as [Kubectl];
  const server = await serverOf(argo, one.context);
  const source = { repoURL: url, targetRevision: 'main', path: 'refused/kind' };
  const cases: readonly [string, object, object, RegExp][] = [
    [
      'another cluster',
      source,
      { server: 'https://kubernetes.default.svc', namespace: 'httpbin' },
      /do not match any of the allowed destinations/,
    ],
    [
      'another namespace',
      source,
      { server, namespace: 'kube-system' },
      /do not match any of the allowed destinations/,
    ],
    [
      'another repository',
      { ...source, repoURL: `${url}-other` },
      { server, namespace: 'httpbin' },
      /repo .* is not permitted in project/,
    ],
    [
      'a kind that is not listed',
      source,
      { server, namespace: 'httpbin' },
      /batch:CronJob is not permitted in project/,
    ],
  ];
  for (const [index, [what, from, destination, says]] of cases.entries()) {
    const name = `refused-${index}`;
    await argo.hub.apply([
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name, namespace: argocd },
        spec: { project, source: from, destination, syncPolicy: { automated: {} } },
      },
    ]);
    const said = await until(
      90,
      async () => {
        const { status } = (await argo.application(name)) ?? {};
        const results = (status?.operationState as { syncResult?: { resources?: { message?: string }[] } })
          ?.syncResult?.resources;
        return [
          ...(status?.conditions ?? []).map(({ message }) => message),
          status?.operationState?.message ?? '',
          ...(results ?? []).map(({ message }) => message ?? ''),
        ].join(' ');
      },
      (text) => says.test(text),
    );
    report.expect(what, says.test(said) ? 'refused' : `"${said}"`, 'refused');
    await argo.hub.call(['-n', argocd, 'delete', 'application', name]);
  }
  const made = await one.call(['get', 'cronjob', '--all-namespaces', '--output', 'name']);
  report.expect('CronJobs in the cluster', made.trim() === '' ? 'none' : made, 'none');
}

/**
 * The steps of an upgrade by canary, docs/gitops.md. The lab has images of one version, so the canary is of the same one.
 */
export async function checkCanary(delivery: Delivery, report: Report): Promise<void> {
  const { argo, clusters, names, pushDist } = delivery;
  const canary = { version: '1.29.1', revision: 'next' };
  const canaries = clusters.map(({ context }) => `${context}-istio-pilot-next`);

  report.title('An upgrade by canary');
  pushDist('e2e: a canary', { canary });
  const states = await argo.settled(300, [...names, ...canaries]);
  for (const name of canaries) report.expect(name, states.get(name) ?? 'missing', good);
  report.expect('revisions of the proxies', await revisions(clusters), 'httpbin 1-29-1 sleep 1-29-1');

  pushDist('e2e: httpbin moves', { canary: { ...canary, namespaces: ['httpbin'] } });
  const label = (cluster: Kubectl) =>
    cluster.call(['get', 'namespace', 'httpbin', '-o', 'jsonpath={.metadata.labels.istio\\.io/rev}']);
  for (const cluster of clusters) {
    const moved = await until(
      120,
      () => label(cluster),
      (one) => one === 'next',
    );
    report.expect(`${cluster.context}: label of the namespace`, moved, 'next');
    await restart(cluster);
  }
  const wanted = 'httpbin next sleep next';
  report.expect('revisions of the proxies', await revisions(clusters), wanted);

  pushDist('e2e: the canary is the first now', { revision: 'next' });
  const istiods = async () => {
    const all = await Promise.all(
      clusters.map((cluster) => cluster.list('deployment', 'istio-system', 'app=istiod')),
    );
    return all
      .flat()
      .map(({ metadata }) => metadata.name)
      .join(' ');
  };
  report.expect(
    'istiods',
    await until(300, istiods, (one) => one === 'istiod-next istiod-next'),
    'istiod-next istiod-next',
  );
  for (const name of canaries) await argo.hub.call(['-n', argocd, 'delete', 'application', name]);
  const last = await argo.settled(300, names);
  for (const name of names) report.expect(name, last.get(name) ?? 'missing', good);
  report.expect('revisions of the proxies', await revisions(clusters), wanted);
  report.expect(
    'Applications that are left over',
    [...last.keys()].filter((name) => canaries.includes(name)).join(' ') || 'none',
    'none',
  );
}

async function restart(cluster: Kubectl): Promise<void> {
  await cluster.call(['-n', 'httpbin', 'rollout', 'restart', 'deployment']);
  for (const deployment of ['httpbin', 'sleep']) {
    await cluster.call(['-n', 'httpbin', 'rollout', 'status', `deployment/${deployment}`, '--timeout=180s']);
  }
}

/** Which control plane the proxies of httpbin's pods are of, the same in each cluster. */
async function revisions(clusters: readonly Kubectl[]): Promise<string> {
  const lines = new Set<string>();
  for (const cluster of clusters) {
    const pods = await until(
      60,
      () => cluster.list('pods', 'httpbin'),
      (all) => all.length === 2,
    );
    const found = pods.map(
      ({ metadata }) =>
        `${metadata.labels?.['app'] ?? metadata.name.split('-')[0]} ${metadata.annotations?.['istio.io/rev']}`,
    );
    lines.add(found.sort().join(' '));
  }
  return [...lines].join(' / ');
}

/** Nothing is applied again where nothing has changed. */
export async function checkDrift({ argo, names }: Delivery, minutes: number, report: Report): Promise<void> {
  report.title(`No drift after ${minutes} minutes`);
  await argo.settled(240, names);
  const before = await finished(argo);
  let worst = '';
  const end = Date.now() + minutes * 60_000;
  while (Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    for (const [name, state] of await argo.states()) if (state !== good) worst = `${name}: ${state}`;
  }
  report.expect('out of sync or unhealthy meanwhile', worst === '' ? 'none' : worst, 'none');
  report.expect('when each was synced last', await finished(argo), before);
}

async function finished(argo: Argo): Promise<string> {
  const applications = await argo.applications();
  return applications
    .map(({ metadata, status }) => `${metadata.name} ${status?.operationState?.finishedAt ?? 'never'}`)
    .sort()
    .join(', ');
}

async function podsOf(clusters: readonly Kubectl[]): Promise<string> {
  const lines: string[] = [];
  for (const cluster of clusters) {
    for (const namespace of ['httpbin', 'istio-system']) {
      const pods = await cluster.list('pods', namespace);
      lines.push(...pods.map(({ metadata }) => `${cluster.context}/${metadata.name}`));
    }
  }
  return lines.sort().join(' ');
}

async function serverOf(argo: Argo, cluster: string): Promise<string> {
  const secret = await argo.hub.read('secret', `cluster-${cluster}`, argocd);
  return Buffer.from((secret?.data as Record<string, string>)['server']!, 'base64').toString();
}
