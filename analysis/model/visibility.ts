/** The namespaces that see an object. */
export type Visibility = 'everywhere' | ReadonlySet<string>;

/**
 * Who sees an object by its `exportTo`: nothing given is everybody, `.` is its own namespace, `~` nobody.
 *
 * @param namespace - that of the object
 */
export function exportOf(exportTo: readonly string[], namespace: string): Visibility {
  if (exportTo.length === 0 || exportTo.includes('*')) return 'everywhere';
  return new Set(exportTo.filter((one) => one !== '~').map((one) => (one === '.' ? namespace : one)));
}

export function isVisible(visibility: Visibility, namespace: string): boolean {
  return visibility === 'everywhere' || visibility.has(namespace);
}
