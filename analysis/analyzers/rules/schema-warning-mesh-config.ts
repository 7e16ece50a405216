import { at, textsOf } from '../../model/fields';
import type { Key } from '../../schema/structural/walk';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Source: pkg/config/security/security.go. */
const CURVES = new Set([
  '',
  'P-224',
  'P-256',
  'P-384',
  'P-521',
  'X25519',
  'X25519Kyber768Draft00',
  'X25519MLKEM768',
]);
const ALLOCATION = 'ISTIO_META_DNS_AUTO_ALLOCATE';

/** MeshConfig of IstioOperator documents, of which `istioctl validate` warns and `istioctl analyze` does not. */
export const schemaWarningMeshConfig = rule(catalogue.IST0133, {
  reads: ['IstioOperator'],
  check(mesh, report) {
    for (const resource of mesh.of('IstioOperator')) {
      for (const path of [
        ['spec', 'meshConfig'],
        ['spec', 'values', 'meshConfig'],
      ]) {
        const config = resource.at(...path);
        const say = (keys: readonly Key[], warning: string, fix: string) =>
          report(resource, [...path, ...keys], { warning, fix });
        const metadata = ['defaultConfig', 'proxyMetadata', ALLOCATION];
        if (at(config, ...metadata) !== undefined)
          say(
            metadata,
            `${ALLOCATION} is deprecated`,
            'Remove it: istiod allocates addresses unless PILOT_ENABLE_IP_AUTOALLOCATE is false.',
          );
        const seen = new Set<string>();
        textsOf(at(config, 'tlsDefaults', 'ecdhCurves')).forEach((curve, index) => {
          const keys = ['tlsDefaults', 'ecdhCurves', index];
          if (!CURVES.has(curve)) say(keys, `${curve} is no curve that is known`, 'Correct or remove it.');
          else if (seen.has(curve)) say(keys, `curve ${curve} is there twice`, 'Remove it.');
          seen.add(curve);
        });
      }
    }
  },
});
