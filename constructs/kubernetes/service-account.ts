import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { show } from '../../values/user-error';
import { principal } from '../istio/principal';
import { Resource, type ResourceProps } from '../resource';
import { checkNamespace } from './service';

/** A service account that pods run as, made here or there already. */
export interface ServiceAccountReference {
  readonly name: string;
  /** Undefined where the account is looked up in the namespace of whoever refers to it. */
  readonly namespace?: string;
}

/** The identity of a namespace's workloads. */
export class ServiceAccount extends Resource implements ServiceAccountReference {
  /**
   * An account that something else makes: Kubernetes itself makes `default` in each namespace. Nothing is rendered
   * for it.
   */
  static existing(name: string, namespace?: string): ServiceAccountReference {
    return { name, namespace };
  }

  readonly apiObject: k8s.KubeServiceAccount;
  /** The identity as an AuthorizationPolicy names it in `principals`. */
  readonly principal: string;

  constructor(scope: Construct, id: string, props: ResourceProps = {}) {
    super(scope, id, props);
    this.check('ServiceAccount', (checks) => {
      checks.at('name').dnsSubdomain(this.name);
      checkNamespace(this.namespace, checks);
    });
    this.principal = principal({ namespace: this.namespace ?? '', serviceAccount: this.name });
    this.apiObject = new k8s.KubeServiceAccount(this, 'Resource', { metadata: this.metadata });
  }
}

/** Pods take an account of their own namespace only. */
export function checkServiceAccount(
  account: ServiceAccountReference,
  namespace: string | undefined,
  checks: Checks,
): void {
  checks.at('name').dnsSubdomain(account.name);
  checks
    .at('namespace')
    .expect(
      account.namespace === undefined || account.namespace === namespace,
      `${show(account.namespace)} is not the namespace of the pods, ${show(namespace)}: Kubernetes looks for the account there alone`,
    );
}
