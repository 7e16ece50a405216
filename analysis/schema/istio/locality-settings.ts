import { whole, type Fields } from '../meaning/parts';
import { describe, type Walk } from '../structural/walk';

const TOPOLOGY_LABELS = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

interface Distribution {
  readonly from?: string;
  readonly to?: Readonly<Record<string, number>>;
}

interface Failover {
  readonly from?: string;
  readonly to?: string;
}

/** Where the requests of a locality go: shares of them, or another region when its own fails. */
export const localitySettings = whole((settings, walk) => {
  const { distribute, failover, failoverPriority } = listsOf(settings);
  if (distribute.length > 0 && failover.length > 0)
    walk.fail('has distribute and failover: only one of them is allowed', 'Keep one of them.');
  if (failover.length > 0) {
    failoverPriority.forEach((label, index) => {
      if (TOPOLOGY_LABELS.has(label))
        walk.at(['failoverPriority'], () =>
          walk.failAt(
            index,
            `${describe(label)} is not allowed beside failover, which says where places fail over to`,
            'Leave it out, or leave out failover.',
          ),
        );
    });
  }
  checkDistribution(distribute, walk);
  failover.forEach((one, index) => walk.at(['failover', index], () => checkFailover(one, walk)));
});

function listsOf(settings: Fields) {
  const { distribute, failover, failoverPriority } = settings as {
    readonly distribute?: readonly Distribution[];
    readonly failover?: readonly Failover[];
    readonly failoverPriority?: readonly string[];
  };
  return {
    distribute: distribute ?? [],
    failover: failover ?? [],
    failoverPriority: failoverPriority ?? [],
  };
}

function checkDistribution(distribute: readonly Distribution[], walk: Walk): void {
  const sources: Place[] = [];
  distribute.forEach(({ from = '', to = {} }, index) => {
    walk.at(['distribute', index], () => {
      const source = placeOf(from);
      if (typeof source === 'string') walk.failAt('from', source);
      else {
        const other = sources.find((one) => covers(one, source));
        if (other !== undefined) walk.failAt('from', overlap(source, other));
        sources.push(source);
      }
      walk.into('to', to, () => checkShares(to, walk));
    });
  });
}

function checkShares(to: Readonly<Record<string, number>>, walk: Walk): void {
  const places: Place[] = [];
  for (const text of Object.keys(to)) {
    const place = placeOf(text);
    if (typeof place === 'string') {
      walk.failAt(text, place);
      continue;
    }
    // Istio reads them in any order, and refuses the narrower of two where the wider comes first.
    const other = places.find((one) => covers(one, place) || covers(place, one));
    if (other !== undefined) walk.failAt(text, overlap(place, other));
    places.push(place);
  }
  const shares = Object.entries(to);
  const wrong = shares.filter(([, weight]) => weight < 1 || weight > 100);
  for (const [place, weight] of wrong) walk.failAt(place, `${weight} is not from 1 to 100`);
  const sum = shares.reduce((total, [, weight]) => total + weight, 0);
  if (wrong.length === 0 && sum !== 100)
    walk.fail(`the weights make ${sum}, not 100`, 'Write weights that make 100.');
}

interface Place {
  readonly text: string;
  readonly region: string;
  readonly zone?: string;
  readonly subzone?: string;
}

/** Reads `region/zone/subzone`, of which the last may end with a `*`; what is wrong with the text if it is none. */
function placeOf(text: string): Place | string {
  if (text.slice(0, -1).includes('*')) return `${describe(text)} has a "*" that is not at its end`;
  const [region = '', zone, ...rest] = text.split('/');
  const subzone = rest.length > 0 ? rest.join('/') : undefined;
  if (region === '' || zone === '' || subzone === '')
    return `${describe(text)} is not a locality: region, region/zone or region/zone/subzone`;
  return { text, region, zone, subzone };
}

/** Whether Istio takes one place for a part of another that it has read before, or for the whole of which it is a part. */
function covers(known: Place, place: Place): boolean {
  if (known.region === '*') return true;
  if (known.region !== place.region) return false;
  if (known.zone === undefined || known.zone === '*' || place.zone === undefined) return true;
  if (known.zone !== place.zone) return false;
  if (known.subzone === undefined || known.subzone === '*' || place.subzone === undefined) return true;
  return known.subzone === place.subzone;
}

function overlap(place: Place, other: Place): string {
  return `${describe(place.text)} overlaps with ${describe(other.text)}`;
}

function checkFailover({ from = '', to = '' }: Failover, walk: Walk): void {
  for (const [field, region] of Object.entries({ from, to })) {
    if (region.includes('/')) walk.failAt(field, `${describe(region)} is more than a region`);
    else if (region.includes('*'))
      walk.failAt(field, `${describe(region)} has a wildcard, and failover is of whole regions`);
  }
  if (from === to && !/[/*]/.test(to))
    walk.failAt(
      'to',
      from === '' ? 'neither from nor to names a region' : `${describe(to)} is the region that fails`,
    );
}
