/**
 * `npm run e2e:rotation [-- --control] [-- --keep]`: the flagship on two clusters of the lab, and a rotation of its root by
 * `meshwright pki rotate`, while each cluster asks the other every 100 ms and no request may fail.
 *
 * Exits 1 where something is not as wanted, 2 where the environment lacks something. `--control` replaces
 * the root at once after all that, which has to fail requests. `--keep` leaves clusters running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leftOut } from './overlay';
import { LabLacks } from './lab';
import { bundle } from './mesh/bundle';
import { withEnvironment } from './mesh/environment';
import { Run } from './mesh/run';
import { prepared } from './rotation/prepare';
import { rotationScenario } from './rotation/scenario';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { keep: { type: 'boolean', default: false }, control: { type: 'boolean', default: false } },
  });
  const rotation = rotationScenario(values.control);
  const { source, needs } = rotation;
  const run = new Run(source.mesh);
  const folder = mkdtempSync(join(tmpdir(), 'e2e-rotation-'));
  try {
    await withEnvironment(join(__dirname, '..'), needs, values.keep, async (environment) => {
      const whole = async () => rotation.check(await prepared(rotation, run, environment, folder));
      await whole().catch((error: unknown) => {
        if (error instanceof LabLacks) throw error;
        run.expect('the run', error instanceof Error ? error.message : String(error), 'goes to its end');
      });
      if (environment.lab !== undefined) console.log(`\nOtherwise in the lab:\n  ${leftOut.join('\n  ')}`);
      if (!run.report.failed) return;
      const seen = mkdtempSync(join(tmpdir(), 'e2e-rotation-seen-'));
      await bundle(seen, environment, needs);
      console.log(`\nwhat was to be seen is in ${seen}`);
    });
  } finally {
    if (!values.keep) rmSync(folder, { recursive: true });
  }
  return run.close();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:rotation lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
