import type { Closed } from '../model/network-policy';
import { addTo } from '../model/fields';
import type { Resource } from '../model/resource';
import type { Report } from './rule';

/** What policies close, for how many pods. */
export interface Closing {
  /** `TCP 15012 of istio-system/istiod` */
  readonly what: string;
  /** Whose pods cannot, or cannot be reached. */
  readonly workloads: readonly string[];
  readonly direction: 'to' | 'from';
  readonly policies: readonly string[];
}

/** Collects what is closed, so that a policy has one finding for it, whatever number of workloads it selects. */
export class Closings {
  private readonly found = new Map<string, { closed: Closed; what: string; workload: string }[]>();

  /** @param workload - the one that the policies select */
  add(closed: Closed, what: string, workload: Resource): void {
    const [policy] = closed.policies;
    if (policy === undefined) return;
    const key = [policy.key, closed.direction, what].join('\u0001');
    addTo(this.found, key, { closed, what, workload: workload.qualifiedName });
  }

  report(report: Report<Closing>): void {
    for (const all of this.found.values()) {
      const { closed, what } = all[0]!;
      const [policy] = closed.policies as readonly [Resource];
      report(policy, closed.direction === 'Egress' ? 'spec.egress' : 'spec.ingress', {
        what,
        workloads: [...new Set(all.map(({ workload }) => workload))],
        direction: closed.direction === 'Egress' ? 'from' : 'to',
        policies: closed.policies.map(({ name }) => name),
      });
    }
  }
}
