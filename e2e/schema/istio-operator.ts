import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { Validator } from '../../analysis/schema/validator';

const run = promisify(execFile);

/** Specs of IstioOperator documents, right and wrong. */
const SPECS: readonly string[] = [
  '{meshConfig: {accessLogFil: x}}',
  '{meshConfig: {defaultConfig: {bogus: x}}}',
  '{meshConfig: {enableTracing: "yes"}}',
  '{meshConfig: {connectTimeout: 10}}',
  '{values: {global: {bogus: 1}}}',
  '{values: {bogus: 1}}',
  '{values: {pilot: {env: {A: 1}}}}',
  '{components: {pilot: {k8s: {replicaCount: "2"}}}}',
  '{components: {pilot: {k8s: {hpaSpec: {minReplicas: 1}}}}}',
  '{components: {pilot: {k8s: {service: {ports: [{port: 80}]}}}}}',
  '{components: {pilot: {k8s: {resources: {requests: {cpu: 1x}}}}}}',
  '{components: {cni: {enabled: "true"}}}',
  '{tag: 1.2}',
  '{values: {global: {proxy: {image: 1}}}}',
  '{meshConfig: {access_log_file: x}}',
  '{meshConfig: {outboundTrafficPolicy: {mode: FOO}}}',
  '{meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}}',
  '{meshConfig: {defaultConfig: {proxyMetadata: {A: 1}}}}',
  '{meshConfig: {defaultConfig: {proxyMetadata: {A: "1"}, holdApplicationUntilProxyStarts: true}}}',
  '{values: {global: {mesh_id: a}}}',
  '{values: {pilot: {resources: {requests: {cpu: 1}}}}}',
  '{components: {ingressGateways: [{name: a, enabled: true, k8s: {service: {ports: [{port: 80, targetPort: 80}]}}}]}}',
  '{components: {ingressGateways: [{name: a, enabled: true, k8s: {service: {ports: [{port: 80, targetPort: 8080}]}}}]}}',
  '{components: {ingressGateways: [{name: a, enabled: true, k8s: {service: {ports: [{port: 80}]}}}]}}',
  '{values: {cni: {excludeNamespaces: a}}}',
  '{values: {sidecarInjectorWebhook: {templates: {a: b}}}}',
  '{values: {gateways: {securityContext: {runAsUser: 1}}}}',
  '{unvalidatedValues: {a: 1}}',
  '{addonComponents: {}}',
  '{components: {pilot: {k8s: {overlays: [{kind: Deployment, name: istiod, patches: [{path: a, value: 1, op: x}]}]}}}}',
  '{values: {pilot: {autoscaleMin: "1"}}}',
  '{values: {pilot: {autoscaleEnabled: "true"}}}',
  '{values: {pilot: {traceSampling: "1"}}}',
  '{values: {pilot: {rollingMaxSurge: "100%"}}}',
  '{values: {global: {resourceScope: bogus}}}',
  '{values: {pilot: {keepaliveMaxServerConnectionAge: 30m}}}',
  '{values: {global: {multiCluster: {clusterName: 5}}}}',
  '{values: {global: {proxy: {lifecycle: {preStop: {exec: {command: x}}}}}}}',
  '{values: {global: {proxy: {lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}}}}}',
  '{meshConfig: {extensionProviders: [{name: a, zipkin: {service: a, port: "1"}}]}}',
  '{meshConfig: {outboundTrafficPolicy: {mode: 1}}}',
  '{meshConfig: {enablePrometheusMerge: "true"}}',
  '{meshConfig: {trustDomainAliases: a}}',
  '{revision: A_b}',
  '{revision: "1-29-1"}',
  '{hub: "a b"}',
  '{hub: "localhost:5000/istio"}',
  '{tag: "a b"}',
  '{values: {global: {proxy: {includeIPRanges: "10.0.0.0/8,a"}}}}',
  '{values: {global: {proxy: {includeIPRanges: "10.0.0.0/8,10.1.0.0/16"}}}}',
  '{values: {global: {proxy: {excludeInboundPorts: "a"}}}}',
  '{values: {global: {proxy: {excludeInboundPorts: "80,90"}}}}',
  '{components: {ingressGateways: [{name: "a_B"}]}}',
  '{meshConfig: {connectTimeout: 10x}}',
  '{meshConfig: {connectTimeout: 1h}}',
  '{meshConfig: {defaultConfig: {concurrency: "2"}}}',
  '{meshConfig: {defaultConfig: {holdApplicationUntilProxyStarts: 1}}}',
  '{profile: bogus}',
  '{profile: minimal}',
  '{components: {pilot: {k8s: {env: [{name: A, value: 1}]}}}}',
  '{components: {pilot: {k8s: {env: [{nam: A}]}}}}',
  '{components: {pilot: {k8s: {env: [{name: A, value: "1"}]}}}}',
  '{values: {pilot: {env: {A: null}}}}',
  '{values: {global: {meshID: null}}}',
  '{components: {base: {namespace: a}}}',
  '{components: {pilot: {label: {a: b}}}}',
  '{compatibilityVersion: 1.2}',
  '{values: {global: {meshNetworks: {a: {endpoints: [{fromRegistry: x}], gateways: [{address: 1.2.3.4, port: 15443}]}}}}}',
  '{values: {meshConfig: {enableTracing: "x"}}}',
  '{values: {pilot: {tolerations: [{key: a, bogus: 1}]}}}',
  '{components: {pilot: {k8s: {affinity: {nodeAffinity: {bogus: 1}}}}}}',
  '{components: {pilot: {k8s: {strategy: {rollingUpdate: {maxSurge: 100%}}}}}}',
  '{components: {pilot: {k8s: {readinessProbe: {httpGet: {path: /, port: 8080}}}}}}',
  '{components: {ingressGateways: {name: a}}}',
  '{components: {pilot: {k8s: {securityContext: {runAsUser: a}}}}}',
  '{values: {global: {tag: 1}}}',
  '{values: {cni: {cniBinDir: /a, cniConfDir: /b, excludeNamespaces: [a]}}}',
  '{values: {global: {network: 1}}}',
  '{values: {revision: a}}',
  '{values: {istio_cni: {enabled: true}}}',
  '{values: {ztunnel: {a: 1}}}',
  '{components: {ztunnel: {enabled: false}}}',
  '{values: {global: {proxy: {tracer: zipkin}}}}',
  '{values: {global: {proxy: {tracer: jaeger}}}}',
  '{bogus: 1}',
];

/** Asks istioctl, and the validator, about every document; the answers that differ. */
export async function compareIstioOperators(
  istioctl: string,
  validator: Validator,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-schema-'));
  const file = join(folder, 'operator.yaml');
  const wrong: string[] = [];
  try {
    for (const spec of SPECS) {
      const text = `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: { name: e2e }\nspec: ${spec}\n`;
      writeFileSync(file, text);
      const refusal = await run(istioctl, ['manifest', 'generate', '--filename', file]).then(
        () => undefined,
        (error: { stderr?: string }) => error.stderr ?? 'refuses',
      );
      const errors = validator.check(parse(text)).filter(({ level }) => level === 'Error');
      if ((refusal === undefined) === (errors.length === 0)) continue;
      const ours = errors.map(({ field, message }) => `${field}: ${message}`).join('; ');
      wrong.push(
        `${spec}: istioctl ${refusal?.slice(0, 300) ?? 'accepts'}, here ${ours === '' ? 'accepted' : ours}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(
    `\nIstioOperator: ${SPECS.length} documents, ${wrong.length} on which istioctl is of another opinion`,
  );
  return wrong;
}
