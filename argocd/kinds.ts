import type { GroupKind } from '../constructs/argo/app-project';
import { UserError, type Problem } from '../values/user-error';
import type { DeliveredObject } from './hub-context';

/** `apps/Deployment` and `Service` as group and kind. */
export function parseKind(text: string): GroupKind {
  const slash = text.indexOf('/');
  return { group: text.slice(0, Math.max(slash, 0)), kind: text.slice(slash + 1) };
}

/** Group and kind of an object as `apps/Deployment`, those of the core group without a group. */
export function kindOf({ object: { apiVersion, kind } }: DeliveredObject): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? kind : `${apiVersion.slice(0, slash)}/${kind}`;
}

/** Kinds of Kubernetes itself that are in no namespace. */
const clusterScoped = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
]);
/** Whether a kind, as `apps/Deployment`, is one of Kubernetes itself that is in no namespace. */
export function isClusterScopedKind(kind: string): boolean {
  return clusterScoped.has(kind);
}

/** Groups of Kubernetes and Istio all of whose other kinds are in a namespace. */
const knownGroup = /^(|apps|autoscaling|batch|policy|extensions|.*\.k8s\.io|.*\.istio\.io)$/;

/**
 * Whether an object is in no namespace. One that names a namespace is in it, one that names none is cluster-scoped;
 * that no object of a namespaced kind forgets its namespace is checked here, for its kind would be allowed in the
 * wrong list, and the Application's own namespace would be a surprise.
 *
 * @throws UserError naming every such object
 */
export function splitByScope(objects: readonly DeliveredObject[]): {
  readonly clusterScoped: readonly DeliveredObject[];
  readonly namespaced: readonly (DeliveredObject & { readonly namespace: string })[];
} {
  const inCluster: DeliveredObject[] = [];
  const inNamespace: (DeliveredObject & { readonly namespace: string })[] = [];
  const problems: Problem[] = [];
  for (const one of objects) {
    const { namespace, name } = one.object.metadata;
    if (namespace !== undefined) {
      inNamespace.push({ ...one, namespace });
      continue;
    }
    inCluster.push(one);
    const kind = kindOf(one);
    if (clusterScoped.has(kind) || !knownGroup.test(parseKind(kind).group)) continue;
    problems.push({
      field: `${one.cluster} ${one.component}`,
      message: `${one.object.kind} ${name} names no namespace, and its kind is namespaced; give the object or its component one`,
    });
  }
  if (problems.length > 0) throw new UserError(problems, 'Argo CD would not know where these go:');
  return { clusterScoped: inCluster, namespaced: inNamespace };
}
