import type { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { checkSameNamespace, type ConfigMapReference } from './volume';

/** Fields of a pod that its containers may read. */
export type PodField =
  | `metadata.${'name' | 'namespace' | 'uid'}`
  | `metadata.${'labels' | 'annotations'}['${string}']`
  | `spec.${'nodeName' | 'serviceAccountName'}`
  | `status.${'hostIP' | 'hostIPs' | 'podIP' | 'podIPs'}`;

export type ContainerResource = `${'requests' | 'limits'}.${'cpu' | 'memory' | 'ephemeral-storage'}`;

/** Where a container's environment variable comes from, if it is not written down. */
export class EnvSource {
  /** A field of the pod. */
  static field(fieldPath: PodField): EnvSource {
    return new EnvSource({ fieldRef: { fieldPath } });
  }

  /** A request or a limit of the container: cpu in whole cores, the others in bytes. */
  static resource(resource: ContainerResource): EnvSource {
    return new EnvSource({ resourceFieldRef: { resource } });
  }

  /** An entry of a ConfigMap of the pod's namespace; an optional one may be missing. */
  static configMap(configMap: string | ConfigMapReference, key: string, optional?: boolean): EnvSource {
    const { name, namespace }: ConfigMapReference =
      typeof configMap === 'string' ? { name: configMap } : configMap;
    return new EnvSource({ configMapKeyRef: { name, key, optional } }, namespace);
  }

  /** An entry of a Secret of the pod's namespace; an optional one may be missing. */
  static secret(name: string, key: string, optional?: boolean): EnvSource {
    return new EnvSource({ secretKeyRef: { name, key, optional } });
  }

  private constructor(
    private readonly valueFrom: k8s.EnvVarSource,
    /** Undefined where the source is looked up in the pod's. */
    private readonly namespace?: string,
  ) {}

  /** @param namespace - the pod's */
  checkNamespace(namespace: string | undefined, checks: Checks): void {
    checkSameNamespace(this.namespace, namespace, checks);
  }

  lower(): k8s.EnvVarSource {
    return this.valueFrom;
  }
}

export function checkEnv(env: Readonly<Record<string, string | EnvSource>>, checks: Checks): void {
  for (const name of Object.keys(env)) {
    checks
      .at(name)
      .expect(
        /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name),
        `${show(name)} is not a variable's name (letters, digits, "-", "_" and ".", no digit first)`,
      );
  }
}

export function lowerEnv(env: Readonly<Record<string, string | EnvSource>>): k8s.EnvVar[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, valueFrom: value.lower() },
  );
}
