import { isAtLeast } from '../../analysis/finding';
import type { MeshModule } from '../../fleet/application';
import { render, type Rendering } from '../../run/render';
import { check } from '../../run/check';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any object, of which a test reads a field
type AnyObject = Record<string, any>;

/** A mesh as it is rendered, for tests that look for one object. */
export interface RenderedMesh extends Rendering {
  /** The only object of a cluster that has the kind and the name; fails where there is none, or several. */
  object(cluster: string, kind: string, name: string, namespace?: string): AnyObject;
  /** All of a kind in a cluster, as `namespace/name` or `name`, in order. */
  names(cluster: string, kind: string): readonly string[];
}

/** Renders a mesh, and fails on any finding that is more than for information. */
export function renderedMesh(module: MeshModule): RenderedMesh {
  const rendering = render([module]);
  const findings = check([module], rendering).findings.filter((one) => isAtLeast(one, 'Warning'));
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'));
  const inCluster = (cluster: string, kind: string) =>
    rendering.objects.filter((one) => one.cluster === cluster && one.object.kind === kind);
  return {
    ...rendering,
    object: (cluster, kind, name, namespace) => {
      const found = inCluster(cluster, kind).filter(
        ({ object: { metadata } }) =>
          metadata.name === name && (namespace === undefined || metadata.namespace === namespace),
      );
      if (found.length !== 1) throw new Error(`${found.length} objects are ${kind} ${name} in ${cluster}`);
      return found[0]!.object;
    },
    names: (cluster, kind) =>
      inCluster(cluster, kind)
        .map(({ object: { metadata } }) => [metadata.namespace, metadata.name].filter(Boolean).join('/'))
        .sort(),
  };
}
