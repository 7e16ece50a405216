import { App } from 'cdk8s';
import { APIServer } from '../constructs/calico/api-server';
import { Installation } from '../constructs/calico/installation';
import { Component } from '../constructs/component';
import type { Mesh } from '../fleet/mesh';

/**
 * What the nodes of a mesh's clusters apply by themselves when they start: a cluster's own network must run before
 * Argo CD can, so it is no component that Argo CD syncs.
 */
export function buildNodeManifests(mesh: Mesh): App {
  const app = new App();
  const calico = mesh.spec.nodes?.calico;
  if (calico === undefined) return app;
  for (const cluster of mesh.clusters) {
    const { nodes = [], podCidrs = [] } = cluster.spec;
    if (nodes.length === 0) continue;
    const network = new Component(app, { mesh: mesh.name, cluster: cluster.name, component: 'node-network' });
    const { blockSize, encapsulation } = calico;
    new Installation(network, 'installation', {
      calicoNetwork: {
        ipPools: podCidrs.map((cidr) => ({ cidr, blockSize, encapsulation, natOutgoing: true })),
        containerIpForwarding: true,
      },
    });
    new APIServer(network, 'api-server');
  }
  return app;
}
