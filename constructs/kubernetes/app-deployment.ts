import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Checks } from '../../values/checks';
import { checkLabels, isLabelValue } from '../../values/label';
import { checkInteger, INT32_MAX } from '../../values/numbers';
import { show, UserError } from '../../values/user-error';
import { principal } from '../istio/principal';
import { Resource, type ResourceProps } from '../resource';
import { checkAppPorts, checkSharedService, containerPortsOf, type AppPort } from './app-port';
import { checkContainer, lowerContainer, type ContainerProps } from './container';
import { checkSecurity, lowerPodSecurity, type PodSecurityContext } from './container-security';
import { checkAutoscaling, HorizontalPodAutoscaler, type Autoscaling } from './horizontal-pod-autoscaler';
import { checkDisruptionBudget, PodDisruptionBudget, type DisruptionBudget } from './pod-disruption-budget';
import { checkPodMarks, merged, podMarks, type PodMarkProps, type PodMarks } from './pod-marks';
import {
  checkNamespace,
  checkServiceName,
  checkServicePorts,
  checkServiceSettings,
  Service,
  type ServiceSettings,
} from './service';
import { checkServiceAccount, ServiceAccount, type ServiceAccountReference } from './service-account';
import { checkSidecar, mayHaveSidecar } from './sidecar-settings';
import { checkVolumeNames, volumesOf } from './volume';

/** The workload of an application in one namespace. Its container's settings stand beside those of the pods. */
export interface AppDeploymentProps extends ResourceProps, ContainerProps, PodMarkProps {
  /**
   * Value of the label `app`, and name of the service and the container.
   * @default - the name
   */
  readonly app?: string;
  /**
   * Value of the label `version`, on the pods and in the Deployment's selector; the service takes all versions.
   * @default - none; Istio's telemetry then says `latest`
   */
  readonly version?: string;
  /**
   * What the container listens on, and the service offers.
   * @default - those of `service` where that is a Service, else none
   */
  readonly ports?: readonly AppPort[];
  /**
   * The service of the pods: how it is to be made, one that several Deployments share, or `none`.
   * @default - made where there are ports
   */
  readonly service?: ServiceSettings | Service | 'none';
  /**
   * The account that the pods run as: a ServiceAccount, or `ServiceAccount.existing('default')`.
   * @default - made, with the Deployment's name
   */
  readonly serviceAccount?: ServiceAccountReference;
  /**
   * Number of pods. Not to be had with `autoscaling`.
   * @default - Kubernetes', which is 1
   */
  readonly replicas?: number;
  /**
   * Lets the use of CPU decide how many pods there are. Every container must request CPU.
   * @default - none
   */
  readonly autoscaling?: Autoscaling;
  /** @default - none */
  readonly disruptionBudget?: DisruptionBudget;
  /** @default - none */
  readonly podSecurityContext?: PodSecurityContext;
  /**
   * Labels of the nodes that take the pods.
   * @default - any node
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/**
 * An application's workload: a Deployment with its ServiceAccount and its Service, and where asked for a
 * HorizontalPodAutoscaler and a PodDisruptionBudget, all in one namespace.
 *
 * Two versions of one service are two of these and one Service:
 *
 *     const service = new Service(component, 'shop', { selector: { app: 'shop' }, ports: [{ port: 80, protocol: 'http' }] });
 *     new AppDeployment(component, 'shop-v1', { app: 'shop', version: 'v1', service, image: 'shop:1' });
 *     new AppDeployment(component, 'shop-v2', { app: 'shop', version: 'v2', service, image: 'shop:2' });
 *
 * The output holds what the props say and nothing else: cdk8s-plus' own Deployment would add a hashed selector label,
 * probes, requests and a security context, so this one stands on the API objects below it.
 *
 * @throws UserError for all that Kubernetes would refuse or Istio would treat as something else
 */
export class AppDeployment extends Resource {
  readonly apiObject: k8s.KubeDeployment;
  /** Labels that select the pods: `app`, and `version` where there is one. */
  readonly labels: Readonly<Record<string, string>>;
  /** The account that the pods run as. */
  readonly serviceAccount: ServiceAccountReference;
  /** The pods' identity as an AuthorizationPolicy names it in `principals`. */
  readonly principal: string;
  private readonly ownOrShared?: Service;

