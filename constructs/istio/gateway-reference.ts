import type { Checks } from '../../values/checks';
import { isDnsLabel } from '../../values/dns';
import { show } from '../../values/user-error';

/** Where routes can apply: a Gateway object, `meshGateway`, or the `namespace/name` of a gateway from elsewhere. */
export interface GatewayReference {
  readonly qualifiedName: string;
}

/** All sidecars of the mesh, by the name that Istio reserves for them. */
export const meshGateway: GatewayReference = { qualifiedName: 'mesh' };

export function checkGatewayReferences(gateways: readonly GatewayReference[], checks: Checks): void {
  gateways.forEach(({ qualifiedName }, index) => {
    const parts = qualifiedName.split('/');
    checks
      .at(index)
      .expect(
        parts.length <= 2 && parts.every(isDnsLabel),
        `${show(qualifiedName)} is not a gateway's namespace/name of two DNS labels: Istio refuses it`,
      );
  });
}

export function lowerGatewayReferences(gateways: readonly GatewayReference[]): string[] {
  return gateways.map(({ qualifiedName }) => qualifiedName);
}
