import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkLabels, isLabelKey, isLabelValue } from '../../values/label';
import { show } from '../../values/user-error';
import { ClusterResource, type ClusterResourceProps } from '../resource';

const REVISION = 'istio.io/rev';
const INJECTION = 'istio-injection';
const NETWORK = 'topology.istio.io/network';

/** Whether the pods of a namespace get a sidecar, and from whom. Made by the functions of the same name. */
export interface MeshMembership {
  readonly label: typeof REVISION | typeof INJECTION;
  readonly value: string;
}

export const MeshMembership = {
  /** Sidecars from the control plane of a revision, or from the one that a revision tag points to. */
  revision: (revision: string): MeshMembership => ({ label: REVISION, value: revision }),

  /** Sidecars from the control plane without a revision, or from the one that the tag `default` points to. */
  legacy: (): MeshMembership => ({ label: INJECTION, value: 'enabled' }),

  /** No sidecars, not even for pods that ask for one. */
  disabled: (): MeshMembership => ({ label: INJECTION, value: 'disabled' }),
} as const;

export interface NamespaceProps extends ClusterResourceProps {
  /** @default - none; a pod can ask for a sidecar by its own labels */
  readonly meshMembership?: MeshMembership;
  /**
   * Network of the mesh that the cluster is in, for the namespace of its control plane.
   * @default - none
   */
  readonly network?: string;
}

/**
 * A namespace of a cluster.
 *
 * @throws UserError for a name or labels that Kubernetes refuses, and for labels of which Istio ignores one
 */
export class Namespace extends ClusterResource {
  readonly apiObject: k8s.KubeNamespace;

  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    const labels = { ...props.labels, ...meshLabels(props) };
    super(scope, id, { ...props, labels: Object.keys(labels).length > 0 ? labels : undefined });
    this.check('Namespace', (checks) => {
      checks.at('name').dnsLabel(this.name);
      checkNamespace(props, checks);
    });
    this.apiObject = new k8s.KubeNamespace(this, 'Resource', { metadata: this.metadata });
  }
}

function checkNamespace(props: NamespaceProps, checks: Checks): void {
  const { labels = {}, annotations = {}, meshMembership, network } = props;
  if (meshMembership?.label === REVISION) checks.at('meshMembership').dnsLabel(meshMembership.value);
  if (network !== undefined) {
    checks
      .at('network')
      .expect(
        network !== '' && isLabelValue(network),
        `${show(network)} is not a network's name (at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit)`,
      );
  }
  checkLabels(labels, checks.at('labels'));
  for (const label of Object.keys(meshLabels(props))) {
    checks
      .at('labels')
      .at(label)
      .expect(
        !(label in labels),
        `is given twice, here and as ${label === NETWORK ? 'network' : 'meshMembership'}`,
      );
  }
  const all = { ...labels, ...meshLabels(props) };
  checks
    .at('labels')
    .expect(
      !(REVISION in all && INJECTION in all),
      `has ${INJECTION} beside ${REVISION}: Istio heeds ${INJECTION} alone then, and the revision not at all`,
    );
  for (const key of Object.keys(annotations)) {
    // Kubernetes lets an annotation's prefix have capitals.
    checks
      .at('annotations')
      .at(key)
      .expect(
        isLabelKey(key.toLowerCase()),
        `${show(key)} is not an annotation's key (a name of at most 63, or DNS-name/name)`,
      );
  }
}

function meshLabels({ meshMembership, network }: NamespaceProps): Record<string, string> {
  return {
    ...(meshMembership && { [meshMembership.label]: meshMembership.value }),
    ...(network !== undefined && { [NETWORK]: network }),
  };
}
