import { Command, Option } from 'commander';
import { join } from 'node:path';
import type { MeshModule } from '../fleet/application';
import { loadMeshes } from '../fleet/load';
import type { TrustedCa } from '../guide/certificates';
import { guideTo, type GuideSection, type RenderedModule } from '../guide/commands';
import type { RenderedGateway } from '../guide/curl';
import { exitCode } from './exit';
import { lazily } from './lazily';
import type { CommandContext } from './streams';

/** `meshwright commands MESH`: what a person runs to try a mesh. */
export function commandsCommand({ streams, root, done }: CommandContext): Command {
  return new Command('commands')
    .description('Print what to run to try a mesh: certificates, remote secrets, requests to its gateways.')
    .argument('<mesh>', 'name of the mesh')
    .addOption(new Option('--output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action((mesh: string, { output }: { output: 'text' | 'json' }) => {
      const modules = loadMeshes(join(root, 'clusters'), [mesh]);
      const sections = modules.flatMap((module) =>
        guideTo(rendered(module), (module.variants?.() ?? []).map(rendered)),
      );
      streams.out.write(output === 'json' ? `${JSON.stringify(sections, null, 2)}\n` : text(sections));
      done(exitCode.ok);
    });
}

function rendered(module: MeshModule): RenderedModule {
  const { objects } = lazily.rendering().render([module]);
  // What cert-manager issues is nobody's to make, and its CA is not ours.
  const issued = new Set(
    objects
      .filter(({ object }) => object.kind === 'Certificate')
      .map(({ cluster, object }) => {
        const { secretName } = object['spec'] as { secretName: string };
        return `${cluster}/${object.metadata.namespace}/${secretName}`;
      }),
  );
  const gateways = objects.flatMap(({ cluster, object }): RenderedGateway[] => {
    if (object.kind !== 'Gateway' || !object.apiVersion.startsWith('networking.istio.io/')) return [];
    const { selector, servers } = object['spec'] as Pick<RenderedGateway, 'selector' | 'servers'>;
    const namespace = object.metadata.namespace ?? 'default';
    const isIssued = (secret: string) => issued.has(`${cluster}/${namespace}/${secret}`);
    return [{ cluster, namespace, selector, servers, isIssued }];
  });
  const trusted = objects.flatMap(({ cluster, object }): TrustedCa[] => {
    if (object.kind !== 'DestinationRule') return [];
    const { trafficPolicy } = object['spec'] as { trafficPolicy?: { tls?: { credentialName?: string } } };
    const credential = trafficPolicy?.tls?.credentialName;
    return credential === undefined
      ? []
      : [{ cluster, namespace: object.metadata.namespace ?? 'default', credential }];
  });
  return { module, gateways, trusted };
}

function text(sections: readonly GuideSection[]): string {
  return sections
    .map(({ title, commands }) =>
      [`## ${title}`, ...commands.map((one) => `# ${one.title}\n${one.command}`)].join('\n\n'),
    )
    .join('\n\n')
    .concat('\n');
}
