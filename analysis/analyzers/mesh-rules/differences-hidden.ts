import { recordsOf, textOf, textsOf, at } from '../../model/fields';
import type { Resource } from '../../model/resource';
import { meshCatalogue } from '../mesh-catalogue';
import { rule } from '../rule';

/** Parts of objects that hold what a repository is there to say. */
const WHOLE = new Set([
  ...['', 'spec', 'data', 'stringData', 'metadata', 'metadata/labels', 'metadata/annotations'],
  ...['webhooks', 'rules', 'subjects', 'roleRef', 'spec/template', 'spec/template/spec', 'spec/ports'],
  ...['spec/template/spec/containers', 'spec/template/metadata', 'spec/versions', 'spec/rules', 'spec/http'],
  ...['spec/servers', 'spec/trafficPolicy', 'webhooks/clientConfig', 'webhooks/rules'],
]);

/** What Argo CD is told to ignore, and which is more than another writer can have written. */
export const differencesHidden = rule(meshCatalogue.MW1514, {
  reads: ['Application'],
  check(mesh, report) {
    for (const { resources } of mesh.clusters) {
      for (const resource of resources) {
        if (resource.group !== 'argoproj.io') continue;
        const path = resource.kind === 'Application' ? ['spec'] : ['spec', 'template', 'spec'];
        if (resource.kind !== 'Application' && resource.kind !== 'ApplicationSet') continue;
        const list = recordsOf(resource.at(...path, 'ignoreDifferences'));
        list.forEach((one, index) => {
          const field = `${path.join('.')}.ignoreDifferences[${index}]`;
          const kind = textOf(one.kind) ?? '';
          if (kind === '*')
            report(resource, `${field}.kind`, {
              hidden: 'fields of every kind',
              isKept: isKept(resource, path),
            });
          for (const [key, parts] of [
            ['jsonPointers', pointerParts],
            ['jqPathExpressions', jqParts],
          ] as const) {
            textsOf(one[key]).forEach((given, at) => {
              const whole = parts(given);
              if (whole === undefined || !WHOLE.has(whole)) return;
              const hidden = `${given === '' ? 'the whole' : given} of ${kind}${textOf(one.name) === undefined ? '' : ` ${textOf(one.name)}`}`;
              report(resource, `${field}.${key}[${at}]`, { hidden, isKept: isKept(resource, path) });
            });
          }
        });
      }
    }
  },
});

/** `/spec/template/0/x` as `spec/template/x`. */
function pointerParts(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((one) => one.replace(/~1/g, '/').replace(/~0/g, '~'));
  return parts.filter((one) => !/^(\d+|-)$/.test(one)).join('/');
}

/** `.webhooks[]?.clientConfig` as `webhooks/clientConfig`; undefined for what chooses or computes. */
function jqParts(expression: string): string | undefined {
  const plain = expression
    .trim()
    .replace(/\[(\d+)?\]\??/g, '')
    .replace(/\?/g, '');
  if (!/^\.?$|^(\.[A-Za-z_]\w*)+$/.test(plain)) return undefined;
  return plain
    .split('.')
    .filter((one) => one !== '')
    .join('/');
}

/** Whether what is ignored is not even applied. */
function isKept(resource: Resource, path: readonly string[]): boolean {
  return textsOf(at(resource.object, ...path, 'syncPolicy', 'syncOptions')).includes(
    'RespectIgnoreDifferences=true',
  );
}
