import type { Cluster } from '../model/cluster';
import { at, textOf } from '../model/fields';
import type { Resource } from '../model/resource';

/** A Secret that a controller makes of an object: of cert-manager, External Secrets, Sealed Secrets. */
interface ProducedSecret {
  readonly namespace: string;
  readonly name: string;
}

export function producedSecrets({ resources }: Cluster): readonly ProducedSecret[] {
  return resources.flatMap((resource) => {
    const name = nameOf(resource) ?? '';
    return name === '' ? [] : [{ namespace: resource.namespace, name }];
  });
}

/** The Secrets that are there, those aside by which Argo CD knows clusters and repositories: a repository has them. */
export function secretsOf(cluster: Cluster): readonly Resource[] {
  return cluster.of('Secret').filter(({ labels }) => labels['argocd.argoproj.io/secret-type'] === undefined);
}

function nameOf({ group, kind, name, spec }: Resource): string | undefined {
  switch (`${group}/${kind}`) {
    case 'cert-manager.io/Certificate':
      return textOf(spec.secretName);
    case 'external-secrets.io/ExternalSecret':
      if (['None', 'Merge'].includes(textOf(at(spec, 'target', 'creationPolicy')) ?? '')) return undefined;
      return textOf(at(spec, 'target', 'name')) ?? name;
    case 'bitnami.com/SealedSecret':
      return textOf(at(spec, 'template', 'metadata', 'name')) ?? name;
    default:
      return undefined;
  }
}
