/** The statuses that have a name, as ranges. Source: Go's `http.StatusText`. */
const NAMED = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

/** Whether a number is a status of HTTP that has a name, which are those that Istio accepts in conditions for a retry. */
export function isNamedHttpStatus(status: number): boolean {
  return Number.isInteger(status) && NAMED.some(([first, last]) => status >= first && status <= last);
}
