import { entry } from './catalogue';

/**
 * What only this project finds, by code: faults across clusters, networks and machines. Each has a page under
 * `docs/findings/`.
 */
export const meshCatalogue = {
  MW1001: entry<{ setting: string; value: string; other: string; cluster: string }>(
    'MW1001',
    'MeshSettingDiffers',
    'Error',
    {
      sentence: 'Clusters of one mesh have different settings where the mesh needs the same.',
      remedy: 'Give all clusters of the mesh the same value.',
      message: ({ setting, value, other, cluster }) =>
        `${setting} is ${value} here and ${other} in ${cluster}, which is in the same mesh`,
    },
  ),
};
