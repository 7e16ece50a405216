/**
 * Writes `data/operator-<minor>/messages.json`: the values of the charts and the mesh configuration, as Istio's
 * own `.proto` files define them.
 *
 *     node --import tsx analysis/schema/regenerate/istio-operator.ts 1.29 \
 *       "$(go list -m -f '{{.Dir}}' istio.io/istio)" "$(go list -m -f '{{.Dir}}' istio.io/api)"
 *
 * Sources: operator/pkg/apis/values_types.proto of istio.io/istio; mesh/v1alpha1 of istio.io/api.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '../schema';
import { schemasOfProtos } from './proto';

/**
 * Values that are parts of Kubernetes' API, which the messages do not say.
 * Source: `validateValues` in operator/pkg/apis/validation of istio.io/istio.
 */
const KUBERNETES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CNIConfig: { affinity: 'core.v1.Affinity', seccompProfile: 'core.v1.SeccompProfile' },
  IngressGatewayConfig: {
    podAntiAffinityLabelSelector: 'meta.v1.LabelSelector',
    podAntiAffinityTermLabelSelector: 'meta.v1.LabelSelector',
    tolerations: 'core.v1.Toleration',
  },
  EgressGatewayConfig: {
    podAntiAffinityLabelSelector: 'meta.v1.LabelSelector',
    podAntiAffinityTermLabelSelector: 'meta.v1.LabelSelector',
    tolerations: 'core.v1.Toleration',
  },
  GlobalConfig: { defaultTolerations: 'core.v1.Toleration' },
  PilotConfig: {
    tolerations: 'core.v1.Toleration',
    affinity: 'core.v1.Affinity',
    seccompProfile: 'core.v1.SeccompProfile',
    topologySpreadConstraints: 'core.v1.TopologySpreadConstraint',
    volumeMounts: 'core.v1.VolumeMount',
    volumes: 'core.v1.Volume',
  },
  ProxyConfig: { seccompProfile: 'core.v1.SeccompProfile', lifecycle: 'core.v1.Lifecycle' },
  SidecarInjectorConfig: {
    neverInjectSelector: 'meta.v1.LabelSelector',
    alwaysInjectSelector: 'meta.v1.LabelSelector',
  },
  WaypointConfig: {
    affinity: 'core.v1.Affinity',
    topologySpreadConstraints: 'core.v1.TopologySpreadConstraint',
    nodeSelector: 'core.v1.NodeSelector',
    toleration: 'core.v1.Toleration',
  },
};

function main(minor: string, istio: string, api: string): void {
  const values = schemasOfProtos([join(istio, 'operator/pkg/apis/values_types.proto')]);
  const mesh = schemasOfProtos(
    [
      'mesh/v1alpha1/config.proto',
      'mesh/v1alpha1/network.proto',
      'mesh/v1alpha1/proxy.proto',
      'networking/v1alpha3/destination_rule.proto',
      'networking/v1alpha3/virtual_service.proto',
      'networking/v1alpha3/workload_group.proto',
      'networking/v1alpha3/workload_entry.proto',
      'networking/v1beta1/proxy_config.proto',
      'type/v1beta1/selector.proto',
    ].map((file) => join(api, file)),
  );
  const components: Record<string, Schema> = {};
  collect('istio.operator.v1alpha1.Values', values, components);
  collect('istio.mesh.v1alpha1.MeshConfig', mesh, components);
  collect('istio.mesh.v1alpha1.Network', mesh, components);
  for (const [message, fields] of Object.entries(KUBERNETES)) {
    refine(components, message, (name) => (fields[name] === undefined ? undefined : { $ref: fields[name] }));
  }
  refine(components, 'GlobalConfig', (name) =>
    name === 'meshNetworks' ? { format: 'mesh-networks' } : undefined,
  );
  refine(components, 'Values', (name) => (name === 'meshConfig' ? { format: 'mesh-config' } : undefined));
  const lines = Object.entries(components)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`);
  const source = `operator/pkg/apis/values_types.proto of istio.io/istio ${minor}, mesh/v1alpha1 of istio.io/api ${minor}`;
  const content = `{"source":${JSON.stringify(source)},"components":{\n${lines.join(',\n')}\n}}\n`;
  const folder = join(__dirname, '../data', `operator-${minor}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'messages.json'), content);
  console.error(`operator-${minor}: ${lines.length} messages, ${content.length} bytes`);
}

/** Takes a message and all that it refers to. */
function collect(name: string, from: ReadonlyMap<string, Schema>, into: Record<string, Schema>): void {
  if (name in into) return;
  into[name] = from.get(name)!;
  for (const [, next] of JSON.stringify(into[name]).matchAll(/"\$ref":"([^"]+)"/g))
    collect(next!, from, into);
}

/** Says more of some fields of a message than its type does: of the elements, where the field is a list. */
function refine(
  components: Record<string, Schema>,
  message: string,
  replacement: (field: string) => Schema | undefined,
): void {
  const name = `istio.operator.v1alpha1.${message}`;
  const properties = Object.entries(components[name]!.properties ?? {}).map(
    ([field, schema]): [string, Schema] => {
      const better = replacement(field) ?? schema;
      return [
        field,
        schema.type === 'array' && better !== schema ? { type: 'array', items: better } : better,
      ];
    },
  );
  components[name] = { ...components[name], properties: Object.fromEntries(properties) };
}

const [minor, istio, api] = process.argv.slice(2);
if (minor === undefined || istio === undefined || api === undefined) {
  console.error('usage: istio-operator.ts <minor> <folder of istio.io/istio> <folder of istio.io/api>');
  process.exitCode = 2;
} else {
  main(minor, istio, api);
}
