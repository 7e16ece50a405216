import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = join(__dirname, 'fixtures');
const root = join(__dirname, '../..');
const files = readdirSync(folder);
const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
const program = ts.createProgram(
  files.map((file) => join(folder, file)),
  { ...options, incremental: false, tsBuildInfoFile: undefined },
);

/** `line: message` of each error that the compiler reports in a file, line counted from 1. */
function reported(file: string): Map<number, string> {
  const source = program.getSourceFile(join(folder, file))!;
  return new Map(
    ts
      .getPreEmitDiagnostics(program, source)
      .map((one) => [
        source.getLineAndCharacterOfPosition(one.start ?? 0).line + 1,
        ts.flattenDiagnosticMessageText(one.messageText, ' '),
      ]),
  );
}

/** The errors that a file announces: a `// @compile-error TEXT` speaks of the line below it. */
function announced(file: string): [number, string][] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line, index): [number, string][] => {
      const match = /\/\/ @compile-error (.*)$/.exec(line);
      return match === null ? [] : [[index + 2, match[1]!]];
    });
}

describe.each(files)('%s', (file) => {
  const errors = reported(file);

  test.each(announced(file))('line %i does not compile: %s', (line, text) => {
    expect(errors.get(line)).toContain(text);
  });

  test('everything else compiles', () => {
    const expected = new Set(announced(file).map(([line]) => line));
    expect([...errors].filter(([line]) => !expected.has(line))).toEqual([]);
  });

  test('announces at least one error', () => {
    expect(announced(file).length).toBeGreaterThan(0);
  });
});
