import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { IstioOperator as IstioOperatorObject } from '../../imports/install.istio.io';
import type { Checks } from '../../values/checks';
import type { MeshConfig } from '../../values/mesh-config';
import { checkMeshConfig } from '../../values/mesh-config-checks';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkLocalityLoadBalancing } from './locality-load-balancing';
import {
  checkComponents,
  lowerComponents,
  type IstioComponents,
  type OperatorContext,
} from './operator-components';
import { checkVariant, isImageHub, isImageTag } from './operator-image';
import type { IstioValues } from './operator-values';
import { checkValues, lowerUnvalidatedValues, lowerValues } from './operator-values-checks';

/** Profiles that istioctl knows; `empty` installs what the document names and nothing else. */
export const istioProfiles = [
  'default',
  'minimal',
  'empty',
  'demo',
  'preview',
  'stable',
  'remote',
  'ambient',
  'openshift',
  'openshift-ambient',
] as const;
export type IstioProfile = (typeof istioProfiles)[number];

/** Versions whose behaviour today's istioctl can keep. */
export const compatibilityVersions = ['1.25', '1.26', '1.27', '1.28'] as const;
export type CompatibilityVersion = (typeof compatibilityVersions)[number];

export interface IstioOperatorProps extends ResourceProps {
  /** @default default */
  readonly profile?: IstioProfile;
  /** Registry and path of the images: `docker.io/istio`. */
  readonly hub: string;
  /** Tag of the images: `1.29.1`, `1.29.1-distroless`. */
  readonly tag: string;
  /**
   * Name of this control plane among several of the cluster, a DNS label: `1-29-1`. It becomes part of istiod's
   * names and the value of the label istio.io/rev. For a gateway, the control plane that it belongs to.
   * @default - none: the one without a name
   */
  readonly revision?: string;
  /** @default - the version's own behaviour */
  readonly compatibilityVersion?: CompatibilityVersion;
  /**
   * Mesh-wide settings, for istiod.
   * @default - Istio's
   */
  readonly meshConfig?: MeshConfig;
  /** @default - the profile's */
  readonly components?: IstioComponents;
  /**
   * Values of the components' charts.
   * @default - the profile's
   */
  readonly values?: IstioValues;
  /**
   * Any value of a chart, over all others, that istioctl does not look at: for what `values` has no field for.
   * @default - none
   */
  readonly unvalidatedValues?: Readonly<Record<string, unknown>>;
}

/** The spec of the document, as istioctl reads it. */
export interface IstioOperatorSpec {
  readonly profile?: string;
  readonly hub: string;
  readonly tag: string;
  readonly revision?: string;
  readonly compatibilityVersion?: string;
  readonly meshConfig?: MeshConfig;
  readonly components?: Readonly<Record<string, unknown>>;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly unvalidatedValues?: Readonly<Record<string, unknown>>;
}

/**
 * The document that istioctl installs Istio from, whole or a component at a time. It is no object that the cluster
 * keeps: `istioctl manifest generate` makes the objects of it.
 *
 * @throws UserError for what istioctl refuses, and for what it would leave out or render so that it does not work
 * @see https://istio.io/latest/docs/reference/config/istio.operator.v1alpha1/
 */
export class IstioOperator extends Resource {
  readonly apiObject: ApiObject;
  readonly spec: IstioOperatorSpec;

  constructor(scope: Construct, id: string, props: IstioOperatorProps) {
    super(scope, id, props);
    this.check('IstioOperator', (checks) => checkIstioOperator(props, this.namespace, checks));
    this.spec = lower(props);
    // Not the imported class: its CRD names no field of the spec, and its toJson drops what the CRD does not name.
    this.apiObject = new ApiObject(this, 'Resource', {
      ...IstioOperatorObject.GVK,
      metadata: this.metadata,
      spec: this.spec,
    });
  }
}

