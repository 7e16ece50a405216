import { nodeFileSystem, type FileSystem } from '../../../synth/file-system';

/** A file system that counts the calls it gets, and refuses some. */
export interface FaultyFileSystem extends FileSystem {
  readonly calls: readonly string[];
}

/**
 * @param refuse answers a system's error code for a call that is to fail
 */
export function faulty(
  refuse: (call: { index: number; name: string; args: readonly unknown[] }) => string | undefined,
): FaultyFileSystem {
  const calls: string[] = [];
  return new Proxy(nodeFileSystem, {
    get(target, name: string) {
      if (name === 'calls') return calls;
      const real = target[name as keyof FileSystem] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const code = refuse({ index: calls.length, name, args });
        calls.push(`${name} ${args[0] as string}`);
        if (code === undefined) return real(...args);
        const error = new Error(`${code}: refused, ${name} '${args[0] as string}'`);
        throw Object.assign(error, { code, path: args[0] });
      };
    },
  }) as FaultyFileSystem;
}
