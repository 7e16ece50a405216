import { isWildcardHostName } from '../../../values/host';
import { each, has, type Fields } from '../meaning/parts';
import { isGiven } from '../schema';
import type { Walk } from '../structural/walk';
import { exportTo } from './export-to';
import { httpRoute } from './http-route';
import { tcpRoute, tlsRoute } from './l4-route';
import { ofSpec } from './parts';
import { gatewayNames } from './route-match';
import { checkVirtualHosts, isServiceSni } from './virtual-host';

const MESH = 'mesh';

interface VirtualServiceSpec {
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly tls?: readonly Fields[];
}

export const virtualServiceCheck = ofSpec((spec, walk, namespace) => {
  const { hosts = [], gateways = [], tls = [] } = spec as VirtualServiceSpec;
  const isDelegate = hosts.length === 0;
  const isOfGateway = gateways.length > 0 && !gateways.includes(MESH);
  const hasSni = tls.some(({ match = [] }) =>
    (match as readonly Fields[]).some((one) => has(one, 'sniHosts')),
  );
  if (isDelegate) checkDelegate(spec, walk);
  walk.into('gateways', gateways, gatewayNames);
  walk.into('hosts', hosts, () => checkVirtualHosts(hosts, { isOfGateway, hasSni }, walk));
  const kinds = ['http', 'tls', 'tcp'];
  if (!kinds.some((kind) => has(spec, kind)))
    walk.fail(`has none of ${kinds.join(', ')}: one is needed`, `Add one of ${kinds.join(', ')}.`);
  walk.into('http', spec['http'], each(httpRoute({ isDelegate, isOfGateway })));
  // Without gateways, it is read as one of gateways here.
  const isHost = (name: string) =>
    isWildcardHostName(name) || (!gateways.includes(MESH) && isServiceSni(name));
  walk.into('tls', tls, each(tlsRoute({ hosts, isHost })));
  walk.into('tcp', spec['tcp'], each(tcpRoute));
  if (isGiven(spec['exportTo'])) walk.into('exportTo', spec['exportTo'], exportTo(namespace));
});

/** A VirtualService without hosts is for others that delegate to it, of HTTP only. */
function checkDelegate(spec: Fields, walk: Walk): void {
  for (const name of ['gateways', 'tls', 'tcp']) {
    if (has(spec, name))
      walk.failAt(name, 'has no place in a VirtualService without hosts, which is a delegate', 'Add hosts.');
  }
}
