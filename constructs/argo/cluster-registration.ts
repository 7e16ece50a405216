import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checkLabels } from '../../values/label';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

export interface ClusterRegistrationProps extends ResourceProps {
  /** Name of the cluster, `.name` of the clusters generator. */
  readonly cluster: string;
  /** URL of its API server, as Argo CD reaches it. The hub's own is `https://kubernetes.default.svc`. */
  readonly server: string;
  /**
   * The AppProject that alone may use the cluster.
   * @default - every project whose destinations name it
   */
  readonly project?: string;
}

/**
 * The Secret by which Argo CD knows a cluster, without what it logs in with: that is `config`, which somebody adds in
 * the cluster, and which an apply of this object leaves as it is. The hub itself needs none.
 *
 * @throws UserError for a server that is no URL or carries credentials, and for labels that Kubernetes refuses
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export class ClusterRegistration extends Resource {
  readonly apiObject: k8s.KubeSecret;

  constructor(scope: Construct, id: string, props: ClusterRegistrationProps) {
    super(scope, id, { ...props, labels: { ...props.labels, [secretType]: 'cluster' } });
    const { cluster, server, project, labels = {} } = props;
    this.check('Secret', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checks.at('cluster').dnsSubdomain(cluster);
      const url = URL.canParse(server) ? new URL(server) : undefined;
      checks
        .at('server')
        .expect(
          url?.protocol === 'https:' && url.username === '' && url.password === '',
          `${show(server)} is not the URL of an API server (https://host:port, without credentials)`,
        );
      checkLabels(labels, checks.at('labels'));
      checks
        .at('labels')
        .at(secretType)
        .expect(!(secretType in labels), 'is given; it says that the Secret is a cluster');
    });
    this.apiObject = new k8s.KubeSecret(this, 'Resource', {
      metadata: this.metadata,
      type: 'Opaque',
      stringData: { name: cluster, server, ...(project !== undefined && { project }) },
    });
  }
}

/** The label that makes a Secret a cluster of Argo CD. */
const secretType = 'argocd.argoproj.io/secret-type';
