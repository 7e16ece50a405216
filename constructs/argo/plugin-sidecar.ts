import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { show } from '../../values/user-error';
import { checkResources, type ResourceRequirements } from '../kubernetes/resources';
import { Resource, type ResourceProps } from '../resource';
import { pluginFile, type ConfigManagementPlugin } from './config-management-plugin';
import { partialObjectOptions } from './sync-options';

/** A container beside the repo server that runs a plugin's commands. */
export interface PluginSidecar {
  readonly plugin: ConfigManagementPlugin;
  /** Image with the plugin's programs, by a tag or digest that does not move. */
  readonly image: string;
  /** @default - none */
  readonly resources?: ResourceRequirements;
}

export interface RepoServerPatchProps extends ResourceProps {
  /** At least one. */
  readonly sidecars: readonly PluginSidecar[];
}

/**
 * The part of the repo server's Deployment that is the plugins' sidecars, for an Argo CD that its own manifests have
 * installed. Applied server-side, it is merged into that Deployment.
 *
 * @throws UserError for an image without a pinned version, and for resources that Kubernetes refuses
 */
export class RepoServerPatch extends Resource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, { sidecars, ...props }: RepoServerPatchProps) {
    super(scope, id, {
      ...props,
      name: props.name ?? 'argocd-repo-server',
      annotations: { ...props.annotations, ...partialObjectOptions },
    });
    this.check('Deployment', (checks) => checkSidecars(sidecars, checks.at('sidecars')));
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: this.metadata,
      spec: {
        template: {
          metadata: { annotations: pluginChecksums(sidecars) },
          spec: {
            containers: [{ name: 'argocd-repo-server', env: settings }, ...sidecars.map(container)],
            volumes: sidecars.flatMap(volumes),
          },
        },
      },
    });
  }
}

/**
 * The same for an Argo CD that its Helm chart has installed: values of the chart argo-cd.
 *
 * @throws UserError for what the patch would be refused for
 */
export function repoServerValues(sidecars: readonly PluginSidecar[], checks: Checks): object {
  checkSidecars(sidecars, checks.at('sidecars'));
  checks.throwIfAny('The values of the chart argo-cd');
  return {
    repoServer: {
      env: settings,
      podAnnotations: pluginChecksums(sidecars),
      extraContainers: sidecars.map(container),
      volumes: sidecars.flatMap(volumes),
    },
  };
}

/**
 * After three failures the repo server repeats its error for an hour, without asking the plugin again. A plugin that
 * was not there yet is there within a minute.
 */
const settings = [{ name: 'ARGOCD_PAUSE_GEN_MINUTES', value: '1' }];

const sockets = '/home/argocd/cmp-server/plugins';

function checkSidecars(sidecars: readonly PluginSidecar[], checks: Checks): void {
  checks.expect(sidecars.length > 0, 'is empty: there is nothing to add');
  const names = new Set<string>();
  sidecars.forEach((sidecar, index) => {
    const at = checks.at(index);
    const name = containerName(sidecar);
    at.at('plugin').expect(isDnsLabel(name), `${show(name)} is not the name of a container (a DNS label)`);
    at.at('plugin').expect(!names.has(name), `${show(name)} is the name of two sidecars`);
    names.add(name);
    const tag = /(?:@sha256:[0-9a-f]{64}|:([^/:@]+))$/.exec(sidecar.image);
    at.at('image').expect(
      tag !== null && tag[1] !== 'latest',
      `${show(sidecar.image)} is not pinned: give a tag other than "latest", or a digest`,
    );
    if (sidecar.resources !== undefined) checkResources(sidecar.resources, at.at('resources'));
  });
}

function containerName({ plugin }: PluginSidecar): string {
  return plugin.reference.replaceAll('.', '-');
}

/** The sidecar reads its file when it starts, so another file needs another pod. */
function pluginChecksums(sidecars: readonly PluginSidecar[]): Record<string, string> {
  return Object.fromEntries(
    sidecars.map((sidecar) => [
      `checksum/${containerName(sidecar)}`,
      createHash('sha256').update(JSON.stringify(sidecar.plugin.apiObject.toJson().data)).digest('hex'),
    ]),
  );
}

function container(sidecar: PluginSidecar): object {
  const name = containerName(sidecar);
  return {
    name,
    image: sidecar.image,
    // Put there by the init container of the repo server.
    command: ['/var/run/argocd/argocd-cmp-server'],
    env: [{ name: 'HOME', value: '/tmp' }],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      // The repo server's user: they talk over a socket that it owns.
      runAsUser: 999,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(sidecar.resources && { resources: { ...sidecar.resources } }),
    // Without it the pod would be asked for manifests before the plugin can make them.
    readinessProbe: { exec: { command: ['test', '-S', `${sockets}/${sidecar.plugin.reference}.sock`] } },
    volumeMounts: [
      { name: 'var-files', mountPath: '/var/run/argocd' },
      { name: 'plugins', mountPath: sockets },
      { name, mountPath: `/home/argocd/cmp-server/config/${pluginFile}`, subPath: pluginFile },
      // Not the repo server's own: what one unpacks, the other must not reach.
      { name: `${name}-tmp`, mountPath: '/tmp' },
    ],
  };
}

function volumes(sidecar: PluginSidecar): object[] {
  const name = containerName(sidecar);
  return [
    { name, configMap: { name: sidecar.plugin.name } },
    { name: `${name}-tmp`, emptyDir: {} },
  ];
}
