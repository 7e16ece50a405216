import type { MeshModule } from '../fleet/application';
import type { GuideCommand } from './command';
import { certificateCommands, type TrustedCa } from './certificates';
import { curlCommands, type RenderedGateway } from './curl';
import { remoteSecretCommands } from './remote-secrets';

/** Commands that belong together. */
export interface GuideSection {
  readonly title: string;
  readonly commands: readonly GuideCommand[];
}

/** A setting of a mesh, and what of its rendering a person must know. */
export interface RenderedModule {
  readonly module: MeshModule;
  readonly gateways: readonly RenderedGateway[];
  readonly trusted: readonly TrustedCa[];
}

/**
 * What a person runs to try a mesh, in the order in which it is run.
 *
 * @param rendered - the mesh as it is in dist
 * @param variants - the same with other settings of its switches; what only they answer is marked as such
 */
export function guideTo(
  rendered: RenderedModule,
  variants: readonly RenderedModule[] = [],
): readonly GuideSection[] {
  const { mesh } = rendered.module;
  const all = <K extends 'gateways' | 'trusted'>(field: K) =>
    [rendered, ...variants].flatMap((one) => [...one[field]]) as RenderedModule[K][number][];
  const sections: GuideSection[] = [
    { title: 'Certificates', commands: certificateCommands(mesh, all('gateways'), all('trusted')) },
    { title: 'Remote secrets', commands: remoteSecretCommands(mesh) },
    { title: 'Traffic', commands: traffic(rendered, variants) },
    { title: 'By hand', commands: rendered.module.trialCommands ?? [] },
  ];
  return sections.filter(({ commands }) => commands.length > 0);
}

/** The requests of every setting, each once: those that dist answers first. */
function traffic(rendered: RenderedModule, variants: readonly RenderedModule[]): readonly GuideCommand[] {
  const now = curlCommands(rendered.module, rendered.gateways);
  const known = new Set(now.map(({ title }) => title));
  const others = variants.flatMap(({ module, gateways }) => curlCommands(module, gateways));
  const elsewhere = new Map(others.filter(({ title }) => !known.has(title)).map((one) => [one.title, one]));
  return [
    ...now,
    ...[...elsewhere.values()].map(({ title, command }) => ({
      title: `${title} (with its switch set so)`,
      command,
    })),
  ];
}
