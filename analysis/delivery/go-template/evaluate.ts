import { templateFunction } from './functions';
import { parse } from './parse';
import { TemplateError, type Base, type Command, type Node, type Operand, type Pipeline } from './syntax';
import { isEmpty, isMap, print, typeName, type Value } from './value';

export interface TemplateOptions {
  /** Whether a key that a map does not have is an error (`missingkey=error`), or nothing. */
  readonly missingKeyIsError: boolean;
}

/**
 * Fills in a template as Go's text/template with sprig does.
 *
 * @throws TemplateError for what Go would refuse, and for what this evaluator does not know
 */
export function evaluate(template: string, data: Value, options: TemplateOptions): string {
  if (!template.includes('{{')) return template;
  return new Evaluation(data, options).nodes(parse(template), data);
}

class Evaluation {
  private readonly scopes: Map<string, Value>[];

  constructor(
    root: Value,
    private readonly options: TemplateOptions,
  ) {
    this.scopes = [new Map([['$', root]])];
  }

  nodes(nodes: readonly Node[], dot: Value): string {
    return nodes.map((node) => this.node(node, dot)).join('');
  }

  private node(node: Node, dot: Value): string {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'action') {
      const value = this.pipeline(node.pipeline, dot);
      return node.pipeline.set === undefined ? print(value) : '';
    }
    this.scopes.push(new Map());
    try {
      const value = this.pipeline(node.pipeline, dot);
      if (node.kind === 'range') return this.range(node, value, dot);
      if (isEmpty(value)) return this.nodes(node.otherwise, dot);
      return this.nodes(node.then, node.kind === 'with' ? value : dot);
    } finally {
      this.scopes.pop();
    }
  }

  private range(node: Extract<Node, { kind: 'range' }>, value: Value, dot: Value): string {
    if (typeof value !== 'object') throw new TemplateError(`range over ${typeName(value)}`);
    if (value === null || isEmpty(value)) return this.nodes(node.otherwise, dot);
    const entries: (readonly [Value, Value])[] = isMap(value)
      ? Object.keys(value)
          .sort()
          .map((key) => [key, value[key] ?? null])
      : (value as readonly Value[]).map((item, index) => [index, item]);
    return entries
      .map(([key, item]) => {
        const [first, second] = node.variables;
        const scope = new Map<string, Value>();
        if (second !== undefined) scope.set(first!, key).set(second, item);
        else if (first !== undefined) scope.set(first, item);
        this.scopes.push(scope);
        try {
          return this.nodes(node.then, item);
        } finally {
          this.scopes.pop();
        }
      })
      .join('');
  }

  private pipeline({ set, commands }: Pipeline, dot: Value): Value {
    let value: Value | undefined;
    for (const command of commands) value = this.command(command, dot, value);
    if (set !== undefined) this.assign(set.variable, set.declares, value!);
    return value!;
  }

  private assign(variable: string, declares: boolean, value: Value): void {
    const scope = declares ? this.scopes.at(-1) : this.scopes.findLast((one) => one.has(variable));
    if (scope === undefined) throw new TemplateError(`${variable} is set before it is declared`);
    scope.set(variable, value);
  }

  private command({ operands }: Command, dot: Value, piped: Value | undefined): Value {
    const [first, ...rest] = operands as [Operand, ...Operand[]];
    if (first.kind !== 'function') {
      if (rest.length > 0 || piped !== undefined)
        throw new TemplateError('gives arguments to something that is no function');
      return this.operand(first, dot);
    }
    const { name } = first;
    if (name === 'and' || name === 'or') return this.junction(name, rest, dot, piped);
    const { arity, apply } = templateFunction(name);
    const args = rest.map((one) => this.operand(one, dot));
    if (piped !== undefined) args.push(piped);
    if (args.length < arity[0] || args.length > arity[1]) {
      const takes = arity[0] === arity[1] ? arity[0] : `${arity[0]} or more`;
      throw new TemplateError(`${name} takes ${takes} arguments, and got ${args.length}`);
    }
    return apply(args);
  }

  /** The first that decides, or the last. */
  private junction(
    name: 'and' | 'or',
    operands: readonly Operand[],
    dot: Value,
    piped: Value | undefined,
  ): Value {
    let value: Value | undefined;
    for (const operand of operands) {
      value = this.operand(operand, dot);
      if (isEmpty(value) === (name === 'and')) return value;
    }
    const last = piped ?? value;
    if (last === undefined) throw new TemplateError(`${name} takes 1 or more arguments, and got 0`);
    return last;
  }

  private operand(operand: Operand, dot: Value): Value {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'function':
        return this.command({ operands: [operand] }, dot, undefined);
      case 'fields':
        return operand.names.reduce<Value>(
          (value, name) => this.field(value, name),
          this.base(operand.of, dot),
        );
    }
  }

  private base(base: Base, dot: Value): Value {
    if (base.kind === 'dot') return dot;
    if (base.kind === 'pipeline') return this.pipeline(base.pipeline, dot);
    const scope = this.scopes.findLast((one) => one.has(base.name));
    if (scope === undefined) throw new TemplateError(`${base.name} is not declared`);
    return scope.get(base.name)!;
  }

  private field(value: Value, name: string): Value {
    if (value === null) throw new TemplateError(`asks for .${name} of nothing`);
    if (!isMap(value)) throw new TemplateError(`asks for .${name} of ${typeName(value)}`);
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (item === undefined && this.options.missingKeyIsError) {
      throw new TemplateError(
        `the map has no entry ${JSON.stringify(name)}, only ${Object.keys(value).sort().join(', ')}`,
      );
    }
    return item ?? null;
  }
}
