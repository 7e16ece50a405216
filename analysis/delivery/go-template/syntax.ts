/** What a Go template says, as far as this evaluator goes. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipeline: Pipeline }
  | {
      readonly kind: 'if' | 'with';
      readonly pipeline: Pipeline;
      readonly then: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | {
      readonly kind: 'range';
      /** Names for the key or index, and for the value. */
      readonly variables: readonly string[];
      readonly pipeline: Pipeline;
      readonly then: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** Commands of which each gets the value of the one before as its last argument. */
export interface Pipeline {
  /** Variable that is set, instead of the value being printed. */
  readonly set?: { readonly variable: string; readonly declares: boolean };
  readonly commands: readonly Command[];
}

/** An operand, or a function and its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'function'; readonly name: string }
  /** `.a.b`, `$x.a` and `(…).a`; of the dot where nothing stands before. */
  | { readonly kind: 'fields'; readonly of: Base; readonly names: readonly string[] };

export type Base =
  | { readonly kind: 'dot' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline };

/** A template that is none, or that asks for more than this evaluator can do. */
export class TemplateError extends Error {}
