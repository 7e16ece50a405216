import {
  stringify,
  type CreateNodeOptions,
  type DocumentOptions,
  type ParseOptions,
  type ScalarTag,
  type SchemaOptions,
  type Tags,
  type ToStringOptions,
} from 'yaml';
import { emitKey, emitString, escaped, isMisread } from './emit-scalar';

/** Writes what Kubernetes would misread. */
const guard: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: (value) => typeof value === 'string' && isMisread(value),
  test: /(?!)/,
  resolve: (text) => text,
  stringify: ({ value }) => escaped(value as string),
};

/**
 * How the `yaml` library would write our files, and `emitYaml` does.
 *
 * - version 1.1, for Go's reader still takes `yes`, `012` and `1_000` for more than strings; compat adds 1.2's `0o17`
 * - no folding of long lines, no anchors
 * - what Kubernetes would misread all the same in double quotes (`isMisread`); no merge keys
 */
export const yamlOptions: ParseOptions &
  DocumentOptions &
  SchemaOptions &
  CreateNodeOptions &
  ToStringOptions = {
  version: '1.1',
  compat: 'core',
  lineWidth: 0,
  aliasDuplicateObjects: false,
  customTags: (tags: Tags) => [
    guard,
    ...tags.filter(
      (tag) => tag !== 'merge' && (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'),
    ),
  ],
};

/**
 * A value of JSON's types as the text of a YAML file: byte for byte what the `yaml` library writes under
 * `yamlOptions`, some twenty times as fast. Keys keep their order.
 */
export function emitYaml(value: object): string {
  const emitter = new Emitter();
  const text = Array.isArray(value)
    ? emitter.list(value, '')
    : emitter.map(value as Record<string, unknown>, '');
  return emitter.isWhole ? `${text}\n` : stringify(value, yamlOptions);
}

/** Nodes without their first line's indentation and their last line's end. */
class Emitter {
  /** False once something came up that is left to the library. */
  isWhole = true;

  map(value: Readonly<Record<string, unknown>>, indent: string): string {
    let text = '';
    for (const key in value) {
      const item = value[key];
      if (item === undefined) continue;
      if (text !== '') text += `\n${indent}`;
      text += emitKey(key, indent === '') ?? this.leave();
      text += ':';
      text += this.value(item, indent);
    }
    return text === '' ? '{}' : text;
  }

  list(items: readonly unknown[], indent: string): string {
    let text = '';
    for (const item of items) {
      if (text !== '') text += `\n${indent}`;
      text += '- ';
      text += this.node(item, `${indent}  `);
    }
    return text === '' ? '[]' : text;
  }

  /** What follows a key's colon. */
  private value(item: unknown, indent: string): string {
    const inner = `${indent}  `;
    const node = this.node(item, inner);
    const isCollection = typeof item === 'object' && item !== null && node !== '{}' && node !== '[]';
    return isCollection ? `\n${inner}${node}` : ` ${node}`;
  }

  private node(item: unknown, indent: string): string {
    switch (typeof item) {
      case 'string':
        return emitString(item, indent) ?? this.leave();
      case 'number':
        return Number.isFinite(item) ? (Object.is(item, -0) ? '-0' : String(item)) : this.leave();
      case 'boolean':
        return item ? 'true' : 'false';
      case 'undefined':
        return 'null';
      case 'object':
        if (item === null) return 'null';
        if (Array.isArray(item)) return this.list(item, indent);
        return this.map(item as Readonly<Record<string, unknown>>, indent);
      default:
        return this.leave();
    }
  }

  private leave(): string {
    this.isWhole = false;
    return '';
  }
}
