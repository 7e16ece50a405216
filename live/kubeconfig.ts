import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { nearest } from '../values/nearest';
import { clientNode } from './client-node';
import { LiveError } from './live-error';

export interface KubeconfigOptions {
  /**
   * The kubeconfig file.
   * @default - the files that KUBECONFIG lists, else ~/.kube/config
   */
  readonly kubeconfig?: string;
  /** @default - the current context of the kubeconfig */
  readonly context?: string;
}

/**
 * Reads the kubeconfig and takes a context of it. Of several files that KUBECONFIG lists, the first to define a name
 * wins and a missing one is passed over, as for kubectl.
 *
 * @throws LiveError where there is none, where it cannot be read and where it has no such context
 */
export function loadKubeconfig({ kubeconfig, context }: KubeconfigOptions): KubeConfig {
  const config = merge(filesOf(kubeconfig).map(read));
  const contexts = config.getContexts().map(({ name }) => name);
  const wanted = context ?? config.getCurrentContext();
  if (!contexts.includes(wanted)) throw noContext(wanted, contexts, context !== undefined);
  config.setCurrentContext(wanted);
  if (config.getCurrentCluster() === null) {
    throw new LiveError('kubeconfig', wanted, 'names a cluster that the kubeconfig does not define');
  }
  return config;
}

function filesOf(kubeconfig: string | undefined): readonly string[] {
  if (kubeconfig !== undefined) {
    if (existsSync(kubeconfig)) return [kubeconfig];
    throw new LiveError('kubeconfig', '--kubeconfig', `${kubeconfig} is not there`);
  }
  const listed = (process.env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  const files = (listed.length > 0 ? listed : [join(homedir(), '.kube', 'config')]).filter((file) =>
    existsSync(file),
  );
  if (files.length > 0) return files;
  throw new LiveError(
    'kubeconfig',
    'kubeconfig',
    listed.length > 0
      ? `KUBECONFIG lists ${listed.join(', ')}, which is not there`
      : 'there is none: KUBECONFIG is not set and ~/.kube/config is not there. Give --kubeconfig FILE',
  );
}

function read(file: string): KubeConfig {
  const config = new (clientNode().KubeConfig)();
  try {
    config.loadFromFile(file);
  } catch (error) {
    // The message of a YAML parser quotes the lines around, with the tokens that they hold.
    const { mark, code, message } = error as Error & { mark?: { line: number }; code?: string };
    const why =
      mark !== undefined
        ? `is not YAML (line ${mark.line + 1})`
        : code !== undefined
          ? `cannot be read (${code})`
          : /^(?:clusters|contexts|users)\[\d+\]/.test(message)
            ? message
            : 'is not a kubeconfig';
    throw new LiveError('kubeconfig', file, why);
  }
  return config;
}

function merge(configs: readonly KubeConfig[]): KubeConfig {
  const [first, ...rest] = configs;
  for (const config of rest) {
    const has = (list: readonly { readonly name: string }[], { name }: { readonly name: string }) =>
      list.some((one) => one.name === name);
    for (const one of config.getClusters()) if (!has(first!.getClusters(), one)) first!.addCluster(one);
    for (const one of config.getUsers()) if (!has(first!.getUsers(), one)) first!.addUser(one);
    for (const one of config.getContexts()) if (!has(first!.getContexts(), one)) first!.addContext(one);
    if (!first!.getCurrentContext()) first!.setCurrentContext(config.getCurrentContext());
  }
  return first!;
}

function noContext(wanted: string | undefined, contexts: readonly string[], asked: boolean): LiveError {
  const there = contexts.length === 0 ? 'the kubeconfig has none' : `there is ${contexts.join(', ')}`;
  if (!wanted)
    return new LiveError('kubeconfig', '--kube-context', `is needed: no context is current; ${there}`);
  const near = nearest(wanted, contexts);
  const hint = near === undefined ? there : `did you mean ${near}? (${there})`;
  return new LiveError(
    'kubeconfig',
    asked ? '--kube-context' : 'current-context',
    `${JSON.stringify(wanted)} is not a context of the kubeconfig; ${hint}`,
  );
}
