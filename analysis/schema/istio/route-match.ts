import { isHostName } from '../../../values/host';
import { fields, port } from '../meaning/parts';
import { describe, type Check } from '../structural/walk';
import { isIstioLabel, labels } from './parts';

/** The Gateways of a route, `namespace/name`, or `mesh` for the sidecars. */
export const gatewayNames: Check = (value, walk) => {
  const names = value as readonly string[];
  // Istio looks at none after the first without a slash.
  const last = names.findIndex((name) => !name.includes('/'));
  names.slice(0, last === -1 ? undefined : last + 1).forEach((name, index) => {
    const slash = name.indexOf('/');
    const isName =
      slash === -1
        ? isHostName(name)
        : isIstioLabel(name.slice(0, slash)) && isIstioLabel(name.slice(slash + 1));
    if (!isName)
      walk.failAt(index, `${describe(name)} is not a Gateway (namespace/name, or name), nor "mesh"`);
  });
};

/** What matches of requests and connections have in common. */
export const routeMatch = fields({
  port: (value, walk) => {
    if (value !== 0) port(value, walk);
  },
  sourceLabels: labels,
  gateways: gatewayNames,
});
