import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { MeshConfigDocument } from '../machines/onboarding';
import { readWorkloadGroup, type WorkloadGroup } from '../machines/workload-group';
import { Checks } from '../values/checks';
import { UserError } from '../values/user-error';

/** @throws UserError where the file cannot be read */
export function readText(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw UserError.of(flag, `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** The WorkloadGroup of a file, which may hold other objects as well. */
export function workloadGroupFrom(file: string): WorkloadGroup {
  const objects = documentsOf(readText('--file', file), file);
  const groups = objects.filter((one) => one['kind'] === 'WorkloadGroup');
  const [group, another] = groups.length === 0 ? objects : groups;
  if (group === undefined) throw UserError.of(file, 'holds no WorkloadGroup');
  if (groups.length > 0 && another !== undefined) {
    throw UserError.of(file, `holds ${groups.length} WorkloadGroups; a machine is of one`);
  }
  return workloadGroupIn(group, file);
}

/**
 * A WorkloadGroup object. One without a service account is refused: istioctl takes `default` for it, which every
 * other program of the namespace is as well.
 *
 * @param where - what to call it in messages
 */
export function workloadGroupIn(object: Readonly<Record<string, unknown>>, where: string): WorkloadGroup {
  const checks = new Checks();
  const group = readWorkloadGroup(object, checks);
  const { template } = (object['spec'] ?? {}) as { template?: Readonly<Record<string, unknown>> | null };
  checks
    .at('spec.template.serviceAccount')
    .expect(
      Boolean(template?.['serviceAccount'] ?? template?.['service_account']),
      'is missing; it is who the machine is in the mesh. Write `serviceAccount: default` where it is to be that of the namespace',
    );
  checks.throwIfAny(`${where}:`);
  return group;
}

/** A MeshConfig, as it stands alone or in its ConfigMap. */
export function meshConfigFrom(text: string): MeshConfigDocument {
  const [document = {}] = documentsOf(text, 'mesh config');
  if (document['kind'] !== 'ConfigMap') return document;
  const { mesh } = (document['data'] ?? {}) as { mesh?: unknown };
  if (typeof mesh === 'string') return documentsOf(mesh, 'mesh config: data.mesh')[0] ?? {};
  throw UserError.of('mesh config', 'is a ConfigMap without data.mesh');
}

/** YAML as Istio's own reader takes it, `yes` and `on` for booleans included. */
function documentsOf(text: string, where: string): readonly Readonly<Record<string, unknown>>[] {
  const objects: Readonly<Record<string, unknown>>[] = [];
  for (const document of parseAllDocuments(text, { version: '1.1' })) {
    const [error] = document.errors;
    if (error !== undefined) throw UserError.of(where, `is not YAML: ${error.message.split('\n')[0] ?? ''}`);
    const value = document.toJS() as unknown;
    if (value === null) continue;
    if (typeof value !== 'object' || Array.isArray(value)) throw UserError.of(where, 'is no object');
    objects.push(value as Readonly<Record<string, unknown>>);
  }
  return objects;
}
