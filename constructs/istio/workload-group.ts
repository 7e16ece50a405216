import type { Construct } from 'constructs';
import {
  WorkloadGroup as WorkloadGroupObject,
  type WorkloadGroupSpec,
  type WorkloadGroupSpecProbe,
} from '../../imports/networking.istio.io';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { checkLabels } from '../../values/label';
import { checkInteger, UINT32_MAX } from '../../values/numbers';
import { checkProbe, type Probe } from '../../values/probe';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';

/** What a workload outside Kubernetes is, apart from its address. */
export interface WorkloadTemplate {
  /**
   * Ports by the name of the service's port: `{ http: 8080 }`, 1-65535.
   * @default - none; the service's target ports count
   */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * Labels by which services and policies find the workload. A group's `metadata.labels` is the better place.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Network that the address belongs to.
   * @default - that of the control plane's own cluster
   */
  readonly network?: string;
  /**
   * `region/zone/subzone`
   * @default - none
   */
  readonly locality?: string;
  /**
   * Share of the traffic, against the weights of the other endpoints.
   * @default - 1, as every endpoint
   */
  readonly weight?: number;
  /**
   * Identity of the workload: a service account of the same namespace.
   * @default default
   */
  readonly serviceAccount?: string;
}

export interface WorkloadGroupProps extends ResourceProps {
  /**
   * What each workload entry of the group carries.
   * @default - none
   */
  readonly metadata?: {
    /** @default - none */
    readonly labels?: Readonly<Record<string, string>>;
    /** @default - none */
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly template: WorkloadTemplate;
  /**
   * How the proxy finds out that the workload is ready.
   * @default - none; a workload is ready as soon as its proxy is connected
   */
  readonly probe?: Probe;
}

/**
 * What a kind of virtual machine has in common, as a Deployment says it of pods. Istio makes a WorkloadEntry of it for
 * each machine that registers itself; a machine that does not gets one by hand, which takes this object.
 *
 * @throws UserError for a template that Istio would refuse or ignore
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export class WorkloadGroup extends Resource {
  readonly apiObject: WorkloadGroupObject;
  /** What an entry of the group takes over, the labels of the metadata included. */
  readonly template: WorkloadTemplate;
  /** What an entry of the group is annotated with. */
  readonly entryAnnotations: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id, props);
    const { metadata, template } = props;
    this.check('WorkloadGroup', (checks) => checkWorkloadGroup(props, checks));
    // Where both name a label, Istio lets the metadata win.
    this.template = { ...template, labels: { ...template.labels, ...metadata?.labels } };
    this.entryAnnotations = { ...metadata?.annotations };
    this.apiObject = new WorkloadGroupObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkWorkloadGroup({ metadata, template, probe }: WorkloadGroupProps, checks: Checks): void {
  const at = checks.at('metadata');
  if (metadata?.labels !== undefined) checkLabels(metadata.labels, at.at('labels'));
  checkTemplate(template, checks.at('template'));
  if (probe !== undefined) checkProbe(probe, checks.at('probe'));
}

/** A template's and an entry's common part. */
export function checkTemplate(template: WorkloadTemplate, checks: Checks): void {
  const { ports = {}, labels, network, locality, weight, serviceAccount } = template;
  for (const [name, port] of Object.entries(ports)) {
    checks
      .at('ports')
      .expect(
        /^[A-Za-z0-9]([-A-Za-z0-9]{0,60}[A-Za-z0-9])?$/.test(name),
        `${show(name)} is not a port name (at most 62 letters, digits and "-", first and last a letter or digit)`,
      );
    checks.at('ports').at(name).port(port);
  }
  if (labels !== undefined) checkLabels(labels, checks.at('labels'));
  checks
    .at('network')
    .expect(network !== '', 'is empty: leave it out where the workload is in the own network');
  if (locality !== undefined) checks.at('locality').locality(locality);
  if (weight !== undefined) checkInteger(checks.at('weight'), weight, 1, UINT32_MAX);
  checks
    .at('serviceAccount')
    .expect(
      serviceAccount === undefined || isDnsSubdomain(serviceAccount),
      `${show(serviceAccount)} is not a service account's name (labels of lower-case letters, digits and "-", joined by ".")`,
    );
}

function lower({ metadata, template, probe }: WorkloadGroupProps): WorkloadGroupSpec {
  return {
    metadata: metadata && {
      labels: metadata.labels && { ...metadata.labels },
      annotations: metadata.annotations && { ...metadata.annotations },
    },
    template: { ...template },
    probe: probe && lowerProbe(probe),
  };
}

function lowerProbe({ httpGet, exec, ...probe }: Probe): WorkloadGroupSpecProbe {
  return {
    ...probe,
    httpGet: httpGet && { ...httpGet, httpHeaders: httpGet.httpHeaders && [...httpGet.httpHeaders] },
    exec: exec && { command: [...exec.command] },
  };
}
