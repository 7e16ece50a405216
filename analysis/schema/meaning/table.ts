import { ISTIO_MEANINGS } from '../istio/table';
import { checkIstioOperator } from '../istio-operator/meaning';
import type { Check } from '../structural/walk';
import { accessMeanings } from './access';
import { configurationMeanings } from './configuration';
import { networkMeanings } from './network';
import { podMeanings } from './pods';
import { resourceMeanings } from './resources';
import { selectorMeanings } from './selectors';
import { workloadMeanings } from './workloads';

/** What is checked of a custom kind's objects beyond their shape; undefined where that is nothing. */
export function meaningOf(group: string, kind: string): Check | undefined {
  if (group === 'install.istio.io') return kind === 'IstioOperator' ? checkIstioOperator : undefined;
  return ISTIO_MEANINGS.get(`${group}/${kind}`);
}

/**
 * What the API server checks of its own kinds beyond their shape, by component of its OpenAPI: the commonest of what
 * it has in Go. `npm run e2e:schema` tells what is missing.
 */
export const MEANINGS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...podMeanings,
  ...selectorMeanings,
  ...workloadMeanings,
  ...networkMeanings,
  ...accessMeanings,
  ...resourceMeanings,
  ...configurationMeanings,
]);
