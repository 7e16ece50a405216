import { catalogue } from '../catalogue';
import { autoImage } from '../image-auto';
import { rule } from '../rule';

export const imageAutoPod = rule(catalogue.IST0147, {
  reads: ['Pod'],
  check(mesh, report) {
    for (const workload of mesh.workloads) {
      const image = workload.isPod ? autoImage(workload) : undefined;
      if (image !== undefined) report(workload.resource, image, { pod: workload.name });
    }
  },
});
