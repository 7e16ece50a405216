import { Chart, type App } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { show, UserError } from '../values/user-error';

/** Where a component's objects go. */
export interface ComponentProps {
  /** Name of the mesh, the first folder below dist. */
  readonly mesh: string;
  /** Name of the cluster, the folder below it. */
  readonly cluster: string;
  /** Name of the component, the folder below that; one Argo CD Application. */
  readonly component: string;
  /**
   * Namespace of the namespaced objects that name none.
   * @default - none; each object names its own
   */
  readonly defaultNamespace?: string;
}

/** What a plain file holds: text as it is, or a value of JSON's types that the run writes as YAML. */
export type FileContent = string | Readonly<Record<string, unknown>>;

/** One component of one cluster: the chart whose objects land in `dist/<mesh>/<cluster>/<component>/`. */
export class Component extends Chart {
  /** The component that a construct belongs to; undefined in a chart that is none. */
  static find(construct: IConstruct): Component | undefined {
    const chart = Chart.of(construct);
    // Not instanceof: Chart answers it by a symbol of its own, true for every chart.
    return 'component' in chart ? (chart as Component) : undefined;
  }

  readonly mesh: string;
  readonly cluster: string;
  readonly component: string;
  /** Not cdk8s' own `Chart.namespace`, which it would write into cluster-scoped objects too. */
  readonly defaultNamespace?: string;
  /**
   * The folder of the component that its objects' files are in.
   * @default - the component's own
   */
  objectFolder?: string;
  private readonly plainFiles = new Map<string, FileContent>();

  constructor(scope: Construct, props: ComponentProps) {
    // Both names are DNS labels, so a dot keeps every pair apart.
    super(scope, `${props.cluster}.${props.component}`, { disableResourceNameHashes: true });
    this.mesh = props.mesh;
    this.cluster = props.cluster;
    this.component = props.component;
    this.defaultNamespace = props.defaultNamespace;
  }

  /** The plain files beside the objects, by name. */
  get files(): ReadonlyMap<string, FileContent> {
    return this.plainFiles;
  }

  /**
   * Puts a plain file beside the objects.
   *
   * @throws UserError for a name that is taken, or that an object's file could have: those all have a `_`
   */
  addFile(name: string, content: FileContent): void {
    const heading = `Component ${this.node.path}: file ${show(name)}`;
    if (!/^[A-Za-z0-9.][A-Za-z0-9.-]*$/.test(name) || name === '.' || name === '..') {
      throw UserError.of(heading, 'is not the name of a file (letters, digits, "-" and ".")');
    }
    for (const taken of this.plainFiles.keys()) {
      // One file, where the file system ignores case.
      if (taken.toLowerCase() !== name.toLowerCase()) continue;
      throw UserError.of(heading, `is there already${taken === name ? '' : `, as ${show(taken)}`}`);
    }
    this.plainFiles.set(name, content);
  }
}

/** The components of an app, in its order. */
export function componentsOf(app: App): readonly Component[] {
  return app.node.children.map((child) => Component.find(child)).filter((one) => one !== undefined);
}
