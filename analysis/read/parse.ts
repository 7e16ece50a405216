import { FAILSAFE_SCHEMA, loadAll, Type, YAMLException, type State } from 'js-yaml';
import { isMisread, parseSlowly } from './parse-slowly';
import { resolvePlain } from './scalar';
import { SyntaxProblem } from './syntax-problem';

/** Deeper than any object of Kubernetes, and far from the end of the stack. */
const DEEPEST = 500;

export interface ParseOptions {
  /**
   * Whether the last of several equal keys counts, as for Go; otherwise they are a problem.
   * @default false
   */
  readonly takesLastKey?: boolean;
}

/**
 * The documents of a text, as Kubernetes reads YAML and JSON.
 *
 * js-yaml reads ten times as fast as the `yaml` library and, with our scalars, agrees with Go's reader at least as
 * often; the one thing that it is known to misread goes to the other. An alias becomes the very value of its anchor, so that a
 * document can be far larger than it looks, and without an end: see `inspect`.
 *
 * @throws SyntaxProblem
 */
export function parseYaml(text: string, { takesLastKey = false }: ParseOptions = {}): readonly unknown[] {
  const documents = load(text, { json: takesLastKey });
  return isMisread(text) ? parseSlowly(text) : documents;
}

/**
 * Reads a text for its nodes, and takes the last of several equal keys.
 *
 * @throws SyntaxProblem
 */
export function visitYaml(text: string, listener: (event: 'open' | 'close', state: State) => void): void {
  load(text, { json: true, listener });
}

function load(text: string, given: Pick<NonNullable<Parameters<typeof loadAll>[2]>, 'json' | 'listener'>) {
  const options = { ...given, schema, maxDepth: DEEPEST, maxTotalMergeKeys: 100_000 };
  try {
    return loadAll(text, null, options);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    throw new SyntaxProblem(reason, mark.line, mark.column + 1, reason === 'duplicated mapping key');
  }
}

type Resolved = ReturnType<typeof resolvePlain>;

/** A scalar whose tag says what it has to be. */
const tagged = (name: string, accepts: (value: Resolved) => boolean) =>
  new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (text: string | null) => accepts(resolvePlain(text ?? '')),
    construct: (text: string | null) => resolvePlain(text ?? ''),
  });

/** A tag that nobody knows changes nothing, but that a scalar is text. */
const anyTag = (['scalar', 'sequence', 'mapping'] as const).flatMap((kind) =>
  ['!', 'tag:'].map((tag) => new Type(tag, { kind, multi: true })),
);

const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text) => text === '<<' }),
    new Type('tag:kubernetes.io,plain', {
      kind: 'scalar',
      resolve: (text: string) => resolvePlain(text) !== text,
      construct: resolvePlain,
    }),
  ],
  explicit: [
    tagged('null', (value) => value === null),
    tagged('bool', (value) => typeof value === 'boolean'),
    tagged('int', (value) => Number.isInteger(value)),
    tagged('float', (value) => typeof value === 'number'),
    new Type('tag:yaml.org,2002:binary', {
      kind: 'scalar',
      construct: (text: string | null) => Buffer.from(text ?? '', 'base64').toString('utf8'),
    }),
    ...anyTag,
  ],
});
