import { until, type Kubectl, type LiveObject } from '../kubectl';

export const argocd = 'argocd';

interface ApplicationObject extends LiveObject {
  readonly spec: {
    readonly project: string;
    readonly source: { readonly path: string };
    readonly destination: { readonly server: string; readonly namespace: string };
  };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly operationState?: {
      readonly finishedAt?: string;
      readonly phase?: string;
      readonly message?: string;
    };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
  };
}

/** The Argo CD of a hub, by its objects. */
export class Argo {
  constructor(readonly hub: Kubectl) {}

  async applications(selector?: string): Promise<readonly ApplicationObject[]> {
    return (await this.hub.list('application', argocd, selector)) as readonly ApplicationObject[];
  }

  async application(name: string): Promise<ApplicationObject | undefined> {
    return (await this.hub.read('application', name, argocd)) as ApplicationObject | undefined;
  }

  /** `Synced Healthy` of each Application, by name; with what Argo CD says of those that are not. */
  async states(selector?: string): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.applications(selector)).map((one) => [one.metadata.name, stateOf(one)]));
  }

  /** The states once they are all as wanted. */
  settled(seconds: number, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return until(
      seconds,
      () => this.states(),
      (states) => names.every((name) => states.get(name) === good),
    );
  }
}

export const good = 'Synced Healthy';

function stateOf({ status = {} }: ApplicationObject): string {
  const state = `${status.sync?.status ?? 'Unknown'} ${status.health?.status ?? 'Unknown'}`;
  if (state === good) return state;
  const said = status.conditions?.[0]?.message ?? status.operationState?.message ?? '';
  return `${state} ${said}`.trim().slice(0, 300);
}
