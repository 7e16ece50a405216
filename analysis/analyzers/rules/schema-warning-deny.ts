import { at, listOf, recordsOf } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Parts of a source that are known without HTTP. */
const OF_CONNECTION = [
  'principals',
  'namespaces',
  'ipBlocks',
  'remoteIpBlocks',
  'serviceAccounts',
  'trustDomains',
].flatMap((name) => [name, `not${name[0]!.toUpperCase()}${name.slice(1)}`]);

/** Rules that deny by attributes of HTTP: a port of TCP, where there are none, is denied to all. */
export const schemaWarningDeny = rule(catalogue.IST0133, {
  reads: ['AuthorizationPolicy'],
  check(mesh, report) {
    for (const resource of mesh.of('AuthorizationPolicy')) {
      if (resource.spec.action !== 'DENY') continue;
      recordsOf(resource.spec.rules).forEach(({ from, to }, index) => {
        const sources = recordsOf(from).map(({ source }) => source);
        const operations = recordsOf(to).map(({ operation }) => operation);
        const has = (value: unknown, field: string) => listOf(at(value, field)).length > 0;
        const isOfConnection = sources.some((one) => OF_CONNECTION.some((field) => has(one, field)));
        const isOfPort = operations.some((one) => has(one, 'ports') || has(one, 'notPorts'));
        const hasFrom = sources.some(isRecord);
        const hasTo = operations.some(isRecord);
        if (!(hasFrom && !hasTo && !isOfConnection) && !(hasTo && !isOfPort)) return;
        report(resource, `spec.rules[${index}]`, {
          warning: 'the rule denies by what only HTTP has, so it denies everything to ports of TCP',
          fix: 'Add to.operation.ports with the ports of HTTP.',
        });
      });
    }
  },
});
