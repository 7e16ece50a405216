import { port, whole } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe } from '../structural/walk';
import { isIstioLabel, syntax, wildcardHost } from './parts';

export const subsetName = syntax(isIstioLabel, 'the name of a subset (letters, digits and "-", at most 63)');

/** Where a route goes: a host, one of its subsets, one of its ports. */
export const destination = whole(({ host = '', subset, port: selector }, walk) => {
  if (host === '*') walk.failAt('host', `${describe(host)} stands for any host, and requests go to one`);
  else walk.into('host', host, wildcardHost);
  if (isGiven(subset) && subset !== '') walk.into('subset', subset, subsetName);
  if (isGiven(selector))
    walk.into('port', selector, (value) => {
      walk.into('number', (value as { number?: number }).number ?? 0, port);
    });
});
