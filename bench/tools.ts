import { objectsIn, type FleetSize } from './fleet';

/** What is measured: this project, and what else makes a fleet's YAML. */
export const TOOLS = ['meshwright', 'cdk8s', 'cdk8s-folders', 'kustomize'] as const;
export type Tool = (typeof TOOLS)[number];

/** What says what is wrong with the files of a fleet: this project, and what else does. */
export const ANALYZERS = ['analyze', 'istioctl'] as const;
export type Analyzer = (typeof ANALYZERS)[number];

/** How tables and messages call them. */
export const TITLES: Readonly<Record<Tool | Analyzer, string>> = {
  meshwright: 'meshwright',
  cdk8s: 'cdk8s App.synth (default: a file per chart)',
  'cdk8s-folders': 'cdk8s App.synth (a folder per chart)',
  kustomize: 'kubectl kustomize',
  analyze: 'meshwright analyze',
  istioctl: 'istioctl analyze --use-kube=false',
};

export function describe(tool: Tool | Analyzer, size: FleetSize): string {
  return `${TITLES[tool]}, ${objectsIn(size).toLocaleString('en')} objects in ${size.clusters} clusters`;
}

/** The steps of a run of this project. */
export const STEPS = ['define', 'render', 'check', 'write'] as const;
export type Step = (typeof STEPS)[number];

/** One tool making one fleet, or analyzing it. */
export interface Measurement {
  readonly tool: Tool | Analyzer;
  readonly size: FleetSize;
  readonly objects: number;
  readonly seconds: number;
  /** Seconds of processor time, of all threads; undefined where the system does not tell. */
  readonly processor?: number;
  /** Most memory that the process had at once, in MiB; undefined where the system does not tell. */
  readonly peakMemory?: number;
  /** Seconds by step, for this project. */
  readonly steps?: Readonly<Record<Step, number>>;
}
