import type { Istio } from '../../fleet/mesh';
import { aliases } from '../images/images';
import type { Lab } from '../lab';

/** Istio's images under the names that a mirror has them by. */
export function mirrored(folder: string, lab: Lab, archive: string, { hub, tag }: Istio): string {
  return aliases(folder, archive, [
    { from: lab.image('pilot'), name: `${hub}/pilot:${tag}` },
    { from: lab.image('proxy'), name: `${hub}/proxyv2:${tag}` },
  ]);
}
