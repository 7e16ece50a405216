import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What a kubeconfig of the lab's API server holds. */
export interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly {
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

export function readKubeconfig(file: string): Kubeconfig {
  return parse(readFileSync(file, 'utf8')) as Kubeconfig;
}
