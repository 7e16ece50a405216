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
  trialCommands: [
    {
      title: 'sleep in vc1 is answered by v1 of its own cluster and by v2 of vc2',
      command:
        'for i in 1 2 3 4 5 6; do kubectl --context=vc1 -n sample exec deploy/sleep -- curl -sS helloworld.sample:5000/hello; done',
    },
  ],
} satisfies MeshModule;
