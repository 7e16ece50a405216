import type { GatewaySettings } from '../constructs/istio/operator-kubernetes';
import type { IstioOperatorProps } from '../constructs/istio/istio-operator';
import type { IngressGatewayValues } from '../constructs/istio/operator-values-gateways';
import type { GatewaySpec } from '../fleet/cluster-spec';
import type { Cluster } from '../fleet/mesh';
import { drainOverlays } from './gateway-drain';
import { istioOf } from './operator-document';

/** What one part of Istio adds to an IstioOperator document. Parts share no field below the first. */
export type IstioPart = Pick<IstioOperatorProps, 'components' | 'meshConfig' | 'values'>;

/** Istio's kinds, and the webhook that checks their objects. */
export function basePart(cluster: Cluster): IstioPart {
  return {
    components: { base: { enabled: true } },
    // The webhook asks the istiod of this revision. Without the value, the profiles have no webhook at all.
    values: { defaultRevision: istioOf(cluster).revision ?? 'default' },
  };
}

/** The node agent that redirects a pod's traffic, in place of a privileged init container. */
export function cniPart(cluster: Cluster): IstioPart {
  const { cni } = istioOf(cluster);
  if (cni === undefined) return {};
  const { binDir, confDir, excludeNamespaces } = cni;
  return {
    components: { cni: { enabled: true } },
    values: { cni: { cniBinDir: binDir, cniConfDir: confDir, excludeNamespaces } },
  };
}

/** istiod. */
export function pilotPart(cluster: Cluster, istio = istioOf(cluster)): IstioPart {
  const { meshConfig, pilot = {}, cni, podIdentity, metrics } = istio;
  const { trustDomainAliases = [], ...settings } = meshConfig ?? {};
  const { trustDomain } = cluster.mesh;
  const env = {
    ...pilot.env,
    ...(cluster.istiodHost !== undefined && { ISTIOD_CUSTOM_HOST: cluster.istiodHost }),
  };
  return {
    components: {
      pilot: { enabled: true, ...(podIdentity && { k8s: { securityContext: podIdentity } }) },
    },
    meshConfig: {
      // istiod of 1.29 may read another cluster's pods before that cluster's mesh configuration, and then expects them
      // to be `spiffe:///ns/…`, which nobody is. An alias adds the name that they have.
      trustDomainAliases: [...new Set([trustDomain, ...trustDomainAliases])],
      ...settings,
      trustDomain,
    },
    values: {
      pilot: {
        ...(pilot.replicas !== undefined && { autoscaleEnabled: false, replicaCount: pilot.replicas }),
        ...(cni !== undefined && { cni: { enabled: true } }),
        ...(Object.keys(env).length > 0 && { env }),
      },
      ...(metrics !== undefined && { telemetry: { enabled: metrics } }),
    },
  };
}

/** The gateway for traffic from outside of the mesh. */
export function ingressPart(cluster: Cluster): IstioPart {
  const { ingress } = cluster;
  if (ingress === undefined) return {};
  return gatewayPart(cluster, ingress, {});
}

/** A gateway by its entry in the mesh's data, and what its kind adds. */
export function gatewayPart(
  cluster: Cluster,
  { name, drainSeconds, serviceType, replicas }: GatewaySpec & { readonly name: string },
  added: { readonly label?: Readonly<Record<string, string>>; readonly k8s?: GatewaySettings },
): IstioPart {
  const { podIdentity } = istioOf(cluster);
  const overlays = drainOverlays(name, drainSeconds);
  const service = { ...added.k8s?.service, ...(serviceType !== undefined && { type: serviceType }) };
  const k8s: GatewaySettings = {
    ...added.k8s,
    ...(overlays && { overlays }),
    ...(podIdentity && { securityContext: podIdentity }),
    ...(Object.keys(service).length > 0 && { service }),
  };
  const shared: IngressGatewayValues = {
    // An injected proxy runs as Istio's own user: the template says so of the container, which stands above the pod.
    ...(podIdentity === undefined && { injectionTemplate: 'gateway' }),
    ...(replicas !== undefined && { autoscaleEnabled: false, replicaCount: replicas }),
  };
  return {
    components: {
      ingressGateways: [
        {
          name,
          enabled: true,
          ...(added.label && { label: added.label }),
          ...(Object.keys(k8s).length > 0 && { k8s }),
        },
      ],
    },
    values: { gateways: { 'istio-ingressgateway': shared } },
  };
}

/** Several parts in one document. */
export function joined(parts: readonly IstioPart[]): IstioPart {
  return parts.reduce<IstioPart>(
    (whole, { components, meshConfig, values }) => ({
      components: { ...whole.components, ...components },
      meshConfig: meshConfig ?? whole.meshConfig,
      values: { ...whole.values, ...values },
    }),
    {},
  );
}
