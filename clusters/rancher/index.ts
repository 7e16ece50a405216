import type { MeshModule } from '../../fleet/application';
import { externalDns } from './external-dns';
import { helloworld, host } from './helloworld';
import { letsencrypt } from './letsencrypt';
import { mesh } from './mesh';
import { restrictions } from './restrictions';

export default {
  mesh,
  applications: [
    restrictions,
    letsencrypt,
    externalDns,
    helloworld('mcsps-test-k8s-01', 'v1'),
    helloworld('mcsps-test-k8s-02', 'v2'),
  ],
  trials: [{ host, path: '/hello' }],
} satisfies MeshModule;
