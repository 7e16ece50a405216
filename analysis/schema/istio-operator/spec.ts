import type { Schema } from '../schema';

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const anything: Schema = {};
const texts: Schema = { type: 'object', additionalProperties: text };
const list = (items: Schema): Schema => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({ type: 'object', properties });
const of = ($ref: string): Schema => ({ $ref });

const patch = object({ path: text, value: anything });

const resources = object({
  affinity: of('core.v1.Affinity'),
  env: list(of('core.v1.EnvVar')),
  hpaSpec: of('autoscaling.v2.HorizontalPodAutoscalerSpec'),
  imagePullPolicy: text,
  nodeSelector: texts,
  podDisruptionBudget: of('policy.v1.PodDisruptionBudgetSpec'),
  podAnnotations: texts,
  priorityClassName: text,
  readinessProbe: of('core.v1.Probe'),
  replicaCount: { type: 'integer', format: 'uint32' },
  resources: of('core.v1.ResourceRequirements'),
  service: of('core.v1.ServiceSpec'),
  strategy: of('apps.v1.DeploymentStrategy'),
  tolerations: list(of('core.v1.Toleration')),
  serviceAnnotations: texts,
  securityContext: of('core.v1.PodSecurityContext'),
  volumes: list(of('core.v1.Volume')),
  volumeMounts: list(of('core.v1.VolumeMount')),
  overlays: list(object({ apiVersion: text, kind: text, name: text, patches: list(patch) })),
});

const component: Readonly<Record<string, Schema>> = {
  enabled: flag,
  namespace: text,
  hub: text,
  tag: anything,
  k8s: resources,
};
const gateways = list(object({ ...component, name: text, label: texts }));

/**
 * The IstioOperator document. Its definition keeps unknown fields, but istioctl reads it into these types and
 * refuses any other field; a field that is missing never is an error, since the profile lies below.
 *
 * Source: operator/pkg/apis/types.go of istio.io/istio 1.29. Messages of the values and of the mesh configuration
 * come from `data/operator-1.29`, parts of pods and services from Kubernetes' own kinds.
 */
export const ISTIO_OPERATOR: Schema = object({
  spec: object({
    profile: text,
    installPackagePath: text,
    hub: text,
    tag: anything,
    namespace: text,
    revision: text,
    compatibilityVersion: text,
    meshConfig: { format: 'mesh-config' },
    components: object({
      base: object({ enabled: flag, k8s: resources }),
      pilot: object(component),
      cni: object(component),
      ztunnel: object(component),
      istiodRemote: object(component),
      ingressGateways: gateways,
      egressGateways: gateways,
    }),
    values: of('istio.operator.v1alpha1.Values'),
    unvalidatedValues: anything,
  }),
});
