import type { MeshModule } from '../../fleet/application';
import { gatekeeper } from './gatekeeper';
import { helloworld } from './helloworld';
import { istioAdmin } from './istio-admin';
import { mesh, vclusters } from './mesh';
import { vcClient } from './vc-client';
import { access, virtualCluster } from './virtual-clusters';

export default {
  mesh,
  applications: [
    access,
    ...vclusters.map(virtualCluster),
    vcClient,
    gatekeeper,
    istioAdmin,
    helloworld('vc1', 'v1', { withSleep: true }),
    helloworld('vc2', 'v2'),
  ],
} satisfies MeshModule;
