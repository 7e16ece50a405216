import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import type { Checks } from '../../values/checks';
import { checkExactlyOne, type ExactlyOne } from '../../values/one-of';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

/** A program and its arguments, started in the Application's folder; no shell reads them. */
export interface PluginCommand {
  readonly command: readonly string[];
  /** @default - none */
  readonly args?: readonly string[];
}

/** How the plugin knows a folder that it is for: one of the three. */
export type PluginDiscovery = ExactlyOne<{
  /** A glob of Go's filepath.Glob that a file of the folder fits. */
  readonly fileName: string;
  /** A glob in which `**` crosses folders. */
  readonly findGlob: string;
  /** Ends with 0 and prints something. */
  readonly findCommand: PluginCommand;
}>;

/** What the web pages show as a setting of the plugin. It is no default: only what an Application sets is sent. */
export interface PluginParameter {
  readonly name: string;
  /** @default - the name */
  readonly title?: string;
  /** @default - none */
  readonly tooltip?: string;
  /** @default 'string' */
  readonly collectionType?: 'string' | 'array' | 'map';
}

export interface ConfigManagementPluginProps extends ResourceProps {
  /** Name by which an Application asks for the plugin, with `-` and the version if there is one. */
  readonly plugin: string;
  /** @default - none */
  readonly version?: string;
  /** Prints the manifests, and nothing else, on standard output. */
  readonly generate: PluginCommand;
  /**
   * Runs before each `generate`.
   * @default - nothing
   */
  readonly init?: PluginCommand;
  /** @default - for the Applications that name the plugin */
  readonly discover?: PluginDiscovery;
  /** @default - none */
  readonly parameters?: readonly PluginParameter[];
}

/** Key of the ConfigMap, and name of the file that the plugin's server reads. */
export const pluginFile = 'plugin.yaml';

/**
 * A config-management plugin of Argo CD: a file that a sidecar of the repo server reads, as a ConfigMap.
 *
 * @throws UserError for what the sidecar would not start with
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/
 */
export class ConfigManagementPlugin extends Resource {
  readonly apiObject: k8s.KubeConfigMap;
  /** The plugin's name with its version, as an Application refers to it. */
  readonly reference: string;

  constructor(scope: Construct, id: string, props: ConfigManagementPluginProps) {
    super(scope, id, props);
    this.check('ConfigManagementPlugin', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkPlugin(props, checks);
    });
    this.reference = props.version === undefined ? props.plugin : `${props.plugin}-${props.version}`;
    this.apiObject = new k8s.KubeConfigMap(this, 'Resource', {
      metadata: this.metadata,
      data: { [pluginFile]: stringify(lower(props), { lineWidth: 0 }) },
    });
  }
}

function checkPlugin(props: ConfigManagementPluginProps, checks: Checks): void {
  const { plugin, version, discover, parameters = [] } = props;
  checks.at('plugin').dnsSubdomain(plugin);
  if (version !== undefined) {
    checks
      .at('version')
      .expect(
        /^[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(version),
        `${show(version)} cannot be part of a socket's name`,
      );
  }
  for (const field of ['init', 'generate'] as const) {
    if (props[field] !== undefined) checkCommand(props[field], checks.at(field));
  }
  if (discover !== undefined) {
    const at = checks.at('discover');
    checkExactlyOne(at, discover, ['fileName', 'findGlob', 'findCommand']);
    if (discover.findCommand !== undefined) checkCommand(discover.findCommand, at.at('findCommand'));
  }
  parameters.forEach(({ name }, index) =>
    checks
      .at('parameters')
      .at(index)
      .at('name')
      .expect(
        /^[a-z][-a-z0-9]*$/.test(name),
        `${show(name)} is not a parameter's name (lower-case letters, digits and "-")`,
      ),
  );
}

function checkCommand({ command }: PluginCommand, checks: Checks): void {
  checks.at('command').expect(command.length > 0, 'is empty: the sidecar would not start');
}

function lower({
  plugin,
  version,
  init,
  generate,
  discover,
  parameters,
}: ConfigManagementPluginProps): unknown {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name: plugin },
    spec: {
      ...(version !== undefined && { version }),
      ...(discover !== undefined && { discover: lowerDiscovery(discover) }),
      ...(parameters !== undefined && { parameters: { static: parameters.map((one) => ({ ...one })) } }),
      ...(init !== undefined && { init: { ...init } }),
      generate: { ...generate },
    },
  };
}

function lowerDiscovery({ fileName, findGlob, findCommand }: PluginDiscovery): unknown {
  if (fileName !== undefined) return { fileName };
  return { find: findGlob === undefined ? { ...findCommand } : { glob: findGlob } };
}
