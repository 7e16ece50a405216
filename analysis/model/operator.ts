import { at, fieldsOf, recordsOf, textOf, type Fields } from './fields';
import type { Settings } from './made';
import { controlPlane } from './made-control-plane';
import { gateway } from './made-gateway';
import { overlay } from './mesh-config';
import type { Resource } from './resource';

/** Components that a profile has; those of a list are replaced by the document's own list. */
interface Profile {
  readonly pilot: boolean;
  readonly ingress: boolean;
  readonly egress: boolean;
}

const FULL: Profile = { pilot: true, ingress: true, egress: false };
const MINIMAL: Profile = { ...FULL, ingress: false };
const PROFILES: Readonly<Record<string, Profile>> = {
  default: FULL,
  openshift: FULL,
  preview: FULL,
  stable: FULL,
  demo: { ...FULL, egress: true },
  minimal: MINIMAL,
  remote: MINIMAL,
  ambient: MINIMAL,
  'openshift-ambient': MINIMAL,
  empty: { pilot: false, ingress: false, egress: false },
};

/**
 * The objects that an IstioOperator document, or what stands for a pinned chart, makes, as far as rules ask for them:
 * istiod with its injectors, gateways with their Services. Not what overlays patch.
 *
 * Source: `istioctl manifest generate` of 1.29, whose labels, selectors and ports they have.
 */
export function madeByOperator({ spec, object }: Resource): readonly Fields[] {
  const name = textOf(spec.profile) ?? 'default';
  const profile = Object.hasOwn(PROFILES, name) ? PROFILES[name]! : FULL;
  const values = overlay(fieldsOf(spec.unvalidatedValues), fieldsOf(spec.values));
  const revision = textOf(spec.revision) ?? textOf(values.revision) ?? '';
  const namespace =
    textOf(spec.namespace) ??
    textOf(at(values, 'global', 'istioNamespace')) ??
    textOf(at(object, 'metadata', 'namespace')) ??
    'istio-system';
  const settings: Settings = { profile: name, revision, namespace, values };
  const pilot = at(spec, 'components', 'pilot', 'enabled') ?? profile.pilot;
  return [
    ...(pilot === true ? controlPlane(settings) : []),
    ...gatewaysOf(spec, 'ingress', profile.ingress).flatMap((one) => gateway(one, 'ingress', settings)),
    ...gatewaysOf(spec, 'egress', profile.egress).flatMap((one) => gateway(one, 'egress', settings)),
  ];
}

function gatewaysOf(spec: Fields, side: 'ingress' | 'egress', isInProfile: boolean): readonly Fields[] {
  const given = at(spec, 'components', `${side}Gateways`);
  if (Array.isArray(given)) return recordsOf(given).filter(({ enabled }) => enabled !== false);
  return isInProfile ? [{ name: `istio-${side}gateway` }] : [];
}
