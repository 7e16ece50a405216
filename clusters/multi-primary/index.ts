import type { MeshModule } from '../../fleet/application';
import { httpbin } from './httpbin';
import { mesh } from './mesh';

export default { mesh, applications: [httpbin()] } satisfies MeshModule;
