/** Something that has a host name in the mesh: a service, a service entry. */
export interface Addressable {
  /** Fully qualified wherever the construct can know it: `httpbin.demo.svc.cluster.local`. */
  readonly host: string;
}

/** A named group of a host's workloads, handed out by the DestinationRule that defines it. */
export interface Subset<Name extends string = string> extends Addressable {
  readonly subset: Name;
}

/** The host name of whatever a user may give for one. */
export function hostOf(host: string | Addressable): string {
  return typeof host === 'string' ? host : host.host;
}
