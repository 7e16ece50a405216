import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { unverifiedTls } from '../unverified-tls';

const TLS = ['spec', 'trafficPolicy', 'tls'];

export const noServerVerification = rule(catalogue.IST0128, {
  reads: ['DestinationRule'],
  check(mesh, report) {
    for (const one of mesh.destinationRules) {
      const found = unverifiedTls(one, TLS);
      if (found !== undefined) report(one.resource, TLS, found);
    }
  },
});
