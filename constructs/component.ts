import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';

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

  constructor(scope: Construct, props: ComponentProps) {
    // Both names are DNS labels, so a dot keeps every pair apart.
    super(scope, `${props.cluster}.${props.component}`, { disableResourceNameHashes: true });
    this.mesh = props.mesh;
    this.cluster = props.cluster;
    this.component = props.component;
    this.defaultNamespace = props.defaultNamespace;
  }
}