/** Whether an object is such a document, of any version. */
export function isOperatorDocument({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): boolean {
  return kind === 'IstioOperator' && apiVersion.startsWith('install.istio.io/');
}

function checkIstioOperator(props: IstioOperatorProps, namespace: string | undefined, checks: Checks): void {
  const {
    profile = 'default',
    hub,
    tag,
    compatibilityVersion,
    meshConfig,
    components = {},
    values = {},
  } = props;
  checks.at('profile').oneOf(profile, istioProfiles);
  checks
    .at('hub')
    .expect(
      isImageHub(hub),
      `${show(hub)} is not a registry's path (docker.io/istio): no image could be pulled from it`,
    );
  checks
    .at('tag')
    .expect(
      isImageTag(tag),
      `${show(tag)} is not an image's tag (letters, digits, "_", "." and "-", at most 128)`,
    );
  if (props.revision !== undefined) checkRevision(props.revision, checks.at('revision'));
  if (compatibilityVersion !== undefined)
    checks.at('compatibilityVersion').oneOf(compatibilityVersion, compatibilityVersions);
  if (meshConfig !== undefined) {
    const at = checks.at('meshConfig');
    checkMeshConfig(meshConfig, at);
    const locality = meshConfig.localityLbSetting;
    // Each DestinationRule brings the outlier detection.
    if (locality !== undefined) checkLocalityLoadBalancing(locality, at.at('localityLbSetting'), true);
  }
  checkValues(values, checks.at('values'));
  const context = contextOf(profile, props.revision, values);
  checkVariant(tag, context.variant, checks.at('tag'));
  checkComponents(components, context, checks.at('components'));
  checks
    .at('components')
    .expect(
      profile !== 'empty' || installs(components),
      'enables nothing, and neither does profile empty: the document would render no object',
    );
  checkPlace(namespace, props, checks.at('namespace'));
}

/** What the profiles set. Source: Istio's manifests/helm-profiles. */
function contextOf(
  profile: IstioProfile,
  revision: string | undefined,
  values: IstioValues,
): OperatorContext {
  const isAmbient = profile === 'ambient' || profile === 'openshift-ambient' || values.profile === 'ambient';
  return {
    revision,
    values,
    autoscales: profile !== 'demo' && values.profile !== 'demo',
    variant: values.global?.variant ?? (isAmbient ? 'distroless' : ''),
  };
}

/** Source: `validateRevision` of istioctl, and how it carries the revision into the charts' values. */
function checkRevision(revision: string, checks: Checks): void {
  if (!checks.dnsLabel(revision)) return;
  checks.expect(
    revision.length <= 56,
    `${show(revision)} is longer than 56: no Service can be called istiod-${revision}`,
  );
  checks.expect(
    revision !== 'default',
    'is "default", which the charts take for a control plane without a revision, while istioctl calls this one ' +
      'istiod-default: leave it out',
  );
  checks.expect(
    !/^(\d+(e-?\d+)?|0x[0-9a-f]+p-?\d+|inf|infinity|nan|t|f|true|false)$/.test(revision),
    `${show(revision)} reads as a number or a truth value, and istioctl refuses that; put a letter before it`,
  );
}

function installs({ ingressGateways = [], egressGateways = [], ...others }: IstioComponents): boolean {
  return [...Object.values(others), ...ingressGateways, ...egressGateways].some(
    (component) => component?.enabled,
  );
}

/** istioctl does not look at the document's own namespace, so it must be one that something goes to. */
function checkPlace(
  namespace: string | undefined,
  { components = {}, values }: IstioOperatorProps,
  checks: Checks,
): void {
  const { cni, ztunnel, ingressGateways = [], egressGateways = [] } = components;
  const istioNamespace = values?.global?.istioNamespace ?? 'istio-system';
  const named = [cni, ztunnel, ...ingressGateways, ...egressGateways].map(
    (component) => component?.namespace,
  );
  checks.expect(
    namespace === undefined || namespace === istioNamespace || named.includes(namespace),
    `${show(namespace)} is where nothing of this document goes: istioctl ignores it and installs into ` +
      `${show(istioNamespace)}; set values.global.istioNamespace, or the namespace of the component`,
  );
}

function lower(props: IstioOperatorProps): IstioOperatorSpec {
  const { profile, hub, tag, revision, compatibilityVersion, meshConfig, components, values } = props;
  return {
    profile,
    hub,
    tag,
    revision,
    compatibilityVersion,
    meshConfig,
    components: components && lowerComponents(components),
    values: values && lowerValues(values),
    unvalidatedValues: lowerUnvalidatedValues(values, props.unvalidatedValues),
  };
}
