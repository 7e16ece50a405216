import { lex, type Part, type Token } from './lex';
import { TemplateError, type Base, type Command, type Node, type Operand, type Pipeline } from './syntax';

const unsupported = ['define', 'block', 'template', 'break', 'continue'];

/** @throws TemplateError for what is no template, or goes beyond fields, functions, if, with and range */
export function parse(template: string): readonly Node[] {
  const parts = lex(template);
  const { nodes, next } = parseNodes(parts, 0);
  if (next < parts.length)
    throw new TemplateError(`has {{ ${keywordOf(parts[next])} }} without its beginning`);
  return nodes;
}

/** Reads up to the end of the parts, or to the `else` or `end` that belongs to who asks. */
function parseNodes(parts: readonly Part[], start: number): { nodes: Node[]; next: number } {
  const nodes: Node[] = [];
  let next = start;
  for (let part = parts[next]; part !== undefined; part = parts[next]) {
    if (part.kind === 'text') {
      nodes.push(part);
      next += 1;
      continue;
    }
    const keyword = keywordOf(part);
    if (keyword === 'else' || keyword === 'end') break;
    if (unsupported.includes(keyword)) throw new TemplateError(`{{ ${keyword} }} is not evaluated`);
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') {
      const control = parseControl(keyword, part.tokens, parts, next + 1);
      nodes.push(control.node);
      ({ next } = control);
      continue;
    }
    nodes.push({ kind: 'action', pipeline: new TokenReader(part.tokens).pipeline() });
    next += 1;
  }
  return { nodes, next };
}

function parseControl(
  keyword: 'if' | 'with' | 'range',
  tokens: readonly Token[],
  parts: readonly Part[],
  start: number,
): { node: Node; next: number } {
  const reader = new TokenReader(tokens, 1);
  const variables = keyword === 'range' ? reader.rangeVariables() : [];
  const pipeline = reader.pipeline();
  const then = parseNodes(parts, start);
  const middle = parts[then.next];
  let otherwise: readonly Node[] = [];
  let { next } = then;
  if (middle?.kind === 'action' && keywordOf(middle) === 'else') {
    const rest = middle.tokens.slice(middle.tokens.findIndex(({ kind }) => kind === 'name') + 1);
    const inner = rest.find(({ kind }) => kind !== 'space');
    if (inner !== undefined) {
      if (inner.kind !== 'name' || inner.text !== keyword)
        throw new TemplateError('has an {{ else }} with something behind it');
      // `{{ else if … }}` shares its end with the whole.
      const chained = parseControl(keyword, rest, parts, next + 1);
      return {
        node: { kind: keyword, variables, pipeline, then: then.nodes, otherwise: [chained.node] } as Node,
        next: chained.next,
      };
    }
    const branch = parseNodes(parts, next + 1);
    ({ nodes: otherwise, next } = branch);
  }
  if (keywordOf(parts[next]) !== 'end') throw new TemplateError(`has {{ ${keyword} }} without {{ end }}`);
  return {
    node: { kind: keyword, variables, pipeline, then: then.nodes, otherwise } as Node,
    next: next + 1,
  };
}

function keywordOf(part: Part | undefined): string {
  if (part?.kind !== 'action') return '';
  const first = part.tokens.find(({ kind }) => kind !== 'space');
  return first?.kind === 'name' ? first.text : '';
}

/** Reads the tokens of one action. */
class TokenReader {
  private position: number;

  /** @param names - words at the beginning that are read already */
  constructor(
    private readonly tokens: readonly Token[],
    names = 0,
  ) {
    this.position = 0;
    for (let left = names; left > 0; left -= 1) {
      this.skipSpace();
      this.position += 1;
    }
  }

  /** A whole action; what is left over is a mistake. */
  pipeline(): Pipeline {
    const pipeline = this.readPipeline();
    const rest = this.peek();
    if (rest !== undefined) throw new TemplateError(`has ${describe(rest)} where the action should end`);
    return pipeline;
  }

  /** `$i, $x :=` or `$x :=` before the pipeline of a range. */
  rangeVariables(): string[] {
    const names: string[] = [];
    const start = this.position;
    for (;;) {
      const variable = this.peek();
      if (variable?.kind !== 'variable') break;
      names.push(variable.text);
      this.position += 1;
      if (this.take(':=')) return names;
      if (!this.take(',')) break;
    }
    this.position = start;
    return [];
  }

  private readPipeline(): Pipeline {
    const start = this.position;
    const first = this.peek();
    if (first?.kind === 'variable') {
      this.position += 1;
      const declares = this.take(':=');
      if (declares || this.take('=')) {
        return { set: { variable: first.text, declares }, commands: this.readCommands() };
      }
      this.position = start;
    }
    return { commands: this.readCommands() };
  }

  private readCommands(): Command[] {
    const commands = [this.readCommand()];
    while (this.take('|')) commands.push(this.readCommand());
    return commands;
  }

  private readCommand(): Command {
    const operands: Operand[] = [];
    for (let next = this.peek(); next !== undefined; next = this.peek()) {
      if (next.kind === 'sign' && next.text !== '.' && next.text !== '(') break;
      operands.push(this.readOperand(next));
    }
    if (operands.length === 0) throw new TemplateError('has an action without a value');
    return { operands };
  }

  private readOperand(next: Token): Operand {
    this.position += 1;
    switch (next.kind) {
      case 'string':
      case 'number':
        return { kind: 'literal', value: next.value };
      case 'name':
        if (next.text === 'true' || next.text === 'false')
          return { kind: 'literal', value: next.text === 'true' };
        return next.text === 'nil' ? { kind: 'literal', value: null } : { kind: 'function', name: next.text };
      case 'field':
        return { kind: 'fields', of: { kind: 'dot' }, names: [next.text, ...this.readFields()] };
      case 'variable':
        return this.fieldsOf({ kind: 'variable', name: next.text });
      default: {
        if (next.kind === 'space' || next.text === '.')
          return { kind: 'fields', of: { kind: 'dot' }, names: [] };
        const pipeline = this.readPipeline();
        if (!this.take(')')) throw new TemplateError('has a "(" without its ")"');
        return this.fieldsOf({ kind: 'pipeline', pipeline });
      }
    }
  }

  private fieldsOf(of: Base): Operand {
    return { kind: 'fields', of, names: this.readFields() };
  }

  /** Fields that follow without a blank. */
  private readFields(): string[] {
    const names: string[] = [];
    for (let next = this.tokens[this.position]; next?.kind === 'field'; next = this.tokens[this.position]) {
      names.push(next.text);
      this.position += 1;
    }
    return names;
  }

  private peek(): Token | undefined {
    this.skipSpace();
    return this.tokens[this.position];
  }

  private take(sign: string): boolean {
    const next = this.peek();
    const isThere = next?.kind === 'sign' && next.text === sign;
    if (isThere) this.position += 1;
    return isThere;
  }

  private skipSpace(): void {
    while (this.tokens[this.position]?.kind === 'space') this.position += 1;
  }
}

function describe(token: Token): string {
  if (token.kind === 'space') return 'a blank';
  return JSON.stringify('text' in token ? token.text : token.value);
}
