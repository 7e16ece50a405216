import type { ClusterSpec, Role } from './cluster-spec';

/** The roles of a cluster, its defaults applied. */
export function rolesOf(cluster: Pick<ClusterSpec, 'role'>, hasIstio: boolean): readonly Role[] {
  if (cluster.role === undefined) return [hasIstio ? 'primary' : 'member'];
  return typeof cluster.role === 'string' ? [cluster.role] : cluster.role;
}
