import type { MeshModule } from '../../fleet/application';
import { configTemplate, mesh } from './mesh';
import { plumbr } from './plumbr';

export default {
  mesh,
  applications: [plumbr({ configTemplate })],
  links: [{ from: 'ohio/plumbr', to: 'mumbai/plumbr', label: 'tunnel over UDP' }],
  trialCommands: [
    {
      title: 'Mumbai reaches Ohio over the bridge',
      command:
        'kubectl --context=mumbai -n plumbr exec plumbr-example-b -c workload -- ping -c 2 10.10.1.200',
    },
    {
      title: 'What plumbr in Ohio was told, and what it says',
      command:
        'kubectl --context=ohio -n plumbr exec plumbr-example-a -c workload -- cat /shared-data/config.json /shared-data/entrypoint.log',
    },
  ],
} satisfies MeshModule;
