import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { fleet } from '../../bench/fleet';
import { WorkloadGroup } from '../../constructs/istio/workload-group';
import { AppDeployment } from '../../constructs/kubernetes/app-deployment';
import { Namespace } from '../../constructs/kubernetes/namespace';
import { defineApplication, type Application, type MeshModule } from '../../fleet/application';
import { defineMesh, type Mesh } from '../../fleet/mesh';
import type { MeshSpec } from '../../fleet/mesh-spec';

/** The cluster that has more than the services of the haystack. */
const MAIN = 'cluster-0001';

/** What is in it, each an application of its own: named `<what>.<cluster>.yaml`. */
const SURROUNDINGS = join(__dirname, 'surroundings');

/**
 * A thousand services, a hundred in each of ten clusters, six objects each; and beside them what a needle of every kind
 * can be stuck into: gateways, machines, NetworkPolicies, a remote cluster, a hub whose Argo CD delivers all of it.
 */
export function haystackFleet(): MeshModule {
  const { mesh: plain, applications } = fleet({ clusters: 10, services: 100 });
  const spec: MeshSpec = {
    ...plain.spec,
    allow: [{ code: 'IST0133', object: 'EnvoyFilter *', reason: 'said of every EnvoyFilter' }],
    repository: { url: 'https://git.example.org/platform.git', revision: 'main' },
    clusters: {
      ...plain.spec.clusters,
      'cluster-0006': { ...plain.spec.clusters['cluster-0006']!, eastWest: { exposeIstiod: true } },
      hub: { role: 'hub', server: 'https://kubernetes.default.svc' },
      // Without an istiod of its own.
      outpost: { role: 'member', server: 'https://outpost.example.org:6443' },
    },
    machines: {
      'virt-01': {
        cluster: MAIN,
        network: `net-${MAIN}`,
        address: '198.51.100.99',
        locality: `earth/${MAIN}`,
        workloadGroup: {
          name: 'virtual',
          namespace: 'shop',
          serviceAccount: 'virtual',
          ports: { http: 8080 },
        },
      },
      'virt-02': {
        cluster: MAIN,
        network: `net-${MAIN}`,
        address: '198.51.100.98',
        locality: `earth/${MAIN}`,
        workloadGroup: {
          name: 'joined',
          namespace: 'shop',
          serviceAccount: 'joined',
          ports: { http: 8080 },
        },
      },
    },
  };
  const mesh: Mesh = defineMesh(spec);
  return { mesh, applications: [...applications, shop(mesh), ...written(mesh)] };
}

/** Services of one cluster, each for needles of one kind. */
const SERVICES = [
  ...['front', 'cart', 'stock', 'outlier', 'local', 'prior', 'secret'],
  ...['probed', 'counted', 'watched', 'plain', 'virtual', 'joined'],
];

function shop(mesh: Mesh): Application {
  return defineApplication(mesh, {
    name: 'services',
    namespace: 'shop',
    clusters: [MAIN],
    build: (component, cluster) => {
      new Namespace(component, 'namespace', { name: 'shop', meshMembership: cluster.membershipOf('shop') });
      for (const name of SERVICES)
        new AppDeployment(component, name, {
          image: `registry.example.org/shop/${name}:1.0.0`,
          version: 'v1',
          ports: [{ port: 80, protocol: 'http', targetPort: 'http', containerPort: 8080 }],
          topologyLabels: cluster.locality,
        });
      for (const machine of cluster.machines)
        new WorkloadGroup(component, machine.name, machine.workloadGroup);
    },
  });
}

function written(mesh: Mesh): readonly Application[] {
  const byName = new Map<string, Map<string, string>>();
  for (const file of readdirSync(SURROUNDINGS).sort()) {
    const [name = '', cluster = ''] = file.split('.');
    byName.set(name, (byName.get(name) ?? new Map<string, string>()).set(cluster, file));
  }
  return [...byName].map(([name, files]) =>
    defineApplication(mesh, {
      name,
      namespace: 'default',
      clusters: [...files.keys()],
      build: (component, cluster) => {
        const text = readFileSync(join(SURROUNDINGS, files.get(cluster.name)!), 'utf8');
        parseAllDocuments(text).forEach((document, index) => {
          new ApiObject(component, `object-${index}`, document.toJS() as ApiObjectProps);
        });
      },
    }),
  );
}
