/** Fields that say who installed something, and that nothing else reads. */
export const NOISE: readonly RegExp[] = [
  /metadata\.labels\.(app\.kubernetes\.io\/version|helm\.sh\/chart)$/,
  /metadata\.labels\.(install\.operator|operator)\.istio\.io\/[\w-]+$/,
];

/** A difference between what istioctl makes and what another installer does, and why it is right. */
interface Explanation {
  readonly of: 'helm' | 'rendered';
  /** Of `<kind> <name> <field>: <istioctl's> -> <the other's>`. */
  readonly difference: RegExp;
  readonly why: string;
  used?: boolean;
}

/** All gateways of the flagship. */
const GATEWAY = 'istio-(ingress|eastwest)gateway';
const POD = `^Deployment ${GATEWAY} spec\\.template\\.spec\\.`;

export const EXPLAINED: Explanation[] = [
  {
    of: 'rendered',
    difference:
      /^CustomResourceDefinition \S+ metadata\.annotations\.argocd\.argoproj\.io\/sync-options: none/,
    why: 'the run marks what Helm is to keep for Argo CD too, as the plugin does',
  },
  {
    of: 'helm',
    difference: /^ConfigMap values-1-29-1 data\.(merged|original)-values\./,
    why: 'a record of the values for whoever debugs; istioctl writes defaults into them, and what it has enabled',
  },
  {
    of: 'helm',
    difference: new RegExp(
      `${GATEWAY}(-service-account)? (spec\\.template\\.)?metadata\\.labels\\.(istio\\.io/rev|release|chart|heritage): .* -> none$`,
    ),
    why: 'labels of the chart that made it; the pods have the revision, by which they are injected',
  },
  {
    of: 'helm',
    difference: new RegExp(
      `${GATEWAY}\\S* (spec\\.template\\.)?metadata\\.labels\\.istio\\.io/dataplane-mode: none -> none$`,
    ),
    why: 'the value is "none" in one and not there in the other: a pod with a proxy is in no ambient mesh in any case',
  },
  {
    of: 'helm',
    difference:
      /^\S+ istio-eastwestgateway\S* (spec\.template\.)?metadata\.labels\.app\.kubernetes\.io\/name: istio-ingressgateway -> istio-eastwestgateway$/,
    why: "istioctl gives every gateway the ingress gateway's name there",
  },
  {
    of: 'helm',
    difference:
      /^(Deployment|Service) istio-eastwestgateway spec\.selector\.(matchLabels\.)?topology\.istio\.io\/network: network1 -> none$/,
    why: 'app and istio select the same pods',
  },
  {
    of: 'helm',
    difference: new RegExp(
      `^Deployment ${GATEWAY} spec\\.template\\.metadata\\.labels\\.service\\.istio\\.io/canonical-`,
    ),
    why: 'the webhook adds them when it injects the pod',
  },
  {
    of: 'helm',
    difference: new RegExp(`${POD}containers\\[istio-proxy\\]\\.ports\\[\\d\\]`),
    why: "a container's ports are for readers; nothing is opened or closed by them",
  },
  {
    of: 'helm',
    difference: new RegExp(
      `${POD}(volumes|containers\\[istio-proxy\\]\\.volumeMounts)\\[ingressgateway-(ca-)?certs\\]`,
    ),
    why: 'files of optional Secrets; our Gateways name theirs by credentialName, which istiod delivers',
  },
  {
    of: 'helm',
    difference: new RegExp(
      `${POD}(securityContext\\.|containers\\[istio-proxy\\]\\.securityContext\\.)(runAs|sysctls)`,
    ),
    why: 'the same user, said of the container instead of the pod; the sysctl lets it open ports below 1024',
  },
  {
    of: 'helm',
    difference: new RegExp(`${POD}containers\\[istio-proxy\\]\\.env\\[ISTIO_META_UNPRIVILEGED_POD\\]`),
    why: 'says that the pod may not open ports below 1024, and with the sysctl it may',
  },
  {
    of: 'helm',
    difference:
      /^Service istio-ingressgateway spec\.ports\[https?2?\]\.targetPort: (8080 -> 80|8443 -> 443)$/,
    why: 'the gateway listens on the port that the Service names, on either',
  },
  {
    of: 'helm',
    difference: new RegExp(`${POD}terminationGracePeriodSeconds: none -> 30$`),
    why: "Kubernetes' own default",
  },
  {
    of: 'helm',
    difference: new RegExp(`^Role(Binding)? ${GATEWAY}(-sds is missing|-service-account is extra)$`),
    why: 'the same permission, to read Secrets of the namespace, under another name',
  },
];
