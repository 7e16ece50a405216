import { parseGoBool } from '../../../values/go-bool';
import { whole } from '../meaning/parts';
import { isRecord } from '../schema';
import { describe, type Check } from '../structural/walk';

const DRY_RUN = 'istio.io/dry-run';
/** Annotations that Istio keeps to itself. */
const INTERNAL = [
  'internal.istio.io/webhook-always-reject',
  'internal.istio.io/parents',
  'internal.istio.io/parent-namespace',
];
const HAVE_DRY_RUN = ['ALLOW', 'DENY'];

/** The annotations that Istio's webhook refuses, whatever the rest of the object of a kind says. */
export function annotationsCheck(kind: string): Check {
  return whole(({ metadata, spec }, walk) => {
    const annotations = isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : {};
    walk.at(['metadata', 'annotations'], () => {
      for (const name of INTERNAL.filter((one) => Object.hasOwn(annotations, one)))
        walk.failAt(name, 'only Istio itself may set it', 'Remove the annotation.');
      if (!Object.hasOwn(annotations, DRY_RUN)) return;
      const value = annotations[DRY_RUN];
      const action = (isRecord(spec) ? spec.action : undefined) ?? 'ALLOW';
      if (kind !== 'security.istio.io/AuthorizationPolicy')
        walk.failAt(DRY_RUN, 'only an AuthorizationPolicy has a dry run', 'Remove the annotation.');
      else if (!HAVE_DRY_RUN.includes(String(action)))
        walk.failAt(
          DRY_RUN,
          `action ${String(action)} has no dry run, only ${HAVE_DRY_RUN.join(' and ')} have`,
          'Remove the annotation.',
        );
      else if (typeof value === 'string' && parseGoBool(value) === undefined)
        walk.failAt(DRY_RUN, `${describe(value)} is neither "true" nor "false"`);
    });
  });
}
