import type { vmCommand } from '../../cli/vm';
import type { Ran } from '../../test/live/run-command';
import type { Cluster } from './cluster';

/** The mesh that the commands are asked about. */
export const mesh = 'multi-primary';

/** What was looked at, and whether it was as it should be. */
export class Looks {
  failures = 0;
  /** All that the commands said. */
  readonly said: string[] = [];

  check(what: string, holds: boolean, seen: unknown = ''): void {
    if (!holds) this.failures += 1;
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${holds ? '' : `: ${String(seen)}`}`);
  }

  equal(what: string, seen: unknown, wanted: unknown): void {
    const [is, should] = [JSON.stringify(seen), JSON.stringify(wanted)];
    this.check(what, is === should, `${is} is not ${should}`);
  }
}

export interface Stage {
  /** The checkout. */
  readonly root: string;
  readonly cluster: Cluster;
  /** For files of the run. */
  readonly folder: string;
  readonly report: Looks;
  readonly istioctl: string;
  /** Names of the mesh's clusters, each a context of the kubeconfig. */
  readonly clusters: readonly string[];
  /** Runs a command with the kubeconfig that has all contexts, or with another. */
  run(command: typeof vmCommand, argv: readonly string[], kubeconfig?: string): Promise<Ran>;
}

/** A Secret as kubectl gives it. */
export interface Held {
  readonly metadata: {
    readonly managedFields: readonly { readonly manager: string; readonly operation: string }[];
  };
  readonly data: Readonly<Record<string, string>>;
}

export function decoded(text = ''): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
