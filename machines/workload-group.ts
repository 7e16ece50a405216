import type { Checks } from '../values/checks';
import { show } from '../values/user-error';
import { applyMessage, type Message } from './proto-json';
import { readinessProbeType } from './proxy-config-schema';

/** What onboarding reads of a WorkloadGroup. */
export interface WorkloadGroup {
  readonly name: string;
  readonly namespace: string;
  /** Annotations of the group itself; `proxy.istio.io/config` sets the proxy. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What the group gives to its entries; its `proxy.istio.io/config` wins. */
  readonly entryAnnotations: Readonly<Record<string, string>>;
  /** Labels of the entries, those of the template over those of the metadata. */
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly network: string;
  readonly ports: Readonly<Record<string, number>>;
  /** In protobuf's canonical JSON form. */
  readonly probe?: Message;
}

/**
 * Reads a WorkloadGroup object, as `istioctl x workload entry configure -f` does: a missing service account is
 * `default`, fields that the API does not have are left out.
 */
export function readWorkloadGroup(object: unknown, checks: Checks): WorkloadGroup {
  const root = record(object, checks);
  checks.at('kind').expect(root['kind'] === 'WorkloadGroup', `${show(root['kind'])} is not "WorkloadGroup"`);
  const metadata = record(root['metadata'], checks.at('metadata'));
  const spec = record(root['spec'], checks.at('spec'));
  const at = checks.at('spec');
  const entry = record(spec['metadata'], at.at('metadata'));
  const template = record(spec['template'], at.at('template'));
  const { name, namespace } = metadata;
  checks.at('metadata').at('name').dnsSubdomain(name);
  checks.at('metadata').at('namespace').dnsLabel(namespace);
  return {
    name: String(name),
    namespace: String(namespace),
    annotations: strings(metadata['annotations'], checks.at('metadata').at('annotations')),
    entryAnnotations: strings(entry['annotations'], at.at('metadata').at('annotations')),
    labels: {
      ...strings(entry['labels'], at.at('metadata').at('labels')),
      ...strings(template['labels'], at.at('template').at('labels')),
    },
    serviceAccount:
      text(
        template['serviceAccount'] ?? template['service_account'],
        at.at('template').at('serviceAccount'),
      ) || 'default',
    network: text(template['network'], at.at('template').at('network')),
    ports: ports(template['ports'], at.at('template').at('ports')),
    probe:
      spec['probe'] === undefined || spec['probe'] === null
        ? undefined
        : applyMessage(readinessProbeType, {}, spec['probe'], at.at('probe')),
  };
}

function record(value: unknown, checks: Checks): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  const holds = checks.expect(
    typeof value === 'object' && !Array.isArray(value),
    `${show(value)} is not an object`,
  );
  return holds ? (value as Record<string, unknown>) : {};
}

function text(value: unknown, checks: Checks): string {
  if (value === undefined || value === null) return '';
  return checks.expect(typeof value === 'string', `${show(value)} is not a string`) ? String(value) : '';
}

function strings(value: unknown, checks: Checks): Record<string, string> {
  const entries = Object.entries(record(value, checks));
  return Object.fromEntries(entries.map(([key, item]) => [key, text(item, checks.at(key))]));
}

function ports(value: unknown, checks: Checks): Record<string, number> {
  const entries = Object.entries(record(value, checks));
  for (const [name, port] of entries) checks.at(name).port(port);
  return Object.fromEntries(entries) as Record<string, number>;
}
