import { catalogue } from '../catalogue';
import { rule } from '../rule';
import { hostOf, webhookTargets } from '../webhook-url';

/** No API server takes such a webhook; in files it is found all the same. */
export const externalControlPlane = rule(catalogue.IST0163, {
  reads: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  isOfRefused: true,
  check(mesh, report) {
    for (const { resource, webhook, path, url, hasService } of webhookTargets(mesh)) {
      if (url === undefined && !hasService) report(resource, path, { webhook, url });
      if (url !== undefined && hostOf(url) === undefined) report(resource, `${path}.url`, { webhook, url });
    }
  },
});
