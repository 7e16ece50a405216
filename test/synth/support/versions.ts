export const meshes = ['demo', 'other'];

/**
 * The files of a version: some of every version, some of every second, third, …, one with the version in its name, and
 * enough to have the writing take a while.
 */
export function filesOf(version: number): Map<string, string> {
  const files = new Map<string, string>();
  for (const mesh of meshes) {
    files.set(`${mesh}/version`, `${version}\n`);
    files.set(`${mesh}/only/${version}.yaml`, `${version}\n`);
    for (let index = 0; index < 12; index++) {
      const path = `${mesh}/kube-0${index % 3}/apps/object-${index}.yaml`;
      if (index % 4 === 0) files.set(path, 'the same in every version\n');
      else if (version % index === 0 || index % 2 === 0)
        files.set(path, `${version}: ${'text '.repeat(100)}\n`);
    }
  }
  return files;
}
