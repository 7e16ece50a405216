import { at, numberOf, recordsOf } from '../../model/fields';
import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { unverifiedTls } from '../unverified-tls';

const PORTS = ['spec', 'trafficPolicy', 'portLevelSettings'];

export const noServerVerificationOfPort = rule(catalogue.IST0129, {
  reads: ['DestinationRule'],
  check(mesh, report) {
    for (const one of mesh.destinationRules) {
      recordsOf(one.resource.at(...PORTS)).forEach((settings, index) => {
        const path = [...PORTS, index, 'tls'];
        const found = unverifiedTls(one, path);
        const port = numberOf(at(settings, 'port', 'number'));
        if (found !== undefined) report(one.resource, path, { ...found, port });
      });
    }
  },
});
