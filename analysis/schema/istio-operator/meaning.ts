import { isCidr } from '../../../values/address';
import { isDnsLabel } from '../../../values/dns';
import { nearest } from '../../../values/nearest';
import { isRecord } from '../schema';
import { describe, type Check, type Walk } from '../structural/walk';

/** The profiles inside of istioctl. Source: manifests/profiles of istio.io/istio 1.29. */
const PROFILES = [
  'ambient',
  'default',
  'demo',
  'empty',
  'minimal',
  'openshift',
  'openshift-ambient',
  'preview',
  'remote',
  'stable',
];

/** Gateways of a list in the document, and the values that belong to them. */
const GATEWAYS = [
  ['ingressGateways', 'istio-ingressgateway'],
  ['egressGateways', 'istio-egressgateway'],
] as const;

/**
 * What istioctl checks of an IstioOperator beyond its shape.
 *
 * Source: operator/pkg/apis/validation/validation.go of istio.io/istio.
 */
export const checkIstioOperator: Check = (object, walk) => {
  const { spec } = object as { readonly spec?: unknown };
  if (!isRecord(spec)) return;
  walk.into('spec', spec, () => {
    checkProfile(spec, walk);
    checkImages(spec, walk);
    if (typeof spec.revision === 'string' && spec.revision !== '' && !isDnsLabel(spec.revision)) {
      walk.failAt(
        'revision',
        `${describe(spec.revision)} is not a revision (a DNS label: lower-case, without dots)`,
      );
    }
    checkGateways(spec, walk);
    checkCapture(at(spec, 'values', 'global', 'proxy'), walk);
  });
};

function checkProfile({ profile, installPackagePath }: Readonly<Record<string, unknown>>, walk: Walk): void {
  if (typeof profile !== 'string' || profile === '' || PROFILES.includes(profile)) return;
  if (profile.includes('/') || installPackagePath !== undefined) return;
  const meant = nearest(profile, PROFILES);
  walk.failAt(
    'profile',
    `${describe(profile)} is not one of ${PROFILES.join(', ')}`,
    meant === undefined ? undefined : `Write ${meant}.`,
  );
}

function checkImages({ hub, tag }: Readonly<Record<string, unknown>>, walk: Walk): void {
  if (typeof hub === 'string' && hub !== '' && !/^([A-Za-z0-9.-]+(:\d+)?\/)?[a-z0-9_\-./]+$/.test(hub)) {
    walk.failAt('hub', `${describe(hub)} is not the root of images (such as docker.io/istio)`);
  }
  if ((typeof tag === 'string' || typeof tag === 'number') && !/^[\w.-]{1,128}$/.test(String(tag))) {
    walk.failAt('tag', `${describe(tag)} is not the tag of an image`);
  }
}

function checkGateways(spec: Readonly<Record<string, unknown>>, walk: Walk): void {
  for (const [list, values] of GATEWAYS) {
    const gateways = at(spec, 'components', list);
    if (!Array.isArray(gateways)) continue;
    const isRoot = at(spec, 'values', 'gateways', values, 'runAsRoot') === true;
    gateways.forEach((gateway: unknown, index) => {
      const name = at(gateway, 'name');
      walk.at(['components', list, index], () => {
        if (typeof name === 'string' && name !== '' && !/^[a-z0-9.-]{1,254}$/.test(name)) {
          walk.failAt('name', `${describe(name)} is not a name (lower-case letters, digits, "-" and ".")`);
        }
      });
      const ports = at(gateway, 'k8s', 'service', 'ports');
      if (isRoot || !Array.isArray(ports)) return;
      ports.forEach((port: unknown, position) => {
        walk.at(['components', list, index, 'k8s', 'service', 'ports', position], () =>
          checkPort(port, values, walk),
        );
      });
    });
  }
}

/** A gateway that does not run as root cannot listen below 1024; the target is the port itself where none is given. */
function checkPort(port: unknown, values: string, walk: Walk): void {
  const { port: number, targetPort = 0 } = isRecord(port) ? port : {};
  if (typeof targetPort !== 'number' || targetPort >= 1024) return;
  if (targetPort === 0 && typeof number === 'number' && number > 1024) return;
  walk.failAt(
    'targetPort',
    `${targetPort === 0 ? `is missing, so it is ${describe(number)},` : targetPort} is a port that only root may listen on`,
    `Set targetPort above 1024, or values.gateways.${values}.runAsRoot.`,
  );
}

/** Which traffic the sidecar captures: ranges and ports, as lists in text. */
function checkCapture(proxy: unknown, walk: Walk): void {
  if (!isRecord(proxy)) return;
  const check = (field: string, accepts: (part: string) => boolean, noun: string) => {
    const value = proxy[field];
    if (typeof value !== 'string' || value === '' || value === '*') return;
    const wrong = value.split(',').filter((part) => !accepts(part));
    if (wrong.length === 0) return;
    walk.at(['values', 'global', 'proxy', field], () =>
      walk.fail(
        `${wrong.map(describe).join(', ')} is not ${noun}`,
        'Separate them by commas, without spaces.',
      ),
    );
  };
  const isPortNumber = (part: string) =>
    part === '' || part === '*' || (/^\d+$/.test(part) && Number(part) <= 65535);
  check('includeIPRanges', isCidr, 'an address range (CIDR)');
  check('excludeIPRanges', isCidr, 'an address range (CIDR)');
  check('includeInboundPorts', isPortNumber, 'a port');
  check('excludeInboundPorts', isPortNumber, 'a port');
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((one: unknown, key) => (isRecord(one) ? one[key] : undefined), value);
}
