import type * as Library from '@kubernetes/client-node' with { 'resolution-mode': 'import' };

/** Loads the Kubernetes client, which takes half a second: only a command that talks to a cluster pays for it. */
export function clientNode(): typeof Library {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an ES module, which a static import cannot name
  return require('@kubernetes/client-node') as typeof Library;
}
