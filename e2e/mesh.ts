/**
 * `npm run e2e [MESH] [-- --keep]`: the meshes on real clusters, from `meshwright synth` to requests; see README.md.
 *
 * Exits 1 where something is not as wanted, 2 where the environment lacks something. `--keep` leaves clusters running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leftOut } from './overlay';
import { LabLacks } from './lab';
import { bundle } from './mesh/bundle';
import { withEnvironment } from './mesh/environment';
import { edgeTunnel } from './mesh/edge-tunnel';
import { activeStandby } from './mesh/meshes/active-standby';
import { multiPrimary } from './mesh/meshes/multi-primary';
import { rancher } from './mesh/meshes/rancher';
import { vcluster } from './mesh/meshes/vcluster';
import { Run } from './mesh/run';
import { play, type Scenario } from './mesh/scenario';

const ROOT = join(__dirname, '..');
const scenarios: readonly Scenario[] = [multiPrimary, vcluster, rancher, activeStandby];
const EDGE_TUNNEL = 'edge-tunnel';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { keep: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const names = [...scenarios.map(({ source }) => source.mesh), EDGE_TUNNEL];
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new LabLacks(`${unknown.join(', ')}: there are ${names.join(', ')}`);
  const chosen = positionals.length === 0 ? names : positionals;
  const codes: number[] = [];
  for (const scenario of scenarios) {
    if (chosen.includes(scenario.source.mesh)) codes.push(await onClusters(scenario, values.keep));
  }
  if (chosen.includes(EDGE_TUNNEL)) codes.push(await withoutClusters());
  return Math.max(...codes);
}

/** Runs one mesh; where something is wrong, what was to be seen is kept. */
async function onClusters(scenario: Scenario, keep: boolean): Promise<number> {
  const { source, needs, without = {} } = scenario;
  const run = new Run(source.mesh);
  const folder = mkdtempSync(join(tmpdir(), `e2e-${source.mesh}-`));
  try {
    await withEnvironment(ROOT, needs, keep, async (environment) => {
      await play(scenario, run, environment, folder).catch((error: unknown) => {
        if (error instanceof LabLacks) throw error;
        run.expect('the run', error instanceof Error ? error.message : String(error), 'goes to its end');
      });
      if (environment.lab !== undefined) sayWhatDiffers(without);
      if (!run.report.failed) return;
      const seen = mkdtempSync(join(tmpdir(), `e2e-${source.mesh}-seen-`));
      await bundle(seen, environment, needs);
      console.log(`\nwhat was to be seen is in ${seen}`);
    });
  } finally {
    if (!keep) rmSync(folder, { recursive: true });
  }
  return run.close();
}

function sayWhatDiffers(without: Readonly<Record<string, string>>): void {
  const own = Object.entries(without).map(([component, why]) => `${component}: ${why}`);
  console.log(`\nOtherwise in the lab:\n${[...leftOut, ...own].map((one) => `  ${one}`).join('\n')}`);
}

async function withoutClusters(): Promise<number> {
  const run = new Run(EDGE_TUNNEL);
  const folder = mkdtempSync(join(tmpdir(), 'e2e-edge-tunnel-'));
  try {
    await edgeTunnel(run, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return run.close();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
