import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import { syncWaveAnnotation } from './sync-options';

const group = 'meshwright.dev';
const version = 'v1';
const kind = 'Dependency';
const plural = 'dependencies';

/**
 * The kind `Dependency`, in the second wave of the component that others depend on: the cluster knows it once all
 * else of that component is there and healthy. No controller reads it.
 *
 * It is what holds Applications back. Argo CD applies nothing of one that holds a kind which the cluster does not
 * know, and tries again; it has no other word for one Application after another that leaves automated sync on.
 */
export class DependencyKind extends ClusterResource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: Pick<ClusterResourceProps, 'labels'> = {}) {
    super(scope, id, {
      ...props,
      name: `${plural}.${group}`,
      annotations: { [syncWaveAnnotation]: '1' },
    });
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: this.metadata,
      spec: {
        group,
        scope: 'Cluster',
        names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            additionalPrinterColumns: [{ name: 'After', type: 'string', jsonPath: '.spec.after' }],
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    });
  }
}

/** Open, for Argo CD goes on comparing by the schema that it has seen first. */
const schema = {
  type: 'object',
  description: 'That something of the cluster is applied after something else. No controller reads it.',
  'x-kubernetes-preserve-unknown-fields': true,
};

export interface DependencyProps extends ClusterResourceProps {
  /** What has to be there first, for whoever reads it: `istiod 1-29-1`. */
  readonly after: string;
}

/**
 * Holds the component that it is in back until the cluster knows its kind.
 *
 * @throws UserError where it does not say what it waits for
 */
export class Dependency extends ClusterResource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: DependencyProps) {
    super(scope, id, props);
    this.check(kind, (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checks
        .at('after')
        .expect(props.after.trim() !== '', `${show(props.after)} does not say what has to be there first`);
    });
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: `${group}/${version}`,
      kind,
      metadata: this.metadata,
      spec: { after: props.after },
    });
  }
}
