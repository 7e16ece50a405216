import {
  finding,
  referenceTo,
  type Finding,
  type FindingDetails,
  type FindingKind,
  type Manifest,
  type Place,
} from '../finding';
import { schemaCodes } from '../schema/codes';
import { isRecord } from '../schema/schema';
import { describe, type Key } from '../schema/structural/walk';
import { readCodes } from './codes';
import { inspect } from './inspect';
import { lineOfField, linesIn, repeatedKeys, type LineTree } from './lines';
import { parseYaml } from './parse';
import { countLines, splitDocuments, splitJson, type Chunk } from './split';
import { SyntaxProblem } from './syntax-problem';

/** A file, or what stands for one. */
export interface Origin {
  readonly mesh: string | null;
  readonly cluster: string | null;
  readonly component: string | null;
  readonly file: string;
  /** Whether somebody named it, rather than the folder it is in. */
  readonly isNamed: boolean;
}

/** Where what is read is put. */
export interface Collection {
  readonly manifests: Manifest[];
  readonly findings: Finding[];
}

/** Reads the objects of a text: documents of YAML or JSON, and the elements of the lists among them. */
export function readDocuments(text: string, origin: Origin, into: Collection): void {
  for (const chunk of splitDocuments(text)) new DocumentReader(chunk, origin, into).read();
}

/** How deep a list's elements are, as `linesIn` counts. */
const ELEMENTS = 4;

/** What a template engine would have replaced, where YAML has a value or a line of its own. */
const LEFTOVER = /^[ \t]*(?:-[ \t]+)*(?:[\w./-]+:[ \t]+)?\[?(\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$))/m;

class DocumentReader {
  private lines?: LineTree;
  /** The lines of a list's elements alone. */
  private elements?: LineTree;

  constructor(
    private readonly chunk: Chunk,
    private readonly origin: Origin,
    private readonly into: Collection,
  ) {}

  read(): void {
    const { text, line, badSeparator } = this.chunk;
    if (badSeparator !== undefined) {
      const message = `"--- ${badSeparator}" does not separate documents for Kubernetes, which stops reading there`;
      const remedy = 'Put --- on a line of its own; nothing of the document behind it was looked at.';
      this.report(readCodes.syntax, line, { message, remedy });
      return;
    }
    try {
      this.take(parseYaml(text));
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      this.recover(error);
    }
  }

  /** Reads on where a document has the key of a mapping twice, or is a stream of JSON. */
  private recover(problem: SyntaxProblem): void {
    const { text, line } = this.chunk;
    if (problem.isDuplicateKey) {
      try {
        this.take(parseYaml(text, { takesLastKey: true }), true);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        this.reportSyntax(error);
      }
      return;
    }
    const objects = splitJson(text);
    if (objects === undefined) return this.reportSyntax(problem);
    for (const one of objects)
      new DocumentReader({ ...one, line: line + one.line - 1 }, this.origin, this.into).read();
  }

  private take([value, ...more]: readonly unknown[], hasRepeatedKeys = false): void {
    if (more.some((one) => one !== null)) {
      const marker = /^\.\.\.(?=\s|$)/m.exec(this.chunk.text)?.index ?? 0;
      this.report(readCodes.syntax, this.lineAt(marker), {
        message: 'Kubernetes reads nothing between "..." and the next "---"',
        remedy: 'Begin the next document with ---; what follows was not looked at.',
      });
    }
    if (value === null || value === undefined) return;
    if (!this.isJson(value)) return;
    if (hasRepeatedKeys) this.reportRepeatedKeys(value);
    this.add(value, []);
  }

