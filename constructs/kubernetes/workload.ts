import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { isLabelValue } from '../../values/label';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show, UserError } from '../../values/user-error';
import { principal } from '../istio/principal';
import { Resource, type ResourceProps } from '../resource';
import { checkAppPorts, checkSharedService, containerPortsOf, type AppPort } from './app-port';
import type { ContainerProps } from './container';
import { merged, podMarks } from './pod-marks';
import {
  checkPodTemplate,
  lowerPodTemplate,
  type NamedContainer,
  type PodSettings,
  type PodTemplate,
} from './pod-template';
import {
  checkNamespace,
  checkServiceName,
  checkServicePorts,
  checkServiceSettings,
  Service,
  type ServiceSettings,
} from './service';
import { checkServiceAccount, ServiceAccount, type ServiceAccountReference } from './service-account';
import { mayHaveSidecar } from './sidecar-settings';

/** An application's pods of one kind in one namespace. Its container's settings stand beside those of the pods. */
export interface WorkloadProps extends ResourceProps, ContainerProps, PodSettings {
  /**
   * Value of the label `app`, and name of the service and the container.
   * @default - the name
   */
  readonly app?: string;
  /**
   * Value of the label `version`, on the pods and in the selector; the service takes all versions.
   * @default - none; Istio's telemetry then says `latest`
   */
  readonly version?: string;
  /**
   * What the container listens on, and the service offers.
   * @default - those of `service` where that is a Service, else none
   */
  readonly ports?: readonly AppPort[];
  /**
   * The service of the pods: how it is to be made, one that several workloads share, or `none`.
   * @default - made where there are ports
   */
  readonly service?: ServiceSettings | Service | 'none';
  /**
   * The account that the pods run as: a ServiceAccount, or `ServiceAccount.existing('default')`.
   * @default - made, with the workload's name
   */
  readonly serviceAccount?: ServiceAccountReference;
  /**
   * Containers beside the application's own.
   * @default - none
   */
  readonly otherContainers?: readonly NamedContainer[];
  /**
   * Number of pods.
   * @default - Kubernetes', which is 1
   */
  readonly replicas?: number;
}

/** What the kinds that keep an application's pods have in common: labels, an account, a service, the pods themselves. */
export abstract class Workload extends Resource {
  abstract override readonly apiObject: k8s.KubeDeployment | k8s.KubeStatefulSet;
  /** Labels that select the pods: `app`, and `version` where there is one. */
  readonly labels: Readonly<Record<string, string>>;
  /** The account that the pods run as. */
  readonly serviceAccount: ServiceAccountReference;
  /** The pods' identity as an AuthorizationPolicy names it in `principals`. */
  readonly principal: string;
  protected readonly app: string;
  protected readonly template: k8s.PodTemplateSpec;
  private readonly kind: string;
  private readonly extraLabels?: Readonly<Record<string, string>>;
  private ownOrShared?: Service;

  /** @param checkMore - checks what the subclass adds */
  constructor(
    kind: string,
    scope: Construct,
    id: string,
    props: WorkloadProps,
    checkMore: (checks: Checks) => void,
  ) {
    super(scope, id, props);
    this.kind = kind;
    this.app = props.app ?? this.name;
    this.extraLabels = props.labels;
    this.labels = { app: this.app, ...(props.version !== undefined && { version: props.version }) };
    const template = podTemplate(this.app, this.labels, props);
    this.check(kind, (checks) => {
      checkWorkload(this, this.app, props, template, checks);
      checkMore(checks);
    });
    this.serviceAccount =
      props.serviceAccount ?? new ServiceAccount(this, 'ServiceAccount', { ...this.common, name: this.name });
    this.principal = principal({
      namespace: this.namespace ?? '',
      serviceAccount: this.serviceAccount.name,
    });
    this.template = lowerPodTemplate(template, this.serviceAccount.name);
  }

  /**
   * The service of the pods, its own or the one it shares, for routes and rules.
   *
   * @throws UserError where it has none
   */
  get service(): Service {
    if (this.ownOrShared === undefined) {
      throw UserError.of(
        `${this.kind} ${this.qualifiedName} (${this.node.path})`,
        'has no service: give it ports',
      );
    }
    return this.ownOrShared;
  }

  /** Namespace and labels of whatever is made for the pods. */
  protected get common(): { readonly namespace?: string; readonly labels: Readonly<Record<string, string>> } {
    return { namespace: this.namespace, labels: { app: this.app, ...this.extraLabels } };
  }

  protected override get metadata() {
    return { ...super.metadata, labels: { ...this.labels, ...this.extraLabels } };
  }

  /** Makes the service, or takes the one that is shared. */
  protected serve(props: WorkloadProps, defaults: ServiceSettings = {}): void {
    const { service, ports = [] } = props;
    if (service instanceof Service) {
      this.ownOrShared = service;
    } else if (makesService(props)) {
      this.ownOrShared = new Service(this, 'Service', {
        ...defaults,
        ...(service as ServiceSettings | undefined),
        ...this.common,
        name: this.app,
        selector: { app: this.app },
        ports,
      });
    }
  }
}

function makesService({ service, ports = [] }: WorkloadProps): boolean {
  return !(service instanceof Service) && service !== 'none' && ports.length > 0;
}

function podTemplate(
  app: string,
  labels: Readonly<Record<string, string>>,
  props: WorkloadProps,
): PodTemplate {
  const ports = containerPortsOf(props.ports ?? [], props.service);
  return {
    settings: props,
    marks: podMarks(labels, props),
    main: { ...props, name: app, ports },
    containers: props.otherContainers ?? [],
    prop: 'otherContainers',
  };
}

function checkWorkload(
  workload: Workload,
  app: string,
  props: WorkloadProps,
  template: PodTemplate,
  checks: Checks,
): void {
  const { service, serviceAccount, ports = [], sidecar = {}, replicas } = props;
  const { namespace } = workload;
  checkNamespace(namespace, checks);
  checkNames(workload.name, app, props, checks);
  if (serviceAccount !== undefined) {
    checkServiceAccount(serviceAccount, namespace, checks.at('serviceAccount'));
  }
  checkServicePorts(ports, checks.at('ports'));
  checkAppPorts(ports, mayHaveSidecar(sidecar), checks.at('ports'));
  if (service instanceof Service) {
    checkSharedService(service, namespace, ports, merged(template.marks.labels) ?? {}, checks);
  } else if (service !== undefined && service !== 'none') {
    checkServiceSettings(service, ports, checks.at('service'));
    checks
      .at('ports')
      .expect(ports.length > 0, 'is empty: the service that is asked for would offer nothing');
  }
  checkPodTemplate(template, namespace, checks);
  if (replicas !== undefined) checkInteger(checks.at('replicas'), replicas, 0, INT32_MAX);
}

function checkNames(name: string, app: string, props: WorkloadProps, checks: Checks): void {
  const at = checks.at(props.app === undefined ? 'name' : 'app');
  if (makesService(props)) checkServiceName(app, at);
  else at.dnsLabel(app);
  if (props.app !== undefined) checks.at('name').dnsLabel(name);
  if (props.version !== undefined) {
    checks
      .at('version')
      .expect(
        props.version !== '' && isLabelValue(props.version),
        `${show(props.version)} is not a version (1 to 63 letters, digits, "-", "_" and ".", first and last a letter or digit)`,
      );
  }
}
