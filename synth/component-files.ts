import type { App } from 'cdk8s';
import { componentsOf } from '../constructs/component';
import { emitYaml } from './emit';
import type { KubeObject, RenderedObject } from './resolve';

/** The files of an app's components that are no objects, such as a pinned Helm chart's, by path below dist. */
export function componentFiles(app: App): Map<string, string> {
  const files = new Map<string, string>();
  for (const { mesh, cluster, component: name, files: own } of componentsOf(app)) {
    for (const [file, content] of own) {
      files.set(
        `${mesh}/${cluster}/${name}/${file}`,
        typeof content === 'string' ? content : emitYaml(content as unknown as KubeObject),
      );
    }
  }
  return files;
}

/** The text of an object's file. Among a chart's templates, what looks like an action is written as one that prints it. */
export function objectText({ object, folder }: RenderedObject): string {
  const text = emitYaml(object);
  return folder === 'templates' ? text.replaceAll('{{', '{{ `{{` }}') : text;
}