  /** Whether a value is one of JSON; what is wrong is reported. */
  private isJson(value: unknown): boolean {
    const problem = inspect(value);
    if (problem === undefined) return true;
    if (problem.kind === 'aliases') {
      const message = `aliases make ${problem.values.toLocaleString('en')} values of this document`;
      this.report(readCodes.aliases, this.firstLine(), { message });
      return false;
    }
    const { field } = problem;
    const line = this.lineOf(field) ?? this.firstLine();
    const object = referenceTo(value);
    if (problem.kind === 'cycle')
      this.report(readCodes.aliases, line, {
        message: 'the value of an anchor contains itself',
        field,
        object,
      });
    else if (problem.kind === 'number')
      this.report(readCodes.syntax, line, {
        message: `${problem.value} is no number of JSON, which objects travel in`,
        field,
        object,
      });
    else if (!this.reportLeftover())
      this.report(readCodes.syntax, line, { message: 'a mapping stands where a key should', field });
    return false;
  }

  private add(value: unknown, path: readonly Key[]): void {
    if (!isRecord(value)) {
      const place = this.place(path);
      this.into.findings.push(
        finding(schemaCodes.notAnObject, place, { message: `${describe(value)} is not an object` }),
      );
      return;
    }
    const { apiVersion, kind, items } = value;
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      items.forEach((item: unknown, index) => this.add(elementOf(value, item), [...path, 'items', index]));
    } else if (apiVersion === undefined && kind === undefined && !this.origin.isNamed) {
      const message = 'has neither apiVersion nor kind';
      this.report(readCodes.notAManifest, this.firstLine(), { message });
    } else {
      this.into.manifests.push({ object: value, place: this.place(path) });
    }
  }

  /** The place of a document, or of an element of a list in it. */
  private place(path: readonly Key[]): Place {
    const { mesh, cluster, component, file } = this.origin;
    const at = { mesh, cluster, component, file };
    if (path.length === 0)
      return { ...at, line: this.firstLine(), lineOf: (field) => this.lineOf(field) ?? null };
    this.elements ??= linesIn(this.chunk.text, ELEMENTS);
    const prefix = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('');
    const line = this.chunk.line + (lineOfField(this.elements, prefix) ?? 0);
    return { ...at, line, lineOf: (field) => this.lineOf(`${prefix}.${field}`) ?? null };
  }

  /** The line of the first thing that is no comment. */
  private firstLine(): number {
    const space = /(?:[ \t]*(?:#.*)?\r?\n)*/y.exec(this.chunk.text)![0];
    return this.chunk.line + countLines(space);
  }

  private lineAt(position: number): number {
    return this.chunk.line + countLines(this.chunk.text.slice(0, position));
  }

  private lineOf(field: string): number | undefined {
    this.lines ??= linesIn(this.chunk.text);
    const line = lineOfField(this.lines, field);
    return line === undefined ? undefined : this.chunk.line + line;
  }

  private reportSyntax({ message, line, column }: SyntaxProblem): void {
    if (this.reportLeftover()) return;
    this.report(readCodes.syntax, this.chunk.line + line, { message: `${message} (column ${column})` });
  }

  private reportLeftover(): boolean {
    const found = LEFTOVER.exec(this.chunk.text);
    if (found === null) return false;
    const [match, leftover = ''] = found;
    const line = this.lineAt(found.index + match.length - leftover.length);
    this.report(readCodes.template, line, { message: `${leftover} is for a template engine, and no YAML` });
    return true;
  }

  private reportRepeatedKeys(value: unknown): void {
    this.lines ??= linesIn(this.chunk.text);
    for (const { field, key, line } of repeatedKeys(this.lines)) {
      this.report(readCodes.duplicateKey, this.chunk.line + line, {
        message: `the key ${JSON.stringify(key)} is there already`,
        field,
        object: referenceTo(value),
      });
    }
  }

  private report(kind: FindingKind, line: number, details: FindingDetails): void {
    const { mesh, cluster, component, file } = this.origin;
    this.into.findings.push(finding(kind, { mesh, cluster, component, file, line }, details));
  }
}

/** An element of a list, with the kind that the list of the API server's own names once for all. */
function elementOf({ apiVersion, kind }: Readonly<Record<string, unknown>>, item: unknown): unknown {
  if (!isRecord(item) || item.kind !== undefined || kind === 'List') return item;
  return { apiVersion, kind: (kind as string).slice(0, -'List'.length), ...item };
}
