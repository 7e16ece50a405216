import { join } from 'node:path';
import { listApplications } from '../../analysis/delivery/applications';
import { until } from '../kubectl';
import type { Report } from '../report';
import { argocd, type Argo } from './argo';

/**
 * What the real controller generates for every mesh, against what `meshwright apps` says. Argo CD syncs nothing
 * meanwhile: some meshes' clusters are not there, and others would be the hub itself.
 */
export async function checkGeneration(
  argo: Argo,
  dist: string,
  hubs: readonly { readonly mesh: string; readonly hub: string }[],
  report: Report,
): Promise<void> {
  report.title('What the ApplicationSet controller generates');
  const { hub } = argo;
  await hub.call(['-n', argocd, 'scale', 'statefulset/argocd-application-controller', '--replicas=0']);
  await hub.call([
    '-n',
    argocd,
    'wait',
    '--for=delete',
    'pod/argocd-application-controller-0',
    '--timeout=90s',
  ]);
  const paths = hubs.flatMap((one) => ['-f', join(dist, one.mesh, one.hub, 'argocd')]);
  await hub.call(['apply', '--server-side', '--field-manager=argocd-controller', ...paths]);
  for (const { mesh } of hubs) {
    const wanted = listApplications(dist, mesh).map(lineOf).sort();
    const got = await until(
      90,
      () => generated(argo, mesh),
      (lines) => lines.length === wanted.length,
    );
    report.expect(`${mesh}: ${wanted.length} Applications, diff`, difference(got, wanted), 'empty');
  }
  await clear(argo);
  await hub.call(['-n', argocd, 'scale', 'statefulset/argocd-application-controller', '--replicas=1']);
  await hub.call([
    '-n',
    argocd,
    'rollout',
    'status',
    'statefulset/argocd-application-controller',
    '--timeout=120s',
  ]);
}

/** Takes away all that the hubs' folders have made. */
async function clear({ hub }: Argo): Promise<void> {
  for (const kind of ['applicationset', 'application']) {
    await hub.call(['-n', argocd, 'delete', kind, '--all', '--timeout=120s']);
  }
  await hub.call(['-n', argocd, 'delete', 'secret', '-l', 'meshwright/mesh']);
  const projects = (await hub.list('appproject', argocd)).map(({ metadata }) => metadata.name);
  await hub.call(['-n', argocd, 'delete', 'appproject', ...projects.filter((name) => name !== 'default')]);
}

async function generated(argo: Argo, mesh: string): Promise<readonly string[]> {
  const applications = await argo.applications(`meshwright/mesh=${mesh}`);
  return applications
    .map(({ metadata, spec }) =>
      lineOf({
        name: metadata.name,
        mesh: metadata.labels?.['meshwright/mesh'] ?? '',
        cluster: metadata.labels?.['meshwright/cluster'] ?? '',
        server: spec.destination.server,
        namespace: spec.destination.namespace,
        path: spec.source.path,
        project: spec.project,
        applicationSet: metadata.ownerReferences?.[0]?.name ?? '',
        order: Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']),
      }),
    )
    .sort();
}

function lineOf(row: ReturnType<typeof listApplications>[number]): string {
  const { name, mesh, cluster, server, namespace, path, project, applicationSet, order } = row;
  return [name, mesh, cluster, server, namespace, path, project, applicationSet, order].join(' ');
}

function difference(got: readonly string[], wanted: readonly string[]): string {
  const lines = [
    ...got.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
    ...wanted.filter((line) => !got.includes(line)).map((line) => `- ${line}`),
  ];
  return lines.length === 0 ? 'empty' : lines.join('\n');
}
