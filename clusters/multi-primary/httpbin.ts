import { DestinationRule } from '../../constructs/istio/destination-rule';
import { Gateway } from '../../constructs/istio/gateway';
import { LoadBalancer } from '../../constructs/istio/load-balancer';
import { VirtualService } from '../../constructs/istio/virtual-service';
import { WorkloadGroup } from '../../constructs/istio/workload-group';
import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { defineApplication } from '../../fleet/application';
import { mesh } from './mesh';
import { TlsKeyLog, tlsKeyLogSidecar } from './tls-key-log';

export interface HttpbinOptions {
  /**
   * Writes the TLS keys of sleep's connections to memory, so that a capture of them can be read.
   * @default false
   */
  readonly logTlsKeys?: boolean;
}

/**
 * httpbin answers, sleep asks; virt-01 is one more endpoint of httpbin.
 *
 * Every primary has all of it, so that whichever client asks, the rules are where it is, and a primary that joins
 * needs its entry in mesh.ts and nothing else.
 */
export const httpbin = ({ logTlsKeys = false }: HttpbinOptions = {}) =>
  defineApplication(mesh, {
    name: 'httpbin',
    namespace: 'httpbin',
    clusters: mesh.primaries.map(({ name }) => name),
    build: (component, cluster) => {
      new Namespace(component, 'namespace', {
        name: 'httpbin',
        meshMembership: cluster.membershipOf('httpbin'),
      });

      const { service } = new AppDeployment(component, 'httpbin', {
        image: 'docker.io/mccutchen/go-httpbin:v2.15.0',
        ports: [{ port: 80, protocol: 'http', targetPort: 'http', containerPort: 8080 }],
        topologyLabels: cluster.locality,
      });
      new AppDeployment(component, 'sleep', {
        image: 'docker.io/curlimages/curl:8.16.0',
        command: ['/bin/sleep', 'infinity'],
        topologyLabels: cluster.locality,
        sidecar: logTlsKeys ? tlsKeyLogSidecar : undefined,
      });

      new DestinationRule(component, 'rule', {
        name: 'httpbin',
        host: service,
        trafficPolicy: {
          connectionPool: { http: { maxRequestsPerConnection: 1 } },
          // The clusters share a region, so zone and subzone order the endpoints and there is no failover list.
          loadBalancer: LoadBalancer.roundRobin({ localityLbSetting: { enabled: true } }),
          outlierDetection: {
            consecutive5xxErrors: 1,
            interval: '1s',
            baseEjectionTime: '1m',
            // Envoy's 10 % of three endpoints is none at all: nothing would ever be taken out.
            maxEjectionPercent: 100,
          },
        },
      });

      const gateway = new Gateway(component, 'gateway', {
        name: 'httpbin',
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['httpbin.demo.lab'] }],
      });
      new VirtualService(component, 'routes', {
        name: 'httpbin',
        hosts: ['httpbin.demo.lab'],
        gateways: [gateway],
        http: [{ route: [{ destination: service, port: 80 }] }],
      });

      for (const machine of cluster.machines) {
        new WorkloadGroup(component, machine.name, machine.workloadGroup);
      }
      if (logTlsKeys)
        new TlsKeyLog(component, 'tls-key-log', { workload: { app: 'sleep' }, service, port: 80 });
    },
  });
