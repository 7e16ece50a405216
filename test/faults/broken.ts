import { join } from 'node:path';
import type { Finding } from '../../analysis/finding';
import { describeObject } from '../../analysis/finding';
import type { MeshModule } from '../../fleet/application';
import { loadMeshes } from '../../fleet/load';
import { check } from '../../run/check';
import { render, type Rendering } from '../../run/render';
import type { RenderedObject } from '../../synth/resolve';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any field of any object is broken here
export type Fields = Record<string, any>;

/** What a mesh renders to, to be broken. */
export class Broken {
  constructor(readonly objects: RenderedObject[]) {}

  /** An object of one cluster, by its kind and name; of an IstioOperator, the spec is what one breaks. */
  object(cluster: string, kind: string, name: string): Fields {
    return this.find(cluster, kind, name).object as Fields;
  }

  /** Its spec. */
  spec(cluster: string, kind: string, name: string): Fields {
    return this.object(cluster, kind, name)['spec'] as Fields;
  }

  remove(cluster: string, kind: string, name: string): void {
    this.objects.splice(this.objects.indexOf(this.find(cluster, kind, name)), 1);
  }

  /** Puts an object beside another one. */
  add(beside: readonly [cluster: string, kind: string, name: string], object: Fields): void {
    const { mesh, cluster, component } = this.find(...beside);
    this.objects.push({
      mesh,
      cluster,
      component,
      path: 'added',
      object: object as RenderedObject['object'],
    });
  }

  private find(cluster: string, kind: string, name: string): RenderedObject {
    const found = this.objects.find(
      (one) =>
        one.cluster === cluster &&
        one.object.kind === kind &&
        (one.object.metadata.name === name ||
          `${one.object.metadata.namespace}/${one.object.metadata.name}` === name),
    );
    if (found === undefined) throw new Error(`${cluster} has no ${kind} ${name}`);
    return found;
  }
}

/** A mesh, rendered once, to be broken many times. */
export class Subject {
  private readonly rendering: Rendering;

  /** One of those that come along. */
  static named(name: string): Subject {
    const [module] = loadMeshes(join(__dirname, '../../clusters'), [name]);
    return new Subject(module!);
  }

  constructor(private readonly module: MeshModule) {
    this.rendering = render([module]);
  }

  /** What is found of the mesh as it is, or as somebody has broken it. */
  findings(breakIt: (mesh: Broken) => void = () => undefined): readonly Finding[] {
    const objects = structuredClone(this.rendering.objects) as RenderedObject[];
    breakIt(new Broken(objects));
    return check([this.module], { ...this.rendering, objects }).findings;
  }
}

/** `MW1001 left Service shop/web`, as a test names a finding. */
export function brief({ code, cluster, object }: Finding): string {
  return [code, cluster, object && describeObject(object)].filter((part) => part !== null).join(' ');
}
