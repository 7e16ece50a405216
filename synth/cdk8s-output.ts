import * as path from 'node:path';
import { explainErrors, nodeFileSystem, type FileSystem } from './file-system';

/** Where a run under the cdk8s CLI writes. */
export interface Cdk8sOutput {
  readonly out: string;
  /** The link that has to lead there once the run has succeeded; undefined where the CLI was given a folder of its own. */
  readonly link?: string;
}

/**
 * Where to write.
 *
 * The CLI deletes its output path before it starts the app, so a run that fails would leave nothing. `cdk8s.yaml`
 * therefore names a link, `.meshwright/dist`, which is all that the CLI deletes; the app swaps `dist` itself and sets
 * the link again, through which the CLI lists the manifests. Another folder (`cdk8s synth -o`) is taken literally.
 *
 * @param outdir what the CLI says: `process.env.CDK8S_OUTDIR`
 * @param root the repository
 */
export function cdk8sOutput(outdir: string | undefined, root: string): Cdk8sOutput {
  const dist = path.join(root, 'dist');
  if (outdir === undefined || outdir === '') return { out: dist };
  const given = path.resolve(root, outdir);
  const link = path.join(root, '.meshwright', 'dist');
  return given === link ? { out: dist, link } : { out: given };
}

/**
 * Sets the link by which the cdk8s CLI finds what the run has written.
 *
 * @throws UserError where something else than a link stands there, or the disk refuses.
 */
export function linkOutput({ out, link }: Cdk8sOutput, fs: FileSystem = nodeFileSystem): void {
  if (link === undefined) return;
  explainErrors(
    () => 'the output is written, but the cdk8s CLI will not find it',
    () => {
      fs.makeFolder(path.dirname(link));
      if (fs.kindOf(link) === 'other') fs.unlink(link);
      fs.symlink(path.relative(path.dirname(link), out), link);
    },
  );
}
