export interface RancherSpec {
  readonly project: {
    readonly name: string;
    /** @default - the name */
    readonly displayName?: string;
    /** @default - none */
    readonly description?: string;
    /** What the project's namespaces may have together, and each by default, as Kubernetes quantities. */
    readonly quota: { readonly limitsCpu: string; readonly limitsMemory: string };
    /**
     * Limits and requests of containers that say none.
     * @default - none
     */
    readonly containers?: {
      readonly limitsCpu: string;
      readonly limitsMemory: string;
      readonly requestsCpu: string;
      readonly requestsMemory: string;
    };
  };
  /**
   * Labels of the nodes that take the pods of the control plane's namespace.
   * @default - any node
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}
