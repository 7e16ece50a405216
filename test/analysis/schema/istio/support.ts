import { createValidator } from '../../../../analysis/schema/validator';

const { check } = createValidator({ istioVersion: '1.29.1', serverSideApply: true });

const GROUPS: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  ProxyConfig: 'networking.istio.io/v1beta1',
};

/** What is wrong with an object of a kind, `shop/web`, as `field: message`; the field without `spec.`. */
export function problemsOf(kind: string, spec: unknown, metadata: object = {}): readonly string[] {
  return check({
    apiVersion: GROUPS[kind] ?? 'networking.istio.io/v1',
    kind,
    metadata: { name: 'web', namespace: 'shop', ...metadata },
    spec,
  }).map(({ code, field, message }) => {
    expect(code).toBe('IST0106');
    return `${field?.replace(/^spec\./, '')}: ${message}`;
  });
}
