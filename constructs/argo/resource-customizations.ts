import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import type { GroupKind } from './app-project';
import { partialObjectOptions } from './sync-options';

/** How Argo CD tells whether an object of a kind is well. */
export interface HealthCheck extends GroupKind {
  /** Lua that reads `obj` and returns a table with `status` and `message`. */
  readonly lua: string;
}

export interface ResourceCustomizationsProps extends ResourceProps {
  readonly health: readonly HealthCheck[];
}

/**
 * What Argo CD is told about kinds that it does not know: the part of its ConfigMap argocd-cm that holds it. Applied
 * server-side, it is merged into that ConfigMap.
 *
 * @throws UserError for two checks of one kind, and for a script that returns nothing
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export class ResourceCustomizations extends Resource {
  readonly apiObject: k8s.KubeConfigMap;

  constructor(scope: Construct, id: string, { health, ...props }: ResourceCustomizationsProps) {
    super(scope, id, {
      ...props,
      name: props.name ?? 'argocd-cm',
      // Argo CD looks for its settings by the label.
      labels: {
        ...props.labels,
        'app.kubernetes.io/name': 'argocd-cm',
        'app.kubernetes.io/part-of': 'argocd',
      },
      annotations: { ...props.annotations, ...partialObjectOptions },
    });
    this.check('ConfigMap', (checks) => checkHealth(health, checks.at('health')));
    this.apiObject = new k8s.KubeConfigMap(this, 'Resource', {
      metadata: this.metadata,
      data: healthEntries(health),
    });
  }
}

/** Entries of argocd-cm, for whoever sets it in another way. */
export function healthEntries(health: readonly HealthCheck[]): Record<string, string> {
  return Object.fromEntries(health.map((one) => [entryKey(one), one.lua]));
}

function entryKey({ group, kind }: GroupKind): string {
  return `resource.customizations.health.${group === '' ? kind : `${group}_${kind}`}`;
}

function checkHealth(health: readonly HealthCheck[], checks: Checks): void {
  checks.expect(health.length > 0, 'is empty: there is nothing to set');
  const keys = new Set<string>();
  health.forEach((one, index) => {
    const at = checks.at(index);
    at.at('group').expect(
      one.group === '' || isDnsSubdomain(one.group),
      `${show(one.group)} is not an API group`,
    );
    at.at('kind').expect(/^[A-Z][A-Za-z0-9]*$/.test(one.kind), `${show(one.kind)} is not a kind`);
    at.expect(
      !keys.has(entryKey(one)),
      `is a second check of ${one.kind}; the later one would replace the earlier`,
    );
    keys.add(entryKey(one));
    at.at('lua').expect(/\breturn\b/.test(one.lua), 'returns nothing: Argo CD would have no health to show');
  });
}
