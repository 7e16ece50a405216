import type { HealthCheck } from '../constructs/argo/resource-customizations';
import type { DeliveredObject } from './hub-context';
import { kindOf, parseKind } from './kinds';

/**
 * Health checks of the mesh's kinds that Argo CD does not know. Kinds without a status have none: they are well when
 * they are applied.
 */
export function healthChecks(objects: readonly DeliveredObject[]): readonly HealthCheck[] {
  const kinds = [...new Set(objects.map(kindOf))].sort().map(parseKind);
  return kinds.flatMap(({ group, kind }) => {
    const lua = istioGroup.test(group) ? istioConfiguration : byKind[`${group}/${kind}`];
    return lua === undefined ? [] : [{ group, kind, lua }];
  });
}

/** Istio's configuration, not its IstioOperator, which Argo CD knows. */
const istioGroup = /^(networking|security|telemetry|extensions)\.istio\.io$/;

/** istiod writes what is wrong with an object into its status, where its analysis is turned on. */
const istioConfiguration = `local hs = { status = "Healthy", message = "" }
if obj.status ~= nil and obj.status.validationMessages ~= nil then
  for _, found in ipairs(obj.status.validationMessages) do
    if found.level == "ERROR" then
      hs.status = "Degraded"
      hs.message = found.type ~= nil and found.type.code or "istiod finds an error"
    end
  end
end
return hs
`;

/** Rancher's own objects say in each condition whether a step is done. */
const rancherConditions = `local hs = { status = "Progressing", message = "Rancher has not set it up yet" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  hs.status = "Healthy"
  hs.message = ""
  for _, condition in ipairs(obj.status.conditions) do
    if condition.status == "False" then
      hs.status = condition.reason == "Error" and "Degraded" or "Progressing"
      hs.message = condition.message or condition.type
    end
  end
end
return hs
`;

const byKind: Readonly<Record<string, string>> = {
  'management.cattle.io/Project': rancherConditions,
};
