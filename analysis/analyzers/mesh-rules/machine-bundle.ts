import { at, fieldsOf, labelsOf, numberOf, textOf, type Fields } from '../../model/fields';
import { formatLabels } from '../../model/label-index';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Files of machines that say something else than the WorkloadGroups by which they join. */
export const machineBundle = rule(meshCatalogue.MW1409, {
  reads: ['WorkloadGroup'],
  check(mesh, report) {
    for (const bundle of mesh.bundles) {
      const group = groupOf(bundle);
      if (group === undefined) continue;
      for (const { variable, here, there } of differences(bundle.spec, group))
        report(bundle, `spec.${variable}`, { variable, here, there, group: group.qualifiedName });
    }
  },
});

/** The group that a bundle names. */
function groupOf({ spec, namespace, cluster }: Resource): Resource | undefined {
  const name = textOf(spec.ISTIO_META_AUTO_REGISTER_GROUP) ?? textOf(spec.ISTIO_META_WORKLOAD_NAME) ?? '';
  return cluster.find('WorkloadGroup', namespace, name);
}

interface Difference {
  readonly variable: string;
  readonly here: string;
  readonly there: string;
}

/** Source: what `istioctl x workload entry configure` makes of a group. */
function* differences(spec: Fields, { spec: group }: Resource): Generator<Difference> {
  const template = fieldsOf(group.template);
  const texts: readonly [variable: string, there: string | undefined][] = [
    ['SERVICE_ACCOUNT', textOf(template.serviceAccount) || 'default'],
    ['ISTIO_META_NETWORK', textOf(template.network)],
  ];
  for (const [variable, there = ''] of texts) {
    const here = textOf(spec[variable]);
    if (here !== undefined && here !== there) yield { variable, here: quoted(here), there: quoted(there) };
  }
  const ports = portsOf(spec);
  const declared = Object.entries(fieldsOf(template.ports)).map(
    ([name, port]) => `${name}=${numberOf(port)}`,
  );
  const [here, there] = [listed(ports ?? []), listed(declared)];
  if (ports !== undefined && here !== there) yield { variable: 'ISTIO_META_POD_PORTS', here, there };
  const own = labelsIn(spec);
  const given = { ...labelsOf(at(group, 'metadata', 'labels')), ...labelsOf(template.labels) };
  if (own === undefined) return;
  const different = [...new Set([...Object.keys(own), ...Object.keys(given)])].filter(
    (key) => own[key] !== given[key] && (Object.hasOwn(given, key) || !CANONICAL.test(key)),
  );
  if (different.length === 0) return;
  const some = (labels: Readonly<Record<string, string>>) =>
    formatLabels(
      Object.fromEntries(different.filter((key) => key in labels).map((key) => [key, labels[key]!])),
    );
  yield { variable: 'ISTIO_METAJSON_LABELS', here: some(own) || 'less', there: some(given) || 'less' };
}

/** What istioctl adds. */
const CANONICAL = /^service\.istio\.io\/canonical-(?:name|revision)$/;

function quoted(text: string): string {
  return text === '' ? 'nothing' : text;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : [...items].sort().join(', ');
}

/** Undefined where the variable is there and cannot be read; a machine without ports has none. */
function portsOf({ ISTIO_META_POD_PORTS: given = '[]' }: Fields): readonly string[] | undefined {
  const ports = parsed(given);
  if (!Array.isArray(ports)) return undefined;
  return ports.map((one) => `${textOf(at(one, 'name'))}=${numberOf(at(one, 'containerPort'))}`);
}

function labelsIn({ ISTIO_METAJSON_LABELS: given }: Fields): Readonly<Record<string, string>> | undefined {
  const labels = parsed(given);
  return typeof labels === 'object' && labels !== null ? labelsOf(labels) : undefined;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(textOf(text) ?? '');
  } catch {
    return undefined;
  }
}
