import type { Construct } from 'constructs';
import {
  PeerAuthentication as PeerAuthenticationObject,
  type PeerAuthenticationSpec,
  type PeerAuthenticationSpecMtlsMode,
  type PeerAuthenticationSpecPortLevelMtlsMode,
} from '../../imports/security.istio.io';
import type { Checks } from '../../values/checks';
import { checkSelector } from '../../values/selector';
import { Resource, type ResourceProps } from '../resource';

export const peerMtlsModes = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'] as const;
/** What a workload accepts: STRICT mutual TLS only, DISABLE plain text only, PERMISSIVE both, UNSET as inherited. */
export type PeerMtlsMode = (typeof peerMtlsModes)[number];

export interface PeerAuthenticationProps extends ResourceProps {
  /**
   * Labels of the workloads, in the namespace of the policy.
   * @default - all of the namespace; in the mesh's root namespace, all of the mesh
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** @default - inherited from the namespace's policy, then the mesh's; PERMISSIVE where there is none */
  readonly mtls?: PeerMtlsMode;
  /**
   * Exceptions by the workload's own port, 1-65535, which is a service's `targetPort`: `{ 8080: 'DISABLE' }`. Needs a
   * `selector`.
   * @default - none
   */
  readonly portLevelMtls?: Readonly<Record<number, PeerMtlsMode>>;
}

/**
 * Whether workloads demand mutual TLS of whoever calls them.
 *
 * @throws UserError for what Istio would refuse
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class PeerAuthentication extends Resource {
  readonly apiObject: PeerAuthenticationObject;

  constructor(scope: Construct, id: string, props: PeerAuthenticationProps = {}) {
    super(scope, id, props);
    this.check('PeerAuthentication', (checks) => checkPeerAuthentication(props, checks));
    this.apiObject = new PeerAuthenticationObject(this, 'Resource', {
      metadata: this.metadata,
      spec: lower(props),
    });
  }
}

function checkPeerAuthentication(
  { selector, mtls, portLevelMtls }: PeerAuthenticationProps,
  checks: Checks,
): void {
  if (selector !== undefined) checkSelector(checks.at('selector'), selector);
  if (mtls !== undefined) checks.at('mtls').oneOf(mtls, peerMtlsModes);
  if (portLevelMtls === undefined) return;
  const at = checks.at('portLevelMtls');
  at.expect(Object.keys(portLevelMtls).length > 0, 'is empty: Istio refuses it; leave it out');
  at.expect(
    selector !== undefined,
    'is given without selector: Istio refuses ports in a policy of a whole namespace or mesh; say whose ports they are',
  );
  for (const [port, mode] of Object.entries(portLevelMtls)) {
    at.at(port).port(/^\d+$/.test(port) ? Number(port) : port);
    at.at(port).oneOf(mode, peerMtlsModes);
  }
}

function lower({ selector, mtls, portLevelMtls }: PeerAuthenticationProps): PeerAuthenticationSpec {
  return {
    selector: selector && { matchLabels: { ...selector } },
    // The imported enums have the values of our union.
    mtls: mtls && { mode: mtls as PeerAuthenticationSpecMtlsMode },
    portLevelMtls:
      portLevelMtls &&
      Object.fromEntries(
        Object.entries(portLevelMtls).map(([port, mode]) => [
          port,
          { mode: mode as PeerAuthenticationSpecPortLevelMtlsMode },
        ]),
      ),
  };
}
