import { AuthorizationPolicy } from '../constructs/istio/authorization-policy';
import { DestinationRule } from '../constructs/istio/destination-rule';
import { LoadBalancer } from '../constructs/istio/load-balancer';
import { StringMatch } from '../constructs/istio/string-match';
import { VirtualService } from '../constructs/istio/virtual-service';
import { AppDeployment } from '../constructs/kubernetes/app-deployment';
import { Namespace } from '../constructs/kubernetes/namespace';
import { defineApplication, type Application, type MeshModule } from '../fleet/application';
import { defineMesh, type Mesh } from '../fleet/mesh';

/** How large a fleet is. */
export interface FleetSize {
  readonly clusters: number;
  /** Number of services, all of which run in every cluster. */
  readonly services: number;
}

/** Deployment, Service, ServiceAccount, VirtualService, DestinationRule, AuthorizationPolicy. */
const OBJECTS_PER_SERVICE = 6;

const SERVICES_PER_NAMESPACE = 10;

/** Number of the services' objects; namespaces and the platform's come on top. */
export function objectsIn({ clusters, services }: FleetSize): number {
  return clusters * services * OBJECTS_PER_SERVICE;
}

/** A mesh of primaries on networks of their own, every service an application in each. */
export function fleet({ clusters, services }: FleetSize): MeshModule {
  const names = numbered('cluster', clusters);
  const mesh = defineMesh({
    name: 'bench',
    istio: { version: '1.29.1', revision: '1-29-1', mutualTls: 'STRICT' },
    networks: Object.fromEntries(names.map((name) => [`net-${name}`, {}])),
    clusters: Object.fromEntries(
      names.map((name) => [
        name,
        {
          server: `https://${name}.example.org:6443`,
          network: `net-${name}`,
          locality: `earth/${name}`,
          ingress: {},
          eastWest: {},
        },
      ]),
    ),
  });
  const all = numbered('service', services);
  return { mesh, applications: [namespaces(mesh, all), ...all.map((_, index) => service(mesh, all, index))] };
}

function namespaces(mesh: Mesh, services: readonly string[]): Application {
  return defineApplication(mesh, {
    name: 'namespaces',
    namespace: 'default',
    clusters: mesh.clusters.map(({ name }) => name),
    build: (component, cluster) => {
      for (const name of new Set(services.map((_, index) => namespaceOf(index)))) {
        new Namespace(component, name, { meshMembership: cluster.membershipOf(name) });
      }
    },
  });
}

/** A service that the one before it calls. */
function service(mesh: Mesh, services: readonly string[], index: number): Application {
  const name = services[index]!;
  const callerIndex = (index + services.length - 1) % services.length;
  return defineApplication(mesh, {
    name,
    namespace: namespaceOf(index),
    clusters: mesh.clusters.map((cluster) => cluster.name),
    build: (component, cluster) => {
      const app = new AppDeployment(component, name, {
        image: `registry.example.org/shop/${name}:1.${index}.0`,
        version: 'v1',
        replicas: 2,
        ports: [{ port: 80, protocol: 'http', targetPort: 'http', containerPort: 8080 }],
        env: { LOG_LEVEL: 'info', CLUSTER: cluster.name },
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        topologyLabels: cluster.locality,
      });
      const rule = new DestinationRule(component, 'rule', {
        name,
        host: app.service,
        trafficPolicy: {
          connectionPool: { http: { maxRequestsPerConnection: 100 } },
          loadBalancer: LoadBalancer.roundRobin({ localityLbSetting: { enabled: true } }),
          outlierDetection: {
            consecutive5xxErrors: 5,
            interval: '10s',
            baseEjectionTime: '1m',
            maxEjectionPercent: 100,
          },
        },
        subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      });
      new VirtualService(component, 'routes', {
        name,
        hosts: [app.service],
        http: [
          {
            name: 'reports',
            match: [
              { uri: StringMatch.prefix('/api/reports'), headers: { 'x-debug': StringMatch.exact('true') } },
            ],
            timeout: '30s',
            route: [{ destination: rule.subset('v1'), port: 80 }],
          },
          {
            name: 'default',
            timeout: '5s',
            retries: { attempts: 3, perTryTimeout: '1s', retryOn: ['5xx', 'reset'] },
            route: [{ destination: rule.subset('v1'), port: 80 }],
          },
        ],
      });
      new AuthorizationPolicy(component, 'callers', {
        name,
        selector: { app: name },
        rules: [
          {
            from: [
              { principals: [`cluster.local/ns/${namespaceOf(callerIndex)}/sa/${services[callerIndex]}`] },
            ],
            to: [{ methods: ['GET', 'POST'], paths: ['/api/*'] }],
          },
        ],
      });
    },
  });
}

function namespaceOf(index: number): string {
  return `team-${String(Math.floor(index / SERVICES_PER_NAMESPACE)).padStart(3, '0')}`;
}

function numbered(word: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${word}-${String(index).padStart(4, '0')}`);
}
