import { isCidr } from '../../values/address';
import { parseQuantity } from '../../values/quantity';
import { show } from '../../values/user-error';

/** What is wrong with a value; undefined where nothing is. */
type Check = (value: string) => string | undefined;

/**
 * What is wrong with the value of an annotation of Istio.
 *
 * Source: `AnnotationValidation` of pkg/kube/inject/validate.go.
 */
export function problemOf(annotation: string, value: string): string | undefined {
  return CHECKS.get(annotation)?.(value);
}

const cidrs: Check = (value) => {
  if (value === '') return undefined;
  const wrong = value.split(',').find((one) => !isCidr(one));
  return wrong === undefined ? undefined : `${show(wrong)} is not an address range (CIDR)`;
};
const ports: Check = (value) =>
  value.trim() === ''
    ? undefined
    : value
        .split(',')
        .map(port)
        .find((problem) => problem !== undefined);
const port: Check = (value) =>
  isNumberUpTo(65535, value.trim()) ? undefined : `${show(value)} is not a port (0-65535)`;
const orAll =
  (check: Check): Check =>
  (value) =>
    value === '*' ? undefined : check(value);
const seconds: Check = (value) =>
  isNumberUpTo(4294967295, value) ? undefined : `${show(value)} is not a whole number`;
const size: Check = (value) =>
  parseQuantity(value.replace(/^[+-]/, '')) === undefined ? `${show(value)} is not a quantity` : undefined;
const oneOf =
  (allowed: readonly string[]): Check =>
  (value) =>
    allowed.includes(value) ? undefined : `${show(value)} is not one of ${allowed.join(', ')}`;

/** What Go's `strconv.ParseBool` takes. */
const BOOLEANS = ['true', 'false', 'True', 'False', 'TRUE', 'FALSE', 't', 'f', 'T', 'F', '1', '0'];

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['sidecar.istio.io/interceptionMode', oneOf(['REDIRECT', 'TPROXY', 'NONE'])],
  ['status.sidecar.istio.io/port', port],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', seconds],
  ['readiness.status.sidecar.istio.io/periodSeconds', seconds],
  ['readiness.status.sidecar.istio.io/failureThreshold', seconds],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', orAll(cidrs)],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', cidrs],
  ['traffic.sidecar.istio.io/includeInboundPorts', orAll(ports)],
  ['traffic.sidecar.istio.io/excludeInboundPorts', ports],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', ports],
  ['prometheus.istio.io/merge-metrics', oneOf(BOOLEANS)],
  ['sidecar.istio.io/proxyCPU', size],
  ['sidecar.istio.io/proxyMemory', size],
  ['sidecar.istio.io/proxyCPULimit', size],
  ['sidecar.istio.io/proxyMemoryLimit', size],
]);

function isNumberUpTo(most: number, text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= most;
}
