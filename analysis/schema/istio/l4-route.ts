import { isIpAddress } from '../../../values/address';
import { hostCovers } from '../../../values/host';
import { all, each, fields, has, whole } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { ipAddressOrRange } from './parts';
import { routeDestinations } from './route-destination';
import { routeMatch } from './route-match';
import { virtualHostNoun } from './virtual-host';

const l4Match = all(routeMatch, fields({ destinationSubnets: each(ipAddressOrRange) }));

const hasRoute = whole((route, walk) => {
  if (!has(route, 'route')) walk.lacks('route');
});

/** A route of TCP. */
export const tcpRoute = all(hasRoute, fields({ match: each(l4Match), route: routeDestinations }));

interface TlsRouteRules {
  /** The hosts of the VirtualService. */
  readonly hosts: readonly string[];
  /** Whether text is a name that clients may ask for. */
  readonly isHost: (text: string) => boolean;
}

/** A route of TLS that is passed on, by the name that the client asks for. */
export function tlsRoute({ hosts, isHost }: TlsRouteRules): Check {
  const sniHost: Check = (value, walk) => {
    const name = String(value);
    if (isHost(name)) {
      if (!hosts.some((one) => hostCovers(one, name)))
        walk.fail(`${describe(name)} is of none of the VirtualService's hosts`, 'Add it to hosts.');
    } else if (!isIpAddress(name)) walk.fail(`${describe(name)} is not ${virtualHostNoun}`);
  };
  const match = all(
    whole((one, walk) => {
      if (!has(one, 'sniHosts')) walk.lacks('sniHosts');
    }),
    fields({ sniHosts: each(sniHost) }),
    l4Match,
  );
  return all(
    whole((route, walk) => {
      if (!has(route, 'match')) walk.lacks('match');
    }),
    fields({ match: each(match) }),
    hasRoute,
    fields({ route: routeDestinations }),
  );
}
