import type { IgnoredDifference } from '../constructs/argo/application-spec';
import type { InstalledDocument } from './documents';

/** What istiod writes into its own webhook configurations: its CA, and whether a request may go on without it. */
const written: Readonly<Record<string, readonly string[]>> = {
  MutatingWebhookConfiguration: ['.webhooks[]?.clientConfig.caBundle'],
  ValidatingWebhookConfiguration: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'],
};

/** Fields that others write, of exactly the objects that they write them to. */
export function ignoredDifferences(documents: readonly InstalledDocument[]): readonly IgnoredDifference[] {
  const webhooks = new Map(
    documents.flatMap((one) => one.webhooks).map((webhook) => [`${webhook.kind} ${webhook.name}`, webhook]),
  );
  return [...webhooks.keys()].sort().map((key): IgnoredDifference => {
    const { kind, name } = webhooks.get(key)!;
    return { group: 'admissionregistration.k8s.io', kind, name, jqPathExpressions: written[kind] };
  });
}
