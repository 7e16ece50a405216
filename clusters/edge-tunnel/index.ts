import type { MeshModule } from '../../fleet/application';
import { configTemplate, mesh } from './mesh';
import { plumbr } from './plumbr';

export default { mesh, applications: [plumbr({ configTemplate })] } satisfies MeshModule;
