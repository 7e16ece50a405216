import { join } from 'node:path';
import { inCluster } from '../argocd/hub-context';
import { loadMeshes } from '../fleet/load';
import type { Mesh } from '../fleet/mesh';
import { didYouMean } from '../values/did-you-mean';
import { show, UserError } from '../values/user-error';

/** The mesh of that name in clusters/. */
export function meshNamed(root: string, name: string): Mesh {
  const [module] = loadMeshes(join(root, 'clusters'), [name]);
  return module!.mesh;
}

/**
 * The names that a flag gives, or all where it gives none.
 *
 * @throws UserError for a name that is not one of them
 */
export function chosen(flag: string, given: readonly string[], all: readonly string[]): readonly string[] {
  const problems = given
    .filter((name) => !all.includes(name))
    .map((name) => ({
      field: flag,
      message: `${show(name)} is not one of ${all.join(', ') || 'none'}${didYouMean(name, all)}`,
    }));
  if (problems.length > 0) throw new UserError(problems);
  return given.length === 0 ? all : all.filter((name) => given.includes(name));
}

/** URLs of API servers as other clusters reach them: what flags say, else what the mesh says. */
export function serversOf(mesh: Mesh, given: readonly string[]): ReadonlyMap<string, string> {
  const servers = new Map<string, string>();
  for (const { name, spec } of mesh.clusters) {
    const server = spec.server.replace(/\/+$/, '');
    if (server !== inCluster) servers.set(name, server);
  }
  for (const value of given) {
    const at = value.indexOf('=');
    const [cluster = ''] = chosen(
      '--server',
      [value.slice(0, Math.max(at, 0))],
      [...mesh.clusters.map(({ name }) => name)],
    );
    const url = value.slice(at + 1);
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || parsed.protocol !== 'https:' || parsed.username !== '') {
      throw UserError.of(
        '--server',
        `${cluster} is not given the URL of an API server (https://host:port, without credentials)`,
      );
    }
    servers.set(cluster, url.replace(/\/+$/, ''));
  }
  return servers;
}

/** A URL that means another machine to whoever reads it elsewhere. */
export function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
