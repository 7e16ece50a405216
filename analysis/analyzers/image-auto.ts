import type { Workload } from '../model/workload';

/** Where a pod leaves the image of its proxy to the injector; undefined where it does not. */
export function autoImage({ containers, podPath }: Workload): readonly (string | number)[] | undefined {
  const found = containers.find(
    ({ name, image, isInit }) => name === 'istio-proxy' && image === 'auto' && !isInit,
  );
  return found === undefined ? undefined : [...podPath, ...found.path, 'image'];
}
