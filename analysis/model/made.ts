import { type Fields, type Labels } from './fields';

/** What the parts of an installation have in common. */
export interface Settings {
  readonly profile: string;
  readonly revision: string;
  readonly namespace: string;
  readonly values: Fields;
}

export function template(labels: Labels, container: Fields, serviceAccountName: string): Fields {
  return { metadata: { labels }, spec: { serviceAccountName, containers: [container] } };
}

export function typed(
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  labels: Labels,
): Fields {
  const metadata = namespace === undefined ? { name, labels } : { name, namespace, labels };
  return { apiVersion, kind, metadata };
}
