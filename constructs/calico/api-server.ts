import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ClusterResource, type ClusterResourceProps } from '../resource';

export type APIServerProps = Omit<ClusterResourceProps, 'name'>;

/**
 * Has the Tigera operator install Calico's API server, through which kubectl reads and writes `projectcalico.org/v3`.
 * The operator reads the one called `default`.
 *
 * @see https://docs.tigera.io/calico/latest/reference/installation/api
 */
export class APIServer extends ClusterResource {
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: APIServerProps = {}) {
    super(scope, id, { ...props, name: 'default' });
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'operator.tigera.io/v1',
      kind: 'APIServer',
      metadata: this.metadata,
      spec: {},
    });
  }
}
