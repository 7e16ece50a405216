import type { Check } from '../structural/walk';
import { gatewayCheck } from './gateway';

/**
 * What Istio's webhook checks of its kinds beyond their definitions, by group and kind. An object that breaks it is
 * refused by `kubectl apply`, and reported by `istioctl validate` and `istioctl analyze`.
 *
 * Source: pkg/config/validation of istio.io/istio 1.29.
 */
export const ISTIO_MEANINGS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['networking.istio.io/Gateway', gatewayCheck],
]);
