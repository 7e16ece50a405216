import type { Mesh } from '../fleet/mesh';
import type { GuideCommand } from './command';

/** How every primary gets to know the endpoints of every other. */
export function remoteSecretCommands({ primaries }: Mesh): readonly GuideCommand[] {
  return primaries.flatMap(({ name: reader }) =>
    primaries
      .filter(({ name }) => name !== reader)
      .map(({ name: read }) => ({
        title: `${reader} reads the endpoints of ${read}`,
        command: `istioctl create-remote-secret --context=${read} --name=${read} | kubectl --context=${reader} apply -f -`,
      })),
  );
}
