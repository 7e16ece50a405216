import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';
import { syncWaveAnnotation } from './sync-options';

const domain = 'meshwright.dev';
const version = 'v1';
const kind = 'Dependency';
const plural = 'dependencies';

export interface DependencyKindProps extends Pick<ClusterResourceProps, 'labels'> {
  /**
   * Which of several things in a cluster it lets others wait for, a DNS label.
   * @default - the only one, or the first
   */
  readonly releases?: string;
}

/**
 * The kind `Dependency`, in the second wave of the component that others depend on: the cluster knows it once all
 * else of that component is there and healthy. No controller reads it.
 *
 * It is what holds Applications back. Argo CD applies nothing of one that holds a kind which the cluster does not
 * know, and tries again; it has no other word for one Application after another that leaves automated sync on.
 */
export class DependencyKind extends ClusterResource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, { releases, ...props }: DependencyKindProps = {}) {
    const group = groupOf(releases);
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

/** Each thing that others wait for has a kind of its own, so that none lets go what waits for another. */
function groupOf(releases: string | undefined): string {
  return releases === undefined ? domain : `${releases}.${domain}`;
}

/** Open, for Argo CD goes on comparing by the schema that it has seen first. */
const schema = {
  type: 'object',
  description: 'That something of the cluster is applied after something else. No controller reads it.',
  'x-kubernetes-preserve-unknown-fields': true,
};

export interface DependencyProps extends ClusterResourceProps {
  /**
   * As its kind has it.
   * @default - the kind without
   */
  readonly releasedBy?: string;
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
      apiVersion: `${groupOf(props.releasedBy)}/${version}`,
      kind,
      metadata: this.metadata,
      spec: { after: props.after },
    });
  }
}
