import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show, UserError } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { EnvSource } from './env-source';
import { Volume, type ConfigMapReference, type VolumeFiles } from './volume';

/** The most that Kubernetes keeps in one ConfigMap, in bytes. */
const MAX_SIZE = 2 ** 20;

export interface ConfigMapProps extends ResourceProps {
  /**
   * Text by key.
   * @default - none
   */
  readonly data?: Readonly<Record<string, string>>;
  /**
   * Bytes by key; written as base64.
   * @default - none
   */
  readonly binaryData?: Readonly<Record<string, Uint8Array>>;
  /**
   * Refuses every later change: another content then needs another name.
   * @default false
   */
  readonly immutable?: boolean;
}

/**
 * Configuration that pods of its namespace read, as files or as variables. Not for secrets: it is committed as it is.
 *
 * @throws UserError for keys and sizes that Kubernetes would refuse
 */
export class ConfigMap extends Resource implements ConfigMapReference {
  readonly apiObject: k8s.KubeConfigMap;
  private readonly keys: readonly string[];

  constructor(scope: Construct, id: string, props: ConfigMapProps = {}) {
    super(scope, id, props);
    this.check('ConfigMap', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkConfigMap(props, checks);
    });
    const { data, binaryData, immutable } = props;
    this.keys = [...Object.keys(data ?? {}), ...Object.keys(binaryData ?? {})];
    this.apiObject = new k8s.KubeConfigMap(this, 'Resource', {
      metadata: this.metadata,
      data: data && { ...data },
      binaryData: binaryData && encoded(binaryData),
      immutable,
    });
  }

  /**
   * Its entries as files of a pod.
   *
   * @throws UserError for an item that it does not hold
   */
  volume(name: string, files: VolumeFiles = {}): Volume {
    for (const key of Object.keys(files.items ?? {})) this.assertKey(key);
    return Volume.configMap(name, this, files);
  }

  /**
   * One entry as a variable of a container.
   *
   * @throws UserError where it does not hold the entry
   */
  entry(key: string): EnvSource {
    this.assertKey(key);
    return EnvSource.configMap(this, key);
  }

  private assertKey(key: string): void {
    if (this.keys.includes(key)) return;
    const known = this.keys.map((one) => show(one)).join(', ') || 'nothing';
    throw UserError.of(
      `ConfigMap ${this.qualifiedName} (${this.node.path})`,
      `has no entry ${show(key)}; it holds ${known}`,
    );
  }
}

function checkConfigMap({ data = {}, binaryData = {} }: ConfigMapProps, checks: Checks): void {
  let size = 0;
  for (const [field, entries] of Object.entries({ data, binaryData })) {
    for (const [key, content] of Object.entries(entries)) {
      size += Buffer.byteLength(content);
      checks
        .at(field)
        .at(key)
        .expect(
          /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..'),
          `${show(key)} is not a key (letters, digits, "-", "_" and ".", at most 253, not beginning with "..")`,
        );
    }
  }
  for (const key of Object.keys(binaryData)) {
    checks
      .at('binaryData')
      .at(key)
      .expect(!(key in data), 'is in data too: Kubernetes refuses it');
  }
  checks.expect(
    size <= MAX_SIZE,
    `holds ${size} bytes, and Kubernetes keeps ${MAX_SIZE} at most in one ConfigMap`,
  );
}

function encoded(binaryData: Readonly<Record<string, Uint8Array>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(binaryData).map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
  );
}
