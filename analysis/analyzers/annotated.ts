import type { Mesh } from '../model/mesh';
import type { Resource } from '../model/resource';
import type { FieldPath } from './rule';
import { isIstioAnnotation } from './annotations';

/** An annotation in the name of Istio, on an object of a kind that `istioctl analyze` looks at. */
export interface Annotated {
  readonly resource: Resource;
  /** The kind that it is on: `Pod` for that of a template. */
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  /** All labels beside it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly field: FieldPath;
}

/** Istio's annotations of Namespaces, Services, Deployments, pods, and the templates of pods that are not there. */
export function* istioAnnotations(mesh: Mesh): Generator<Annotated> {
  for (const kind of ['Namespace', 'Service', 'Deployment'] as const) {
    for (const resource of mesh.of(kind)) {
      for (const [name, value] of Object.entries(resource.annotations)) {
        if (!isIstioAnnotation(name)) continue;
        const field = ['metadata', 'annotations', name];
        yield { resource, kind, name, value, labels: resource.labels, field };
      }
    }
  }
  for (const { pods } of mesh.clusters) {
    for (const { resource, annotations, labels, podPath } of pods) {
      for (const [name, value] of Object.entries(annotations)) {
        if (!isIstioAnnotation(name)) continue;
        const field = [...podPath, 'metadata', 'annotations', name];
        yield { resource, kind: 'Pod', name, value, labels, field };
      }
    }
  }
}