  constructor(scope: Construct, id: string, props: AppDeploymentProps) {
    super(scope, id, props);
    const app = props.app ?? this.name;
    this.labels = { app, ...(props.version !== undefined && { version: props.version }) };
    const marks = podMarks(this.labels, props);
    this.check('AppDeployment', (checks) => checkAppDeployment(this, app, props, marks, checks));

    const { namespace } = this;
    const common = { namespace, labels: { app, ...props.labels } };
    this.serviceAccount =
      props.serviceAccount ?? new ServiceAccount(this, 'ServiceAccount', { ...common, name: this.name });
    this.principal = principal({
      namespace: namespace ?? '',
      serviceAccount: this.serviceAccount.name,
    });
    this.apiObject = new k8s.KubeDeployment(this, 'Resource', {
      metadata: { ...this.metadata, labels: { ...this.labels, ...props.labels } },
      spec: lower(app, this.labels, this.serviceAccount.name, marks, props),
    });
    const { service, ports = [] } = props;
    if (service instanceof Service) {
      this.ownOrShared = service;
    } else if (service !== 'none' && ports.length > 0) {
      this.ownOrShared = new Service(this, 'Service', {
        ...service,
        ...common,
        name: app,
        selector: { app },
        ports,
      });
    }
    if (props.autoscaling !== undefined) {
      new HorizontalPodAutoscaler(this, 'HorizontalPodAutoscaler', {
        ...props.autoscaling,
        ...common,
        name: this.name,
        target: this.apiObject,
      });
    }
    if (props.disruptionBudget !== undefined) {
      new PodDisruptionBudget(this, 'PodDisruptionBudget', {
        ...props.disruptionBudget,
        ...common,
        name: this.name,
        selector: this.labels,
      });
    }
  }

  /**
   * The service of the pods, its own or the one it shares, for routes and rules.
   *
   * @throws UserError where it has none
   */
  get service(): Service {
    if (this.ownOrShared === undefined) {
      throw UserError.of(
        `AppDeployment ${this.qualifiedName} (${this.node.path})`,
        'has no service: give it ports',
      );
    }
    return this.ownOrShared;
  }
}

function makesService({ service, ports = [] }: AppDeploymentProps): boolean {
  return !(service instanceof Service) && service !== 'none' && ports.length > 0;
}

function checkAppDeployment(
  deployment: AppDeployment,
  app: string,
  props: AppDeploymentProps,
  marks: PodMarks,
  checks: Checks,
): void {
  const { service, serviceAccount, sidecar = {}, podSecurityContext } = props;
  const { namespace } = deployment;
  const meshed = mayHaveSidecar(sidecar);
  checkNamespace(namespace, checks);
  checkNames(deployment.name, app, props, checks);
  if (serviceAccount !== undefined) {
    checkServiceAccount(serviceAccount, namespace, checks.at('serviceAccount'));
  }

  const ports = props.ports ?? [];
  checkServicePorts(ports, checks.at('ports'));
  checkAppPorts(ports, meshed, checks.at('ports'));
  if (service instanceof Service) {
    checkSharedService(service, namespace, ports, merged(marks.labels) ?? {}, checks);
  } else if (service !== undefined && service !== 'none') {
    checkServiceSettings(service, ports, checks.at('service'));
    checks
      .at('ports')
      .expect(ports.length > 0, 'is empty: the service that is asked for would offer nothing');
  }

  checkContainer(props, containerPortsOf(ports, service), meshed, checks);
  if (podSecurityContext !== undefined) {
    checkSecurity(podSecurityContext, meshed, checks.at('podSecurityContext'));
  }
  checkSidecar(sidecar, checks.at('sidecar'));
  checkVolumeNames(
    [...(props.volumeMounts ?? []), ...(sidecar.volumeMounts ?? [])],
    checks.at('volumeMounts'),
  );
  checkPodMarks(props, marks, checks);
  if (props.nodeSelector !== undefined) checkLabels(props.nodeSelector, checks.at('nodeSelector'));
  checkScale(props, checks);
  if (props.disruptionBudget !== undefined) {
    checkDisruptionBudget(props.disruptionBudget, checks.at('disruptionBudget'));
  }
}

function checkNames(name: string, app: string, props: AppDeploymentProps, checks: Checks): void {
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

function checkScale({ replicas, autoscaling, resources }: AppDeploymentProps, checks: Checks): void {
  if (replicas !== undefined) checkInteger(checks.at('replicas'), replicas, 0, INT32_MAX);
  if (autoscaling === undefined) return;
  checkAutoscaling(autoscaling, checks.at('autoscaling'));
  checks
    .at('replicas')
    .expect(
      replicas === undefined,
      `${replicas} is given with autoscaling: each sync of the Deployment would undo what the autoscaler did`,
    );
  checks
    .at('resources')
    .at('requests')
    .at('cpu')
    .expect(
      resources?.requests?.cpu !== undefined || resources?.limits?.cpu !== undefined,
      'is missing: autoscaling takes the use of CPU in percent of it, and would do nothing without',
    );
}

function lower(
  app: string,
  selector: Readonly<Record<string, string>>,
  serviceAccountName: string,
  marks: PodMarks,
  props: AppDeploymentProps,
): k8s.DeploymentSpec {
  const { replicas, ports = [], service, nodeSelector, podSecurityContext, volumeMounts = [] } = props;
  const volumes = volumesOf(volumeMounts);
  return {
    replicas,
    selector: { matchLabels: { ...selector } },
    template: {
      metadata: { labels: merged(marks.labels), annotations: merged(marks.annotations) },
      spec: {
        serviceAccountName,
        nodeSelector: nodeSelector && { ...nodeSelector },
        securityContext: podSecurityContext && lowerPodSecurity(podSecurityContext),
        containers: [lowerContainer(app, props, containerPortsOf(ports, service))],
        volumes: volumes.length === 0 ? undefined : volumes,
      },
    },
  };
}
