import type { Checks } from '../values/checks';
import { checkRepositoryPath, checkRepositoryUrl, checkRevision } from '../values/repository';
import { show } from '../values/user-error';
import { argocdInstallations, type ArgocdSpec, type RepositorySpec } from './delivery-spec';
import type { MeshSpec } from './mesh-spec';

/** What Argo CD needs to know: where dist is, and in which cluster it runs itself. */
export function checkDelivery(spec: MeshSpec, checks: Checks): void {
  const { repository, argocd } = spec;
  if (argocd !== undefined) checkArgocd(argocd, checks.at('argocd'));
  if (repository === undefined) {
    checks
      .at('argocd')
      .expect(argocd === undefined, 'is given without repository: nothing of Argo CD is rendered');
    return;
  }
  checkRepository(repository, checks.at('repository'));
  const hubs = Object.values(spec.clusters).filter(({ role }) => [role].flat().includes('hub'));
  checks
    .at('clusters')
    .expect(
      hubs.length > 0,
      'has no hub, and repository is given: Argo CD runs in one cluster of the mesh; give it the role "hub"',
    );
}

function checkRepository({ url, revision, path }: RepositorySpec, checks: Checks): void {
  checkRepositoryUrl(url, checks.at('url'));
  if (revision !== undefined) checkRevision(revision, checks.at('revision'));
  if (path !== undefined) checkRepositoryPath(path, checks.at('path'));
}

function checkArgocd({ installedBy, notifications = {} }: ArgocdSpec, checks: Checks): void {
  if (installedBy !== undefined) checks.at('installedBy').oneOf(installedBy, argocdInstallations);
  for (const [subscription, recipient] of Object.entries(notifications)) {
    const at = checks.at('notifications');
    at.expect(
      /^[A-Za-z0-9-]+\.[A-Za-z0-9-]+$/.test(subscription) && subscription.length <= 52,
      `${show(subscription)} is not a subscription (<trigger>.<service>, such as on-sync-failed.slack, at most 52 characters)`,
    );
    at.at(subscription).expect(recipient.trim() !== '', 'is empty: nobody would be told');
  }
}
