import { DestinationRule } from '../../constructs/istio/destination-rule';
import { LoadBalancer } from '../../constructs/istio/load-balancer';
import type { LocalityLoadBalancing } from '../../constructs/istio/locality-load-balancing';
import type { OutlierDetection } from '../../constructs/istio/outlier-detection';
import { WorkloadGroup } from '../../constructs/istio/workload-group';
import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { ServiceAccount } from '../../constructs/kubernetes/service-account';
import { tenancyLabels, Workspace } from '../../constructs/tenancy/workspace';
import { Exposure } from '../../constructs/tiers/exposure';
import { TierOne } from '../../constructs/tiers/tier-one';
import { TierTwo } from '../../constructs/tiers/tier-two';
import { defineApplication } from '../../fleet/application';
import {
  appArguments,
  appEnvironment,
  appPort,
  host,
  image,
  type meshOf,
  namespaceOf,
  serviceAccountOf,
  tenancy,
  tierOneCertificate,
  tierTwoCa,
  tierTwoCertificate,
} from './mesh';
import { apps, type Switches } from './switches';

type Mesh = ReturnType<typeof meshOf>;

/** Namespace of the gateways. */
const gateways = 'istio-system';

/** Five failures in a row take an endpoint out; all of them may be out, for the other cluster then takes over. */
const outlierDetection: OutlierDetection = {
  consecutive5xxErrors: 5,
  interval: '5s',
  baseEjectionTime: '30s',
  maxEjectionPercent: 100,
};

const tierTwoExposure = ({ tierTwo }: Switches) =>
  tierTwo === 'http' ? Exposure.http() : Exposure.https(tierTwoCertificate);

/**
 * Endpoints of the caller's own cluster first. With one cluster alone the place must not count at all: pods have their
 * node's, a machine that registers itself has none, and the two are to share the load.
 */
const preference = ({ deployment }: Switches): LocalityLoadBalancing =>
  deployment === 'active' ? { enabled: false } : { failoverPriority: ['topology.istio.io/cluster'] };

/** Clusters that carry the application, the preferred one first. */
const carriers = ({ deployment }: Switches) =>
  deployment === 'active' ? (['active-cluster'] as const) : (['active-cluster', 'standby-cluster'] as const);

/** The services of ABC, each in a namespace of its own, and the tier-2 gateway's way to the first. */
export const appAbc = (mesh: Mesh, switches: Switches) =>
  defineApplication(mesh, {
    name: 'app-abc',
    namespace: namespaceOf('app-a'),
    clusters: carriers(switches),
    build: (component, cluster) => {
      const services = apps.map((app) => {
        const namespace = namespaceOf(app);
        new Namespace(component, namespace, {
          meshMembership: cluster.membershipOf(namespace),
          labels: tenancyLabels(tenancy),
        });
        const serviceAccount = new ServiceAccount(component, serviceAccountOf(app), { namespace });
        const { service } = new AppDeployment(component, app, {
          namespace,
          serviceAccount,
          image,
          args: appArguments,
          env: appEnvironment(app),
          ports: [{ port: 80, protocol: 'http', targetPort: 'http', containerPort: appPort }],
        });
        new DestinationRule(component, `${app}-rule`, {
          name: app,
          namespace,
          host: service,
          trafficPolicy: {
            outlierDetection,
            loadBalancer: LoadBalancer.unspecified({ localityLbSetting: preference(switches) }),
          },
        });
        return service;
      });
      new Workspace(component, 'workspace', {
        ...tenancy,
        namespaces: apps.map(namespaceOf),
        entrances: [gateways],
      });
      for (const machine of cluster.machines) {
        new WorkloadGroup(component, machine.name, machine.workloadGroup);
      }
      new TierTwo(component, 'tier-two', {
        name: 'abc',
        namespace: gateways,
        host,
        selector: { istio: 'ingressgateway' },
        exposure: tierTwoExposure(switches),
        service: services[0]!,
        port: 80,
      });
    },
  });

/** The tier-1 gateway's way to the clusters. */
export const tierOne = (mesh: Mesh, switches: Switches) =>
  defineApplication(mesh, {
    name: 'tier1',
    namespace: gateways,
    clusters: ['mgmt-cluster'],
    build: (component, cluster) => {
      new TierOne(component, 'tier-one', {
        name: 'abc',
        namespace: gateways,
        host,
        selector: { istio: 'ingressgateway' },
        exposure: tierOneExposure(switches),
        tierTwo: carriers(switches).map((carrier) => ({
          cluster: carrier,
          address: cluster.mesh.cluster(carrier).ingress?.address ?? '',
        })),
        tierTwoExposure: tierTwoExposure(switches),
        tierTwoCa: switches.tierTwo === 'http' ? undefined : tierTwoCa,
        outlierDetection,
      });
    },
  });

function tierOneExposure({ tierOne: mode }: Switches): Exposure {
  if (mode === 'http') return Exposure.http();
  return mode === 'https' ? Exposure.https(tierOneCertificate) : Exposure.mutual(tierOneCertificate);
}
