import type { Kind } from '../../model/kinds';
import { at, fieldsOf } from '../../model/fields';
import { isRecord } from '../../schema/schema';
import { catalogue } from '../catalogue';
import { rule } from '../rule';

/** Where each kind has its selector. */
const SELECTORS: readonly (readonly [kind: Kind, field: string, labels: string])[] = [
  ['Sidecar', 'workloadSelector', 'labels'],
  ['EnvoyFilter', 'workloadSelector', 'labels'],
  ['ServiceEntry', 'workloadSelector', 'labels'],
  ['DestinationRule', 'workloadSelector', 'matchLabels'],
  ['AuthorizationPolicy', 'selector', 'matchLabels'],
  ['RequestAuthentication', 'selector', 'matchLabels'],
  ['PeerAuthentication', 'selector', 'matchLabels'],
  ['Telemetry', 'selector', 'matchLabels'],
  ['WasmPlugin', 'selector', 'matchLabels'],
  ['ProxyConfig', 'selector', 'matchLabels'],
];

export const schemaWarningEmptySelector = rule(catalogue.IST0133, {
  reads: SELECTORS.map(([kind]) => kind),
  check(mesh, report) {
    for (const [kind, field, labels] of SELECTORS) {
      for (const resource of mesh.of(kind)) {
        const selector = resource.spec[field];
        if (!isRecord(selector) || Object.keys(fieldsOf(at(selector, labels))).length > 0) continue;
        report(resource, `spec.${field}`, {
          warning: `the selector has no labels, so it selects every workload that the ${kind} reaches`,
          fix: 'Give it labels, or leave the selector out.',
        });
      }
    }
  },
});
