import type { Place } from '../finding';

/** What a machine of dist starts with: `cluster.env`, as an object that no cluster has. */
export interface Bundle {
  readonly mesh: string | null;
  /** Through which the machine joins, by the name that it knows; empty where the file names none. */
  readonly cluster: string;
  readonly object: Readonly<Record<string, unknown>>;
  readonly place: Place;
}

/** The file of a machine's folder that says what it is in the mesh. */
export const BUNDLE_FILE = 'cluster.env';

/**
 * Reads the variables that a machine's agent starts with. A line that sets none is passed over.
 *
 * @param file - for findings
 */
export function bundleOf(text: string, mesh: string | null, machine: string, file: string): Bundle {
  const variables: Record<string, string> = {};
  const lines = new Map<string, number>();
  text.split(/\r?\n/).forEach((line, index) => {
    const [, name, value] = /^(?:export )?([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name === undefined) return;
    variables[name] = unquoted(value!);
    lines.set(name, index + 1);
  });
  const cluster = variables.ISTIO_META_CLUSTER_ID ?? '';
  return {
    mesh,
    cluster,
    object: {
      apiVersion: 'meshwright.dev/v1',
      kind: 'MachineBundle',
      metadata: { name: machine, namespace: variables.POD_NAMESPACE || 'default' },
      spec: variables,
    },
    place: {
      mesh,
      cluster,
      component: null,
      file,
      line: 1,
      lineOf: (field) => lines.get(field.replace(/^spec\./, '')) ?? null,
    },
  };
}

/** A value as the shell has it: texts in quotes and texts without, one after another, and a comment behind a space. */
function unquoted(value: string): string {
  return value.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|\s+(?:#.*)?/g,
    (part: string, plain?: string, quoted?: string, single?: string, at = 0) =>
      plain ??
      quoted?.replace(/\\(["\\$`])/g, '$1') ??
      single ??
      (at + part.length < value.length ? part : ''),
  );
}
