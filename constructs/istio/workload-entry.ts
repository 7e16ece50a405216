import type { Construct } from 'constructs';
import {
  WorkloadEntry as WorkloadEntryObject,
  type WorkloadEntrySpec,
} from '../../imports/networking.istio.io';
import { isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { isHostName } from '../../values/host';
import { show } from '../../values/user-error';
import { Resource, type ResourceProps } from '../resource';
import { checkTemplate, type WorkloadGroup, type WorkloadTemplate } from './workload-group';

/**
 * With a group, each field that is not given is the group's; labels and annotations are added to the group's.
 *
 * `labels` are the workload's and the object's, which Istio does not keep apart.
 */
export interface WorkloadEntryProps extends ResourceProps, WorkloadTemplate {
  /**
   * The group that the workload belongs to, in the same namespace.
   * @default - none
   */
  readonly group?: WorkloadGroup;
  /**
   * IP address; for a service entry of resolution DNS a full host name; or `unix:///path` of a socket.
   * @default - none: the workload is reached through the gateway of its network, which must be given then
   */
  readonly address?: string;
}

/**
 * A workload outside Kubernetes, such as a virtual machine, as an endpoint of the services that select its labels.
 *
 * @throws UserError for an entry that Istio would refuse
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export class WorkloadEntry extends Resource {
  readonly apiObject: WorkloadEntryObject;

  constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    const spec = lower(props);
    super(scope, id, {
      name: props.name,
      namespace: props.namespace ?? props.group?.namespace,
      labels: spec.labels,
      annotations: optional({ ...props.group?.entryAnnotations, ...props.annotations }),
    });
    this.check('WorkloadEntry', (checks) => {
      checks
        .at('namespace')
        .expect(
          props.group === undefined || this.namespace === props.group.namespace,
          `${show(this.namespace)} is not the group's (${show(props.group?.namespace)}): a group is of one namespace`,
        );
      checkWorkloadEntry(spec, checks);
    });
    this.apiObject = new WorkloadEntryObject(this, 'Resource', { metadata: this.metadata, spec });
  }
}

function checkWorkloadEntry(spec: WorkloadEntrySpec, checks: Checks): void {
  checkTemplate(spec, checks);
  checkAddress(spec, checks.at('address'));
}

function checkAddress({ address, network, ports }: WorkloadEntrySpec, checks: Checks): void {
  if (address === undefined) {
    checks.expect(
      network !== undefined,
      'is missing: only a workload of a given network can do without; Istio refuses it',
    );
    return;
  }
  const socket = /^unix:\/\/(.*)$/.exec(address)?.[1];
  if (socket === undefined) {
    checks.expect(
      isIpAddress(address) || isHostName(address),
      `${show(address)} is neither an IP address, a full host name nor unix:///path`,
    );
    return;
  }
  checks.expect(
    socket.startsWith('@') || (socket.startsWith('/') && !socket.endsWith('/')),
    `${show(address)} is not a socket (unix:///path/to/socket or unix://@name)`,
  );
  checks.expect(ports === undefined, `${show(address)} is a socket, which has no ports: Istio refuses it`);
}

function lower({ group, address, ...own }: WorkloadEntryProps): WorkloadEntrySpec {
  const { ports, labels, network, locality, weight, serviceAccount } = group?.template ?? {};
  return {
    address,
    ports: own.ports ?? ports,
    labels: optional({ ...labels, ...own.labels }),
    network: own.network ?? network,
    locality: own.locality ?? locality,
    weight: own.weight ?? weight,
    serviceAccount: own.serviceAccount ?? serviceAccount,
  };
}

function optional(labels: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(labels).length > 0 ? labels : undefined;
}
