import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { hostOf, isAddress, webhookTargets } from '../webhook-url';

export const externalControlPlaneAddress = rule(catalogue.IST0164, {
  reads: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  check(mesh, report) {
    for (const { resource, webhook, path, url } of webhookTargets(mesh)) {
      if (url !== undefined && isAddress(hostOf(url) ?? ''))
        report(resource, `${path}.url`, { webhook, url });
    }
  },
});
