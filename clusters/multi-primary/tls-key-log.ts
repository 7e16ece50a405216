import { Construct } from 'constructs';
import type { Addressable } from '../../constructs/istio/destination';
import { EnvoyFilter } from '../../constructs/istio/envoy-filter';
import type { SidecarSettings } from '../../constructs/kubernetes/sidecar-settings';
import { Volume } from '../../constructs/kubernetes/volume';

const folder = '/sniff';

/** What a sidecar needs to keep the keys and its own certificates in a folder that lives in memory. */
export const tlsKeyLogSidecar: SidecarSettings = {
  volumeMounts: [{ volume: Volume.emptyDir('sniff', { medium: 'Memory' }), mountPath: folder }],
  proxyConfig: { proxyMetadata: { OUTPUT_CERTS: folder } },
};

export interface TlsKeyLogProps {
  /** Labels of the workload whose connections are logged; it needs `tlsKeyLogSidecar`. */
  readonly workload: Readonly<Record<string, string>>;
  /** The service that it calls. */
  readonly service: Addressable;
  /** Port of the service. */
  readonly port: number;
}

/** Logs the keys of TLS sessions, for Wireshark to read a capture. For a lab: who has the file reads the traffic. */
export class TlsKeyLog extends Construct {
  constructor(scope: Construct, id: string, { workload, service, port }: TlsKeyLogProps) {
    super(scope, id);
    new EnvoyFilter(this, 'filter', {
      name: 'httpbin',
      workloadSelector: workload,
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: { context: 'SIDECAR_OUTBOUND', cluster: { service: service.host, portNumber: port } },
          patch: {
            operation: 'MERGE',
            value: {
              transport_socket: {
                name: 'envoy.transport_sockets.tls',
                typed_config: {
                  '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
                  common_tls_context: { key_log: { path: `${folder}/keylog` } },
                },
              },
            },
          },
        },
      ],
    });
  }
}
