import { at, recordsOf, textOf, textsOf } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

const HTTP = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web']);

export const schemaWarningSidecar = rule(catalogue.IST0133, {
  reads: ['Sidecar'],
  check(mesh, report) {
    for (const resource of mesh.of('Sidecar')) {
      recordsOf(resource.spec.ingress).forEach(({ port, connectionPool }, index) => {
        const protocol = textOf(at(port, 'protocol')) ?? '';
        if (!isRecord(at(connectionPool, 'http')) || HTTP.has(protocol.toLowerCase())) return;
        report(resource, `spec.ingress[${index}].connectionPool.http`, {
          warning: `the port is of ${protocol}, so what is set for HTTP has no effect`,
          fix: 'Remove it, or set the protocol to HTTP.',
        });
      });
      recordsOf(resource.spec.egress).forEach(({ hosts }, index) => {
        const path = `spec.egress[${index}].hosts`;
        for (const { position, host, isAll } of covered(textsOf(hosts), resource.namespace)) {
          report(resource, `${path}[${position}]`, {
            warning: isAll
              ? '*/* takes in all hosts, the others with it'
              : `${host} covers hosts that are in the list already, or is covered by one`,
            fix: isAll ? 'Leave */* alone.' : 'Leave the wider of them.',
          });
        }
      });
    }
  },
});

interface Covered {
  readonly position: number;
  readonly host: string;
  /** It is what takes in everything. */
  readonly isAll: boolean;
}

/** Hosts that say again what others say; within one namespace, as Istio looks at them. */
function covered(hosts: readonly string[], namespace: string): readonly Covered[] {
  const known = new Map<string, Set<string>>();
  const found: Covered[] = [];
  hosts.forEach((host, position) => {
    const slash = host.indexOf('/');
    if (slash < 0) return;
    const within = host.slice(0, slash) === '.' ? namespace : host.slice(0, slash);
    const name = host.slice(slash + 1);
    const names = known.get(within) ?? new Set();
    known.set(within, names);
    if (name === '*' ? names.size > 0 : names.has(name) || names.has('*'))
      found.push({ position, host, isAll: false });
    names.add(name);
  });
  if (known.get('*')?.has('*') && known.size > 1)
    found.push({ position: hosts.indexOf('*/*'), host: '*/*', isAll: true });
  return found;
}
