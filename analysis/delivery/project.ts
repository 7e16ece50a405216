import { fieldsOf, listOf, recordsOf, textOf, textsOf, type Fields } from '../model/fields';
import type { Destination } from './delivered';
import { glob } from './glob';

/**
 * What an AppProject permits.
 *
 * Source: pkg/apis/application/v1alpha1/app_project_types.go of Argo CD 3.2.
 */
export class Project {
  constructor(private readonly spec: Fields) {}

  permitsSource(repoURL: string): boolean {
    const url = normalizeUrl(repoURL);
    let isPermitted = false;
    for (const given of textsOf(this.spec.sourceRepos)) {
      const isDenial = given.startsWith('!');
      const pattern = normalizeUrl(isDenial ? given.slice(1) : given);
      const isMatched = (pattern === '*' && !isDenial) || glob(pattern, '/').test(url);
      if (isDenial && isMatched) return false;
      if (isDenial || isMatched) isPermitted = true;
    }
    return isPermitted;
  }

  permitsDestination({ server, name, namespace }: Destination): boolean {
    let isPermitted = false;
    for (const given of recordsOf(this.spec.destinations)) {
      const [ofName, ofServer, ofNamespace] = [given.name, given.server, given.namespace].map(
        (one) => textOf(one) ?? '',
      ) as [string, string, string];
      const isName = name !== '' && matches(ofName, name);
      const isServer = server !== '' && matches(ofServer, server);
      const isNamespace = matches(ofNamespace, namespace);
      if ((isServer || isName) && isNamespace) isPermitted = true;
      else if ((!isName && isDeny(ofName)) || (!isServer && isDeny(ofServer) && isNamespace)) return false;
      else if (!isNamespace && isDeny(ofNamespace) && isServer) return false;
    }
    return isPermitted;
  }

  permitsKind(group: string, kind: string, isNamespaced: boolean): boolean {
    const [allowed, refused] = isNamespaced
      ? [this.spec.namespaceResourceWhitelist, this.spec.namespaceResourceBlacklist]
      : [this.spec.clusterResourceWhitelist, this.spec.clusterResourceBlacklist];
    const isIn = (list: unknown) =>
      listOf(list)
        .map(fieldsOf)
        .some(
          (one) =>
            glob(textOf(one.kind) ?? '', '/').test(kind) && glob(textOf(one.group) ?? '', '/').test(group),
        );
    const isAllowed = isNamespaced && allowed === undefined ? true : isIn(allowed);
    return isAllowed && !isIn(refused);
  }
}

function isDeny(pattern: string): boolean {
  return pattern.startsWith('!');
}

function matches(pattern: string, value: string): boolean {
  return isDeny(pattern) ? !glob(pattern.slice(1)).test(value) : glob(pattern).test(value);
}

/** As Argo CD compares repositories: without regard to case and to `.git`; braces are those of a URL. */
function normalizeUrl(url: string): string {
  const [, user, host, path] = /^(?:ssh:\/\/)?([\w.-]+)@([\w.-]+)[:/](.*)$/.exec(url.trim()) ?? [];
  const plain = user === undefined ? url.trim() : `${user}@${host}/${path}`;
  return plain
    .toLowerCase()
    .replace(/\{/g, '%7b')
    .replace(/\}/g, '%7d')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}
