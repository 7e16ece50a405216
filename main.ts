import { join } from 'node:path';
import type { Allowance, AllowedFinding } from './analysis/allowance';
import { isAtLeast, type Finding, type Level } from './analysis/finding';
import { loadMeshes } from './fleet/load';
import { check } from './run/check';
import { render, type Rendering } from './run/render';
import type { Changes } from './synth/plan';
import { compareTree, recover, writeTree } from './synth/write';

export interface SynthesisOptions {
  /** The checkout: `clusters/` is read there. */
  readonly root: string;
  /** Folder to write; each mesh is a folder in it. */
  readonly out: string;
  /** @default - all meshes of `clusters/` */
  readonly meshes?: readonly string[];
  /**
   * Compares and writes nothing.
   * @default false
   */
  readonly check?: boolean;
  /**
   * Level from which a finding ends the run without a word written.
   * @default 'Error'
   */
  readonly failOn?: Level;
  /**
   * Findings that may be there, beside those that the meshes' data allows.
   * @default - none
   */
  readonly allow?: readonly Allowance[];
  /**
   * Gets what a user should know beside the result.
   * @default - dropped
   */
  readonly note?: (message: string) => void;
}

export interface Synthesis extends Rendering {
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** Undefined where a finding has vetoed them: the output is as it was. */
  readonly changes?: Changes;
}

/**
 * The whole run: load the meshes, build their objects, check them, write what they render to.
 *
 * @throws UserError for any mistake in the meshes; the output is then as it was
 */
export function synthesize({
  root,
  out,
  meshes,
  check: compareOnly = false,
  failOn = 'Error',
  allow,
  note,
}: SynthesisOptions): Synthesis {
  recover({ out, note });
  const modules = loadMeshes(join(root, 'clusters'), meshes, '--mesh');
  const rendering = render(modules);
  const { findings, allowed, unused } = check(modules, rendering, allow);
  for (const { source, code } of unused) note?.(`${source}: ${code} is allowed, and nothing has it`);
  if (findings.some((one) => isAtLeast(one, failOn))) return { ...rendering, findings, allowed };
  const names = modules.map(({ mesh }) => mesh.name);
  const tree = { out, note, files: rendering.files, meshes: names, complete: meshes === undefined };
  return { ...rendering, findings, allowed, changes: compareOnly ? compareTree(tree) : writeTree(tree) };
}
