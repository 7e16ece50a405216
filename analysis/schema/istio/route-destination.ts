import { all, each, fields, notNegative, type Fields } from '../meaning/parts';
import type { Check } from '../structural/walk';
import { destination } from './destination';
import { headers } from './header';

const weights: Check = (value, walk) => {
  const routes = value as readonly Fields[];
  const total = routes.reduce((sum, { weight = 0 }) => sum + (weight as number), 0);
  if (routes.length > 1 && total === 0)
    walk.fail('has several destinations, and all weights are 0', 'Give each its weight.');
};

/** Where the requests or connections of a route go, by weight. */
export const routeDestinations = all(each(fields({ destination, weight: notNegative, headers })), weights);
