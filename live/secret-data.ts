import type { Secret } from '../trust/remote-secret';
import type { KubeObject } from './kube-object';

/** The data of a Secret or ConfigMap, as the API gives it. */
export function dataOf(object: KubeObject): Readonly<Record<string, string>> {
  return (object['data'] ?? {}) as Readonly<Record<string, string>>;
}

/** A Secret with its data in base64: an apply that names `stringData` does not own what it writes. */
export function withData({ stringData, ...secret }: Secret): KubeObject {
  const entries = Object.entries(stringData);
  return {
    ...secret,
    data: Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
  };
}
