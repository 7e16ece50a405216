import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { UserError } from '../values/user-error';
import { emitYaml } from './emit';
import type { KubeObject } from './resolve';

/** Makes objects of IstioOperator documents. */
export interface Istioctl {
  /** @throws UserError for a document that istioctl refuses */
  generate(document: KubeObject): readonly KubeObject[];
}

/**
 * The istioctl of exactly one version: another one would render other charts, and dist would depend on the machine.
 *
 * @param program - the program to ask
 * @throws UserError where it is not there, or of another version
 */
export function findIstioctl(version: string, program = process.env.ISTIOCTL ?? 'istioctl'): Istioctl {
  const found = versionOf(program);
  if (found.version !== version) {
    throw UserError.of(
      'istio.installer',
      `"rendered" needs istioctl ${version} at synthesis, and ${program} ${found.version === undefined ? found.problem : `is ${found.version}`}; ` +
        'put that version on the path or name it in the variable ISTIOCTL, or use the installer "plugin"',
    );
  }
  return { generate: (document) => generate(program, document) };
}

function versionOf(program: string): { readonly version?: string; readonly problem: string } {
  const args = ['version', '--remote=false', '--output', 'json'];
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) {
    const { code } = error as NodeJS.ErrnoException;
    return { problem: code === 'ENOENT' ? 'is not there' : `does not run (${code})` };
  }
  if (status !== 0) return { problem: `fails: ${stderr.trim()}` };
  try {
    const said = JSON.parse(stdout) as { clientVersion?: { version?: string } };
    return { version: said.clientVersion?.version, problem: 'does not say its version' };
  } catch {
    return { problem: 'does not say its version' };
  }
}

function generate(program: string, document: KubeObject): readonly KubeObject[] {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-'));
  try {
    const file = join(folder, 'document.yaml');
    writeFileSync(file, emitYaml(document));
    const { status, stdout, stderr } = spawnSync(program, ['manifest', 'generate', '--filename', file], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) {
      throw UserError.of(
        `IstioOperator ${document.metadata.namespace ?? ''}/${document.metadata.name}`,
        `istioctl refuses it: ${stderr.trim().replace(/^Error: /, '')}`,
      );
    }
    return parseAllDocuments(stdout)
      .map((one) => withoutNulls(one.toJS()) as KubeObject | undefined)
      .filter((one) => one !== undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Helm writes `annotations: null` where a list of lines turned out empty; the API server drops such fields. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? null);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutNulls(item)] as const)
      .filter(([, item]) => item !== undefined),
  );
}
