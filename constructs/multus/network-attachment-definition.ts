import type { Construct } from 'constructs';
import { NetworkAttachmentDefinition as NetworkAttachmentDefinitionObject } from '../../imports/k8s.cni.cncf.io';
import { Resource, type ResourceProps } from '../resource';
import type { CniCapability, CniConfig } from './cni-config';

/** A network that pods can be attached to, made here or there already. */
export interface NetworkReference {
  readonly name: string;
  /** Undefined where the network is looked up in the pod's. */
  readonly namespace?: string;
  /** What pods may ask for; undefined where that is not known. */
  readonly capabilities?: readonly CniCapability[];
}

export interface NetworkAttachmentDefinitionProps extends ResourceProps {
  readonly config: CniConfig;
}

/**
 * A network beside the cluster's own, which Multus attaches pods to by `networkSelection()`.
 *
 * @throws UserError for what the plugin would refuse, or would do without a word
 * @see https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md
 */
export class NetworkAttachmentDefinition extends Resource implements NetworkReference {
  /** A network that something else makes. Nothing is rendered for it. */
  static existing(name: string, namespace?: string): NetworkReference {
    return { name, namespace };
  }

  readonly apiObject: NetworkAttachmentDefinitionObject;
  readonly capabilities: readonly CniCapability[];

  constructor(scope: Construct, id: string, props: NetworkAttachmentDefinitionProps) {
    super(scope, id, props);
    const { config } = props;
    this.capabilities = config.capabilities;
    this.check('NetworkAttachmentDefinition', (checks) => {
      checks.at('name').dnsLabel(this.name);
      config.check(checks.at('config'));
    });
    this.apiObject = new NetworkAttachmentDefinitionObject(this, 'Resource', {
      metadata: this.metadata,
      spec: { config: config.toJson() },
    });
  }
}
