import { selects } from '../../model/label-index';
import type { Labels } from '../../model/fields';
import { catalogue } from '../catalogue';
import { injectorHooks, type InjectorHook } from '../injector-hooks';
import { rule } from '../rule';

const REVISION = 'istio.io/rev';
const NAMESPACES: readonly Labels[] = [
  {},
  { 'istio-injection': 'enabled' },
  { 'istio-injection': 'disabled' },
];
const PODS: readonly Labels[] = [
  {},
  { 'sidecar.istio.io/inject': 'true' },
  { 'sidecar.istio.io/inject': 'false' },
];

/** Whether two webhooks take the same pod: every pod and namespace that labels tell apart is tried. */
export const webhookOverlap = rule(catalogue.IST0139, {
  reads: ['MutatingWebhookConfiguration', 'IstioOperator'],
  check(mesh, report) {
    for (const cluster of mesh.clusters) {
      const hooks = injectorHooks(cluster);
      const revisions = new Set(hooks.flatMap((hook) => [...hook.revisions]));
      const others = new Map<InjectorHook, Set<InjectorHook>>();
      for (const namespace of withRevisions(NAMESPACES, revisions)) {
        const here = hooks.filter(({ hook }) => selects(hook.namespaceSelector, namespace));
        for (const pod of here.length > 1 ? withRevisions(PODS, revisions) : []) {
          const taking = here.filter(({ hook }) => selects(hook.objectSelector, pod));
          if (taking.length < 2) continue;
          for (const one of taking) {
            const known = others.get(one) ?? new Set();
            others.set(one, known);
            for (const other of taking) if (other !== one) known.add(other);
          }
        }
      }
      for (const [{ resource, path, name }, found] of others) {
        const names = [...found].map((one) => `${one.resource.name}/${one.name}`).sort();
        report(resource, path, { problem: 'overlap', webhook: name, others: names });
      }
    }
  },
});

function withRevisions(base: readonly Labels[], revisions: ReadonlySet<string>): readonly Labels[] {
  return [
    ...base,
    ...[...revisions].flatMap((one) => base.map((labels) => ({ ...labels, [REVISION]: one }))),
  ];
}
