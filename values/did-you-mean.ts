import { nearest } from './nearest';
import { show } from './user-error';

/** `; did you mean "kube-01"?`, for the end of a message; empty where no candidate is near. */
export function didYouMean(given: unknown, candidates: Iterable<string>): string {
  const meant = typeof given === 'string' ? nearest(given, candidates) : undefined;
  return meant === undefined ? '' : `; did you mean ${show(meant)}?`;
}
