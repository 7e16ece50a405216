import type { Chart } from 'cdk8s';
import { Checks } from '../values/checks';
import { didYouMean } from '../values/did-you-mean';
import { show } from '../values/user-error';
import type { Cluster, Mesh } from './mesh';

/** Something that runs in a mesh: one component in each cluster that it is placed on. */
export interface Application<C extends string = string> {
  /** DNS label; the component's folder and the second half of its Argo CD Application's name. */
  readonly name: string;
  readonly clusters: readonly C[];
  /** Namespace of the objects that name none. */
  readonly namespace: string;
  /** Creates the application's objects for one cluster in the chart of its component. */
  readonly build: (component: Chart, cluster: Cluster<C>) => void;
}

/**
 * Places an application on clusters of a mesh; the compiler refuses a cluster that the mesh does not have.
 *
 * @throws UserError for what the compiler was not asked about
 */
export function defineApplication<C extends string>(
  mesh: Mesh<C, string, string>,
  application: Application<NoInfer<C>>,
): Application {
  const checks = new Checks();
  const names = mesh.clusters.map(({ name }) => name);
  checks.at('name').dnsLabel(application.name);
  checks.at('namespace').dnsLabel(application.namespace);
  checks
    .at('clusters')
    .expect(application.clusters.length > 0, 'is empty: the application would run nowhere');
  application.clusters.forEach((cluster, index) =>
    checks
      .at('clusters')
      .at(index)
      .expect(
        names.includes(cluster),
        `${show(cluster)} is not one of ${names.map(show).join(', ')}${didYouMean(cluster, names)}`,
      ),
  );
  checks.throwIfAny(`The application ${JSON.stringify(application.name)} cannot be placed:`);
  return application as unknown as Application;
}

/** A request by which a person tries a mesh from outside. */
export interface Trial {
  /** Host that a gateway of the mesh answers for. */
  readonly host: string;
  /** @default '/' */
  readonly path?: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something that a person runs to try a mesh, beside what its gateways are asked. */
export interface TrialCommand {
  readonly title: string;
  /** A line for bash, or several. */
  readonly command: string;
}

/** Traffic that the mesh's data does not show, for its picture. */
export interface Link {
  /** Application and cluster of both ends, as `<cluster>/<application>`. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** What `clusters/<mesh>/index.ts` exports as its default. */
export interface MeshModule {
  readonly mesh: Mesh;
  readonly applications: readonly Application[];
  /**
   * Requests for `meshwright commands`.
   * @default - one to `/` of each host that a gateway answers for
   */
  readonly trials?: readonly Trial[];
  /**
   * What else `meshwright commands` prints.
   * @default - nothing
   */
  readonly trialCommands?: readonly TrialCommand[];
  /**
   * Arrows that the picture has beside those of its gateways.
   * @default - none
   */
  readonly links?: readonly Link[];
  /**
   * The same mesh with other settings of its switches, for `meshwright commands` to show what they would be tried with.
   * @default - none
   */
  readonly variants?: () => readonly MeshModule[];
}
