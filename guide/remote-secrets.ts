import type { Mesh } from '../fleet/mesh';
import type { GuideCommand } from './command';

/** How every primary gets to know the endpoints of every other. */
export function remoteSecretCommands({ name, primaries }: Mesh): readonly GuideCommand[] {
  if (primaries.length < 2) return [];
  return [
    {
      title: 'Each primary reads the endpoints of every other',
      command: `npx meshwright remote-secret ${name} --apply`,
    },
  ];
}
