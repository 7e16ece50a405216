import { addTo } from '../../model/fields';
import type { Service, ServicePort } from '../../model/service';
import { clusterName } from '../clients';
import { meshCatalogue } from '../mesh-catalogue';
import { isShared } from '../networks';
import { rule } from '../rule';

/**
 * Services of one name whose ports do not meet: istiod finds the endpoints of other clusters by the name of a port, and
 * an east-west gateway finds a service by its number.
 */
export const servicePortsDiffer = rule(meshCatalogue.MW1005, {
  reads: ['Service'],
  check(mesh, report) {
    const byHost = new Map<string, Service[]>();
    for (const service of mesh.services) {
      if (service.type !== 'ExternalName') addTo(byHost, service.host, service);
    }
    for (const [first, ...others] of byHost.values()) {
      if (others.length === 0 || ![first!, ...others].some(isShared)) continue;
      for (const service of others) {
        const cluster = clusterName(first!.resource.cluster);
        for (const port of service.ports) {
          const difference = differenceOf(port, first!.ports);
          if (difference !== undefined)
            report(service.resource, port.path, { host: service.host, cluster, ...difference });
        }
        for (const { number, name } of first!.ports) {
          if (service.ports.some((one) => one.number === number || one.name === name)) continue;
          report(service.resource, 'spec.ports', {
            host: service.host,
            cluster,
            here: `has no port ${portName(number, name)}`,
            there: 'has it',
          });
        }
      }
    }
  },
});

function differenceOf(
  { number, name, transport, protocol }: ServicePort,
  others: readonly ServicePort[],
): { readonly here: string; readonly there: string } | undefined {
  const same = others.find((one) => one.number === number && one.transport === transport);
  if (same !== undefined && same.name !== name)
    return { here: `names its port ${number} ${quoted(name)}`, there: `names it ${quoted(same.name)}` };
  const named = same ?? others.find((one) => one.name === name);
  if (named === undefined) return { here: `has a port ${portName(number, name)}`, there: 'has none' };
  if (named.number !== number)
    return { here: `has its port ${quoted(name)} on ${number}`, there: `has it on ${named.number}` };
  if (named.protocol !== protocol)
    return {
      here: `speaks ${protocol ?? 'what is sniffed'} on port ${number}`,
      there: `speaks ${named.protocol ?? 'what is sniffed'} there`,
    };
  return undefined;
}

function quoted(name: string): string {
  return name === '' ? 'nothing' : `"${name}"`;
}

function portName(number: number | undefined, name: string): string {
  return name === '' ? String(number) : `${number} (${name})`;
}
