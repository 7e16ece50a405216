import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emitYaml } from '../../synth/emit';
import type { KubeObject } from '../../synth/resolve';
import type { Lab } from '../lab';
import { Dump } from './dump';
import type { Proxy } from './proxy';
import type { Stage } from './stage';

const run = promisify(execFile);

/**
 * Asks istiod's own code what each proxy would be told, in a process without API servers: the services and pods of all
 * clusters, the configuration of one.
 *
 * It does not read the WorkloadEntries of other clusters, as a real istiod does; `live.ts` asks one.
 */
export class FakeIstiod {
  constructor(
    private readonly lab: Lab,
    /** A folder for what it reads and writes. */
    private readonly folder: string,
  ) {}

  /** What istiod tells the proxies: machines, and pods as `<pod>@<cluster>`. */
  async ask(stage: Stage, names: readonly string[]): Promise<ReadonlyMap<string, Dump>> {
    const proxies = [...new Set(names)].map((name) => ({ name, proxy: stage.proxy(name) }));
    const answers = new Map<string, Dump>();
    for (const cluster of new Set(proxies.map(({ proxy }) => proxy.cluster))) {
      const mine = proxies.filter(({ proxy }) => proxy.cluster === cluster);
      const folder = await this.dump(
        stage,
        cluster,
        mine.map(({ proxy }) => proxy),
      );
      for (const { name, proxy } of mine) {
        answers.set(name, new Dump(join(folder, `${proxy.name}.json`), stage.names));
      }
    }
    return answers;
  }

  private async dump(stage: Stage, cluster: string, proxies: readonly Proxy[]): Promise<string> {
    const folder = mkdtempSync(join(this.folder, 'istiod-'));
    const write = (file: string, objects: readonly KubeObject[]): string => {
      writeFileSync(join(folder, file), objects.map(emitYaml).join('---\n'));
      return join(folder, file);
    };
    const { world, config, meshConfig = '' } = stage.scene(cluster);
    writeFileSync(join(folder, 'mesh.yaml'), meshConfig);
    const kubernetes = [...stage.scenes].flatMap(([name, scene]) => [
      '--k8s',
      `${name}=${write(
        `${name}.yaml`,
        scene.world.filter((object) => !isEntry(object)),
      )}`,
    ]);
    const asking = proxies.flatMap((proxy) => {
      const file = join(folder, `${proxy.name}.proxy.json`);
      writeFileSync(file, JSON.stringify(proxy));
      return ['--proxy', file];
    });
    await run(this.lab.program('xdsdump'), [
      'fake',
      ...['--local', cluster, '--mesh', join(folder, 'mesh.yaml')],
      ...['--config', write('config.yaml', [...config, ...world.filter(isEntry)]), '--out', folder],
      ...kubernetes,
      ...asking,
    ]);
    return folder;
  }
}

function isEntry({ kind }: KubeObject): boolean {
  return kind === 'WorkloadEntry';
}
