import { k8s } from 'cdk8s-plus-27';
import type { Checks } from '../../values/checks';
import { isDuration } from '../../values/duration';
import { isLabelValue } from '../../values/label';
import type { MeshNetworks } from '../../values/mesh-networks';
import { checkInteger, checkPercent, UINT32_MAX } from '../../values/numbers';
import { checkExactlyOne } from '../../values/one-of';
import { checkHostPort } from '../../values/proxy-config-checks';
import { show } from '../../values/user-error';
import { checkEnv } from '../kubernetes/env-source';
import { checkResources } from '../kubernetes/resources';
import { checkMounts, checkVolumeNames, lowerMount, volumesOf } from '../kubernetes/volume';
import {
  chartProfiles,
  istioPlatforms,
  resourceScopes,
  type GlobalValues,
  type IstioValues,
} from './operator-values';
import type { IngressGatewayValues } from './operator-values-gateways';
import type { PilotValues } from './operator-values-pilot';
import { proxyLogLevels, type ProxyValues } from './operator-values-proxy';

/** Variables that istiod's chart writes itself. Source: its deployment.yaml. */
const istiodEnv = [
  'REVISION',
  'PILOT_CERT_PROVIDER',
  'POD_NAME',
  'POD_NAMESPACE',
  'SERVICE_ACCOUNT',
  'KUBECONFIG',
  'PILOT_TRACE_SAMPLING',
  'PILOT_ENABLE_ANALYSIS',
  'CLUSTER_ID',
  'GOMAXPROCS',
  'PLATFORM',
];

export function checkValues(values: IstioValues, checks: Checks): void {
  const { global, pilot, cni, gateways, profile, defaultRevision, revisionTags = [] } = values;
  if (profile !== undefined) checks.at('profile').oneOf(profile, chartProfiles);
  if (defaultRevision !== undefined && defaultRevision !== '')
    checks.at('defaultRevision').dnsLabel(defaultRevision);
  revisionTags.forEach((tag, index) => {
    const at = checks.at('revisionTags').at(index);
    at.expect(
      /^[a-z0-9]([-a-z0-9]{0,41}[a-z0-9])?$/.test(tag),
      `${show(tag)} is not a revision's name of at most 43 characters: the Service istiod-revision-tag-${tag} is made of it`,
    );
    at.expect(!revisionTags.slice(0, index).includes(tag), `${show(tag)} is listed already`);
  });
  if (global !== undefined) checkGlobal(global, checks.at('global'));
  if (pilot !== undefined) checkPilot(pilot, checks.at('pilot'));
  if (cni !== undefined) {
    const at = checks.at('cni');
    for (const field of ['cniBinDir', 'cniConfDir', 'cniNetnsDir'] as const) {
      const folder = cni[field];
      if (folder !== undefined)
        at.at(field).expect(folder.startsWith('/'), `${show(folder)} is not an absolute path`);
    }
    cni.excludeNamespaces?.forEach((name, index) => at.at('excludeNamespaces').at(index).dnsLabel(name));
    if (cni.provider !== undefined) at.at('provider').oneOf(cni.provider, ['default', 'multus']);
  }
  for (const kind of ['istio-ingressgateway', 'istio-egressgateway'] as const) {
    const shared: IngressGatewayValues | undefined = gateways?.[kind];
    if (shared !== undefined) checkAutoscale(shared, checks.at('gateways').at(kind));
  }
}

function checkGlobal(global: GlobalValues, checks: Checks): void {
  const { istioNamespace, network, multiCluster, platform, resourceScope, meshNetworks, proxy } = global;
  if (istioNamespace !== undefined) checks.at('istioNamespace').dnsLabel(istioNamespace);
  if (network !== undefined) {
    checks
      .at('network')
      .expect(
        isLabelValue(network),
        `${show(network)} is not a label's value: no Service could name the network in topology.istio.io/network`,
      );
  }
  if (multiCluster !== undefined) {
    checks
      .at('multiCluster')
      .at('clusterName')
      .expect(multiCluster.clusterName !== '', 'is empty: the cluster would be called Kubernetes');
  }
  if (platform !== undefined) checks.at('platform').oneOf(platform, istioPlatforms);
  if (resourceScope !== undefined) checks.at('resourceScope').oneOf(resourceScope, resourceScopes);
  if (global.pilotCertProvider !== undefined) {
    checks
      .at('pilotCertProvider')
      .expect(
        /^(istiod|custom|none|k8s\.io\/.+)$/.test(global.pilotCertProvider),
        `${show(global.pilotCertProvider)} is not one of "istiod", "custom", "none", "k8s.io/<signer>"`,
      );
  }
  if (global.caAddress !== undefined) checkHostPort(global.caAddress, checks.at('caAddress'));
  if (global.waypoint?.resources !== undefined)
    checkResources(global.waypoint.resources, checks.at('waypoint').at('resources'));
  if (meshNetworks !== undefined) checkMeshNetworks(meshNetworks, checks.at('meshNetworks'));
  if (proxy !== undefined) checkProxy(proxy, checks.at('proxy'));
}

