import type { RepositorySpec } from '../fleet/delivery-spec';

/** Where this checkout is pushed to, as the Argo CD of every hub reaches it. Set your own here; it stands nowhere else. */
export const repository: RepositorySpec = {
  url: 'https://git.example.org/platform/meshwright.git',
  revision: 'main',
};
