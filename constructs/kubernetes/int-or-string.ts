import { k8s } from 'cdk8s-plus-27';

/** What Kubernetes takes as a number or a text: a port or its name, a count or a share. */
export function intOrString(value: number | string): k8s.IntOrString {
  return typeof value === 'number' ? k8s.IntOrString.fromNumber(value) : k8s.IntOrString.fromString(value);
}
