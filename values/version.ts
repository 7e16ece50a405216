/** Numbers of a released version, `1.29.1` or `1.29.1-distroless`; undefined for anything else. */
export function parseVersion(text: unknown): readonly [number, number, number] | undefined {
  const match = typeof text === 'string' ? /^(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?$/.exec(text) : null;
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Whether `version` is `least` or later; false where one of them is no version. */
export function versionAtLeast(version: string, least: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(least)];
  if (a === undefined || b === undefined) return false;
  const step = a.findIndex((number, index) => number !== b[index]);
  return step === -1 || a[step]! > b[step]!;
}
