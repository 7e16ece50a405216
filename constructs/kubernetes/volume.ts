import { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { checkInteger } from '../../values/numbers';
import { show } from '../../values/user-error';
import { checkQuantity } from './resources';

/** A ConfigMap by its name, and its namespace where that is known. */
export interface ConfigMapReference {
  readonly name: string;
  readonly namespace?: string;
}

/** Pods read ConfigMaps of their own namespace only. */
export function checkSameNamespace(
  namespace: string | undefined,
  podNamespace: string | undefined,
  checks: Checks,
): void {
  checks
    .at('namespace')
    .expect(
      namespace === undefined || namespace === podNamespace,
      `${show(namespace)} is not the namespace of the pod, ${show(podNamespace)}: Kubernetes looks for the ConfigMap there alone`,
    );
}

/** What the files of a ConfigMap or a Secret become in a container. */
export interface VolumeFiles {
  /**
   * Path of the file for each key that is wanted.
   * @default - every key, as a file of its name
   */
  readonly items?: Readonly<Record<string, string>>;
  /**
   * Lets the pod start where the object does not exist.
   * @default false
   */
  readonly optional?: boolean;
  /**
   * Permissions, such as 0o440.
   * @default 0o644
   */
  readonly defaultMode?: number;
}

/** Storage of a pod, under a name that is unique there. Whoever mounts one brings it into the pod. */
export class Volume {
  /** An empty folder that lives as long as the pod; `Memory` keeps it off the disk. */
  static emptyDir(
    name: string,
    options: { readonly medium?: 'Memory'; readonly sizeLimit?: string } = {},
  ): Volume {
    const { medium, sizeLimit } = options;
    return new Volume(
      {
        name,
        emptyDir: {
          medium,
          sizeLimit: sizeLimit === undefined ? undefined : k8s.Quantity.fromString(sizeLimit),
        },
      },
      (checks) => checkQuantity(sizeLimit, checks.at('sizeLimit')),
    );
  }

  /** The entries of a ConfigMap of the pod's namespace as files; `ConfigMap.volume()` gives those of one made here. */
  static configMap(name: string, configMap: string | ConfigMapReference, files: VolumeFiles = {}): Volume {
    const source = typeof configMap === 'string' ? { name: configMap } : configMap;
    return new Volume(
      { name, configMap: { name: source.name, ...lowerFiles(files) } },
      (checks) => {
        checks.at('configMap').dnsSubdomain(source.name);
        checkFiles(files, checks);
      },
      source.namespace,
    );
  }

  /** The entries of a Secret of the pod's namespace as files. */
  static secret(name: string, secretName: string, files: VolumeFiles = {}): Volume {
    return new Volume({ name, secret: { secretName, ...lowerFiles(files) } }, (checks) => {
      checks.at('secretName').dnsSubdomain(secretName);
      checkFiles(files, checks);
    });
  }

  /** A file or a folder of the node; `type` says what must be there, `DirectoryOrCreate` makes it. */
  static hostPath(name: string, path: string, type?: HostPathType): Volume {
    return new Volume({ name, hostPath: { path, type } }, (checks) =>
      checks
        .at('path')
        .expect(
          path.startsWith('/') && !path.split('/').includes('..'),
          `${show(path)} is not an absolute path without ".."`,
        ),
    );
  }

  /** A claim of the pod's namespace. */
  static persistentVolumeClaim(name: string, claimName: string, readOnly?: boolean): Volume {
    return new Volume({ name, persistentVolumeClaim: { claimName, readOnly } }, (checks) =>
      checks.at('claimName').dnsSubdomain(claimName),
    );
  }

  readonly name: string;

  private constructor(
    private readonly spec: k8s.Volume,
    private readonly checkSource: (checks: Checks) => void,
    /** Undefined where the source is looked up in the pod's. */
    private readonly namespace?: string,
  ) {
    this.name = spec.name;
  }

  check(checks: Checks): void {
    checks.at('name').dnsLabel(this.name);
    this.checkSource(checks);
  }

  /** @param namespace - the pod's */
  checkNamespace(namespace: string | undefined, checks: Checks): void {
    checkSameNamespace(this.namespace, namespace, checks);
  }

  lower(): k8s.Volume {
    return this.spec;
  }
}

export type HostPathType =
  'DirectoryOrCreate' | 'Directory' | 'FileOrCreate' | 'File' | 'Socket' | 'CharDevice' | 'BlockDevice';

/** A volume in a container. */
export interface VolumeMount {
  readonly volume: Volume;
  /** Absolute path in the container. */
  readonly mountPath: string;
  /** @default false */
  readonly readOnly?: boolean;
  /**
   * Path within the volume.
   * @default - all of it
   */
  readonly subPath?: string;
}

/** Checks the mounts of one container. */
export function checkMounts(mounts: readonly VolumeMount[], checks: Checks): void {
  const paths = new Set<string>();
  mounts.forEach(({ volume, mountPath, subPath }, index) => {
    const at = checks.at(index);
    volume.check(at.at('volume'));
    at.at('mountPath').expect(
      mountPath.startsWith('/') && !mountPath.includes(':'),
      `${show(mountPath)} is not an absolute path without ":"`,
    );
    at.at('mountPath').expect(!paths.has(mountPath), `${show(mountPath)} is mounted twice`);
    paths.add(mountPath);
    if (subPath !== undefined) checkWithin(subPath, at.at('subPath'));
  });
}

/** Records two volumes of one name; one volume may be mounted many times. */
export function checkVolumeNames(mounts: readonly VolumeMount[], checks: Checks): void {
  const byName = new Map<string, Volume>();
  for (const { volume } of mounts) {
    const other = byName.get(volume.name);
    checks.expect(
      other === undefined || other === volume,
      `${show(volume.name)} names two volumes: mount the same Volume object, or give each its own name`,
    );
    byName.set(volume.name, volume);
  }
}

/** The volumes that are mounted, each once, in the order of their first mount. */
export function volumesOf(mounts: readonly VolumeMount[]): k8s.Volume[] {
  return [...new Set(mounts.map(({ volume }) => volume))].map((volume) => volume.lower());
}

export function lowerMount({ volume, mountPath, readOnly, subPath }: VolumeMount): k8s.VolumeMount {
  return { name: volume.name, mountPath, readOnly, subPath };
}

function checkFiles({ items, defaultMode }: VolumeFiles, checks: Checks): void {
  for (const [key, path] of Object.entries(items ?? {})) checkWithin(path, checks.at('items').at(key));
  if (defaultMode !== undefined) checkInteger(checks.at('defaultMode'), defaultMode, 0, 0o777);
}

function checkWithin(path: string, checks: Checks): void {
  checks.expect(
    path !== '' && !path.startsWith('/') && !path.split('/').includes('..'),
    `${show(path)} is not a relative path without ".."`,
  );
}

function lowerFiles({ items, optional, defaultMode }: VolumeFiles) {
  return {
    items: items && Object.entries(items).map(([key, path]) => ({ key, path })),
    optional,
    defaultMode,
  };
}
