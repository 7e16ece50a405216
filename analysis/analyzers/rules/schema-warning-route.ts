import { isIP } from 'node:net';
import { at, recordsOf, textOf, textsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Bytes of a body that istiod warns of. */
const LARGE_BODY = 100 * 1024;

export const schemaWarningRoute = rule(catalogue.IST0133, {
  reads: ['VirtualService'],
  check(mesh, report) {
    for (const resource of mesh.of('VirtualService')) {
      const { http, tls, gateways } = resource.spec;
      const say = (field: string, warning: string, fix: string) =>
        report(resource, `spec.${field}`, { warning, fix });
      const checkGateways = (path: string, given: unknown) =>
        textsOf(given).forEach((name, index) => {
          if (name.includes('/') || !name.includes('.')) return;
          const [gateway, namespace] = name.split('.');
          say(`${path}[${index}]`, `${name} is the old form of a name`, `Write ${namespace}/${gateway}.`);
        });
      checkGateways('gateways', gateways);
      recordsOf(http).forEach((route, index) => {
        for (const field of ['mirrorPercent', 'mirror_percent']) {
          if (route[field] === undefined || route[field] === null) continue;
          say(`http[${index}].${field}`, `${field} is deprecated`, 'Set mirrorPercentage.value.');
        }
        const body = at(route, 'directResponse', 'body');
        const size =
          textOf(at(body, 'string')) === undefined
            ? Buffer.byteLength(textOf(at(body, 'bytes')) ?? '', 'base64')
            : Buffer.byteLength(textOf(at(body, 'string'))!);
        if (size > LARGE_BODY)
          say(
            `http[${index}].directResponse.body`,
            `a body of ${Math.round(size / 1024)} kB is sent to every proxy and slows the control plane`,
            'Serve it from a workload.',
          );
      });
      recordsOf(tls).forEach((route, index) =>
        recordsOf(route.match).forEach((match, position) => {
          const path = `tls[${index}].match[${position}]`;
          checkGateways(`${path}.gateways`, match.gateways);
          textsOf(match.sniHosts).forEach((host, place) => {
            if (isIP(host) === 0) return;
            say(
              `${path}.sniHosts[${place}]`,
              `${host} is an address, which no client sends as SNI`,
              'Name a host.',
            );
          });
        }),
      );
    }
  },
});