function checkMeshNetworks(networks: MeshNetworks, checks: Checks): void {
  for (const [name, { endpoints, gateways }] of Object.entries(networks)) {
    endpoints.forEach((endpoint, index) => {
      const at = checks.at(name).at('endpoints').at(index);
      checkExactlyOne(at, endpoint, ['fromCidr', 'fromRegistry']);
      if (endpoint.fromCidr !== undefined) at.at('fromCidr').cidr(endpoint.fromCidr);
      if (endpoint.fromRegistry !== undefined) at.at('fromRegistry').dnsLabel(endpoint.fromRegistry);
    });
    gateways.forEach((gateway, index) => {
      const at = checks.at(name).at('gateways').at(index);
      checkExactlyOne(at, gateway, ['address', 'registryServiceName']);
      at.at('port').port(gateway.port);
      if (gateway.locality !== undefined) at.at('locality').locality(gateway.locality);
    });
  }
}

function checkProxy(proxy: ProxyValues, checks: Checks): void {
  if (proxy.logLevel !== undefined) checks.at('logLevel').oneOf(proxy.logLevel, proxyLogLevels);
  if (proxy.resources !== undefined) checkResources(proxy.resources, checks.at('resources'));
  if (proxy.statusPort !== undefined) checks.at('statusPort').port(proxy.statusPort);
  for (const field of ['includeIPRanges', 'excludeIPRanges'] as const) {
    const ranges = proxy[field];
    if (ranges === undefined || ranges === '*') continue;
    ranges.forEach((range, index) => checks.at(field).at(index).cidr(range));
  }
  for (const field of portFields) {
    const ports = proxy[field];
    if (ports === undefined || ports === '*') continue;
    ports.forEach((port, index) => checks.at(field).at(index).port(port));
  }
  for (const hook of ['preStop', 'postStart'] as const) {
    const handler = proxy.lifecycle?.[hook];
    if (handler !== undefined)
      checkExactlyOne(checks.at('lifecycle').at(hook), handler, ['exec', 'sleep', 'httpGet']);
  }
}

function checkPilot(pilot: PilotValues, checks: Checks): void {
  checkAutoscale(pilot, checks);
  if (pilot.traceSampling !== undefined) checkPercent(checks.at('traceSampling'), pilot.traceSampling);
  const { env, keepaliveMaxServerConnectionAge: age, volumeMounts } = pilot;
  if (age !== undefined) {
    checks
      .at('keepaliveMaxServerConnectionAge')
      .expect(isDuration(age), `${show(age)} is not a duration (such as 30m); istioctl refuses it`);
  }
  if (volumeMounts !== undefined) {
    checkMounts(volumeMounts, checks.at('volumeMounts'));
    checkVolumeNames(volumeMounts, checks.at('volumeMounts'));
  }
  if (env === undefined) return;
  checkEnv(env, checks.at('env'));
  for (const name of Object.keys(env)) {
    checks
      .at('env')
      .at(name)
      .expect(
        !istiodEnv.includes(name),
        'is written by the chart already: the container would have it twice, which server-side apply refuses',
      );
  }
}

function checkAutoscale(
  values: Pick<PilotValues, 'autoscaleMin' | 'autoscaleMax' | 'replicaCount'>,
  checks: Checks,
) {
  const { autoscaleMin, autoscaleMax = 5, replicaCount } = values;
  if (replicaCount !== undefined) checkInteger(checks.at('replicaCount'), replicaCount, 0, UINT32_MAX);
  checkInteger(checks.at('autoscaleMax'), autoscaleMax, 1, UINT32_MAX);
  if (autoscaleMin !== undefined) checkInteger(checks.at('autoscaleMin'), autoscaleMin, 1, autoscaleMax);
}

const portFields = [
  'includeInboundPorts',
  'excludeInboundPorts',
  'includeOutboundPorts',
  'excludeOutboundPorts',
] as const;

/** The values as the charts read them; whether sidecars rely on the CNI plugin is `lowerUnvalidatedValues`'. */
export function lowerValues(values: IstioValues): Readonly<Record<string, unknown>> {
  const { global, pilot } = values;
  return {
    ...values,
    global: global && { ...global, proxy: global.proxy && lowerProxy(global.proxy) },
    pilot: pilot && lowerPilot(pilot),
  };
}

function lowerProxy(proxy: ProxyValues): Readonly<Record<string, unknown>> {
  const joined: Record<string, string> = {};
  for (const field of ['includeIPRanges', 'excludeIPRanges', ...portFields] as const) {
    const listed = proxy[field];
    if (listed !== undefined) joined[field] = typeof listed === 'string' ? listed : listed.join(',');
  }
  return { ...proxy, ...joined };
}

function lowerPilot({ volumeMounts, cni, ...pilot }: PilotValues): Readonly<Record<string, unknown>> {
  return {
    ...pilot,
    cni: cni?.provider === undefined ? undefined : { provider: cni.provider },
    volumes: volumeMounts && volumesOf(volumeMounts).map((volume) => k8s.toJson_Volume(volume)),
    volumeMounts: volumeMounts?.map((mount) => k8s.toJson_VolumeMount(lowerMount(mount))),
  };
}

/** Values that istioctl puts over the others after validation. */
export function lowerUnvalidatedValues(
  values: IstioValues | undefined,
  unvalidated: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const enabled = values?.pilot?.cni?.enabled;
  if (enabled === undefined) return unvalidated;
  const pilot = asRecord(unvalidated?.pilot);
  return { ...unvalidated, pilot: { ...pilot, cni: { enabled, ...asRecord(pilot.cni) } } };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
