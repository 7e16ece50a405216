/**
 * Runs what `meshwright commands` says of certificates, kubectl's lines aside, with bash and openssl, and has openssl
 * verify what they make. Run as `npm run e2e:commands`; exits 1 where a chain does not hold.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMeshes } from '../fleet/load';

const root = join(__dirname, '..');

for (const { mesh } of loadMeshes(join(root, 'clusters'))) {
  const printed = execFileSync(
    process.execPath,
    ['bin/meshwright.js', 'commands', mesh.name, '--output', 'json'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const sections = JSON.parse(printed) as { title: string; commands: { command: string }[] }[];
  const certificates = sections.find(({ title }) => title === 'Certificates')?.commands ?? [];
  if (certificates.length === 0) {
    console.log(`${mesh.name}: needs no certificates`);
    continue;
  }
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  try {
    const lines = certificates
      .flatMap(({ command }) => command.split('\n'))
      .filter((line) => !/^(kubectl|npx meshwright)/.test(line));
    if (lines.length === 0) {
      console.log(`${mesh.name}: its own authority alone, which docs/trust.md proves`);
      continue;
    }
    execFileSync('bash', ['-e', '-c', lines.join('\n')], { cwd: folder, stdio: 'pipe' });
    const made = readdirSync(join(folder, 'certs')).filter(
      (file) => file.endsWith('.pem') && !file.endsWith('-chain.pem'),
    );
    const paths = made.map((file) => `certs/${file}`);
    const verified = execFileSync('openssl', ['verify', '-CAfile', 'certs/root-cert.pem', ...paths], {
      cwd: folder,
      encoding: 'utf8',
    });
    const held = verified.split('\n').filter((line) => line.endsWith(': OK')).length;
    console.log(`${mesh.name}: ${held} of ${made.length} certificates verify`);
    if (held !== made.length) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
