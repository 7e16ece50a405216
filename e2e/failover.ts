/**
 * Holds the mesh active-standby against istiod and Envoy: who is asked first and who next at each hop, what happens
 * when something dies, how gateways meet their clients, and whom services let in.
 *
 * Run as `npm run e2e:failover`. Exits 1 where something is not as wanted, 2 where the lab lacks something.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCallers, checkDoors } from './failover/access';
import { FakeIstiod } from './failover/istiod';
import { checkLive } from './failover/live';
import { checkOrders } from './failover/orders';
import { Report } from './report';
import { checkRequests } from './failover/requests';
import { Installer } from './failover/stage';
import { Lab, LabLacks } from './lab';

const root = join(__dirname, '..');
/** The first of twelve ports of the loopback. */
const port = Number(process.env['MESH_LAB_PORT'] ?? 28443);

async function main(): Promise<number> {
  const lab = await Lab.find(root);
  const report = new Report();
  const installer = new Installer(lab);
  const folder = mkdtempSync(join(tmpdir(), 'e2e-failover-'));
  const istiod = new FakeIstiod(lab, folder);
  try {
    await checkOrders(installer, istiod, report);
    await checkDoors(installer, istiod, report);
    await checkCallers(installer, istiod, report);
    await checkRequests(lab, folder, installer, istiod, report);
    await checkLive(lab, folder, installer, port, report);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return report.close();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof LabLacks ? `e2e:failover lacks something: ${error.message}` : error);
    process.exitCode = 2;
  },
);
