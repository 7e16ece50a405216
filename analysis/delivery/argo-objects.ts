/** The parts of Argo CD's objects that say which Applications there will be. Written by hand or rendered. */
export interface ArgoObject {
  /** File that it stands in, for messages. */
  readonly file: string;
  readonly kind: string;
  readonly metadata: ArgoMetadata;
}

export interface ArgoMetadata {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface ApplicationSet extends ArgoObject {
  readonly spec: {
    readonly goTemplate?: boolean;
    readonly goTemplateOptions?: readonly string[];
    readonly generators: readonly Readonly<Record<string, unknown>>[];
    readonly template: unknown;
    readonly templatePatch?: string;
  };
}

/** A cluster as its registration has it. */
export interface RegisteredCluster {
  readonly file: string;
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What the controller makes of a set for one set of parameters. */
export interface GeneratedApplication {
  readonly applicationSet: string;
  /** File of the ApplicationSet. */
  readonly file: string;
  readonly metadata: ArgoMetadata;
  readonly spec: {
    readonly project?: string;
    readonly source?: { readonly path?: string };
    readonly destination?: { readonly server?: string; readonly name?: string; readonly namespace?: string };
  };
}
