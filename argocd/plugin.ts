import type { Construct } from 'constructs';
import { ConfigManagementPlugin } from '../constructs/argo/config-management-plugin';
import type { PluginSidecar } from '../constructs/argo/plugin-sidecar';
import type { Istio } from '../fleet/mesh';

/**
 * The plugin that makes objects of IstioOperator documents, with istioctl of the mesh's version, and passes everything
 * else of the folder through.
 *
 * An Application names it: one whose plugin is found by what the folder holds is taken for plain YAML while the
 * plugin is not there, and what Argo CD makes of it then is kept for a day, the deletion of all of Istio included.
 *
 * Its parameter `set` takes `path=value` pairs, as `istioctl --set` does, for every document of the Application.
 */
export function istioctlPlugin(scope: Construct, { version, tag }: Istio): ConfigManagementPlugin {
  return new ConfigManagementPlugin(scope, `istioctl-${version}`, {
    name: `cmp-istioctl-${version}`,
    plugin: 'istioctl',
    version,
    generate: { command: ['sh', '-c'], args: [generate(tag)] },
    parameters: [
      {
        name: 'set',
        title: 'Overrides',
        tooltip: 'path=value pairs for istioctl --set',
        collectionType: 'array',
      },
    ],
  });
}

/** The sidecar that runs it; the image of istioctl comes from where the mesh's images come from. */
export function istioctlSidecar(plugin: ConfigManagementPlugin, { hub, version }: Istio): PluginSidecar {
  return {
    plugin,
    image: `${hub}/istioctl:${version}`,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  };
}

/**
 * A document of another tag is refused: istioctl renders the charts that are built into it, whatever the document
 * says, and a plugin of another version is on its way then.
 *
 * Two annotations are added. Objects that the charts mark to be kept are kept from pruning as well: Argo CD heeds
 * Helm's mark only where it deletes a whole Application, and without Istio's kinds all of their objects are gone. And
 * where a document brings istiod, gateways and autoscalers come last: gateways need istiod to inject them, and a wave
 * waits for the health of the one before, which an autoscaler has only with metrics.
 */
const generate = (tag: string) => `set -eu
annotate() {
  awk -v "last=$1" '
    BEGIN { RS = "\\n---\\n"; ORS = "\\n---\\n" }
    function add(annotation) {
      sub(/\\n  annotations: null\\n/, "\\n")
      if (!sub(/\\nmetadata:\\n  annotations:\\n/, "&    " annotation "\\n"))
        sub(/\\nmetadata:\\n/, "&  annotations:\\n    " annotation "\\n")
    }
    /\\n    helm.sh\\/resource-policy: keep\\n/ { add("argocd.argoproj.io/sync-options: Delete=false,Prune=false") }
    last && (/\\nkind: HorizontalPodAutoscaler\\n/ || /operator.istio.io\\/component: "?(Ing|Eg)ressGateways/) {
      add("argocd.argoproj.io/sync-wave: \\"2\\"")
    }
    { print }'
}
set --
number=0
while value=$(printenv "PARAM_SET_$number"); do
  set -- "$@" --set "$value"
  number=$((number + 1))
done
for file in *.yaml; do
  echo '---'
  if ! grep -qx 'kind: IstioOperator' "$file"; then
    cat "$file"
    continue
  fi
  if ! grep -qxF -e '  tag: ${tag}' -e '  tag: "${tag}"' "$file"; then
    echo "$file is not of tag ${tag}, which this istioctl is for" >&2
    exit 1
  fi
  objects=$(istioctl manifest generate --filename "$file" "$@")
  last=$(printf '%s\\n' "$objects" | grep -c 'operator.istio.io/component: "*Pilot' || true)
  printf '%s\\n' "$objects" | annotate "$last"
done
`;
