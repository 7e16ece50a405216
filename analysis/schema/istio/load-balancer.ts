import { all, between, fields, has, unique, whole, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import { describe, type Check } from '../structural/walk';
import { localitySettings } from './locality-settings';
import { anyDuration, duration } from './parts';

/** Envoy's tables of Maglev are shorter. */
const MAGLEV_LIMIT = 5_000_011;

const maglev = whole(({ tableSize }, walk) => {
  if (!isGiven(tableSize)) return walk.lacks('tableSize');
  const size = Number(tableSize);
  if (size >= MAGLEV_LIMIT)
    walk.failAt('tableSize', `${size} is not below ${MAGLEV_LIMIT}`, 'Write a smaller prime, such as 65537.');
  else if (!isPrime(size))
    walk.failAt('tableSize', `${size} is not a prime number`, 'Write a prime, such as 65537.');
});

/** Also 1, as Envoy has it. */
function isPrime(size: number): boolean {
  if (size < 4) return size > 0;
  if (size % 2 === 0) return false;
  for (let factor = 3; factor * factor <= size; factor += 2) {
    if (size % factor === 0) return false;
  }
  return true;
}

const httpCookie = all(
  whole(({ name }, walk) => {
    if (name === '') walk.failAt('name', 'is empty, and a cookie has a name');
  }),
  fields({
    ttl: anyDuration,
    attributes: all(unique('name'), (value, walk) => {
      (value as readonly Fields[]).forEach((attribute, index) => {
        if (!has(attribute, 'name')) walk.at([index], () => walk.failAt('name', 'is empty'));
      });
    }),
  }),
);

const consistentHash = all(
  fields({ httpCookie, maglev }),
  whole((hash, walk) => {
    const algorithm = ['ringHash', 'maglev'].find((one) => isGiven(hash[one]));
    const { minimumRingSize = 0 } = hash;
    if (algorithm === undefined || Number(minimumRingSize) === 0) return;
    walk.failAt(
      'minimumRingSize',
      `${describe(minimumRingSize)} is beside ${algorithm}: only one of them is allowed`,
      'Write ringHash.minimumRingSize instead.',
    );
  }),
);

/** How requests are spread over the endpoints of a host. */
export const loadBalancer: Check = fields({
  consistentHash,
  localityLbSetting: localitySettings,
  warmup: fields({ duration, aggression: between(1, Infinity) }),
});
