import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listApplications, type ApplicationRow } from '../../analysis/delivery/applications';
import { runCli } from '../../cli/main';
import { loadMeshes } from '../../fleet/load';
import type { MeshModule } from '../../fleet/application';
import type { LabFacts } from '../overlay';

const ROOT = join(__dirname, '../..');

/** Which mesh, and with which of its settings. */
export interface Source {
  readonly mesh: string;
  /** An expression that gives the module, where it is not the default export of `clusters/<mesh>/index`, `all`. */
  readonly expression?: string;
}

/** A checkout of its own, whose `clusters/` holds one mesh, for the lab; meshwright's commands run in it. */
export class Project {
  /** @param facts - undefined for the mesh as it is committed */
  static write(folder: string, { mesh, expression = 'all.default' }: Source, facts?: LabFacts): Project {
    const root = mkdtempSync(join(folder, 'project-'));
    const clusters = join(root, 'clusters', mesh);
    mkdirSync(clusters, { recursive: true });
    const lines = [
      `import * as all from ${JSON.stringify(join(ROOT, 'clusters', mesh, 'index'))};`,
      `import { onLab } from ${JSON.stringify(join(ROOT, 'e2e/overlay'))};`,
      `const module = ${expression};`,
      `export default ${facts === undefined ? 'module' : `onLab(${JSON.stringify(facts)}, module)`};`,
    ];
    writeFileSync(join(clusters, 'index.ts'), `${lines.join('\n')}\n`);
    return new Project(root, mesh);
  }

  private constructor(
    readonly root: string,
    readonly name: string,
  ) {}

  get dist(): string {
    return join(this.root, 'dist');
  }

  get module(): MeshModule {
    return loadMeshes(join(this.root, 'clusters'), [this.name])[0]!;
  }

  /**
   * Runs a command of meshwright here.
   *
   * @throws with what it says, where it fails
   */
  async meshwright(...argv: readonly string[]): Promise<string> {
    let out = '';
    let err = '';
    const streams = {
      out: { write: (text: string) => (out += text) },
      err: { write: (text: string) => (err += text) },
    };
    const code = await runCli(argv, streams, this.root);
    if (code !== 0) throw new Error(`meshwright ${argv.join(' ')} exits ${code}: ${err}${out}`);
    return out;
  }

  /** Renders the mesh; the analysis has its veto. */
  async synth(): Promise<void> {
    await this.meshwright('synth', '--quiet', '--out', this.dist);
  }

  /** What Argo CD would deliver, in its order. */
  get applications(): readonly ApplicationRow[] {
    return listApplications(this.dist, this.name);
  }

  /** Where an Application's files are. */
  folder({ path }: ApplicationRow): string {
    return join(this.root, path);
  }
}
