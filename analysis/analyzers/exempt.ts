import type { Resource } from '../model/resource';

/** Whether an object is a part of Istio itself, by the labels that `istioctl analyze` goes by. */
export function isControlPlane({ labels }: Resource): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}

const MANAGERS = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

/** Whether Istio made an object for a Gateway of the Gateway API. */
export function isManagedGateway({ labels }: Resource): boolean {
  return MANAGERS.has(labels['gateway.istio.io/managed'] ?? '');
}
