import type { RuleCompiler } from '../../analysis/schema/cel/program';
import type { ApiServer } from './judge';
import { BROKEN_RULES, PROBE, RULES } from './rules';

type Json = Readonly<Record<string, unknown>>;

/** Rules in one definition; the server limits what all of them may cost together. */
const CHUNK = 8;

/** Definitions for all rules. */
export function probeDefinitions(): readonly Json[] {
  const chunks = Math.ceil(RULES.length / CHUNK);
  return Array.from({ length: chunks }, (_, index) =>
    probeDefinition(
      RULES.slice(index * CHUNK, (index + 1) * CHUNK).map(([rule]) => rule),
      index,
    ),
  );
}

/** A definition with one field for each rule, so that each can be broken alone. */
function probeDefinition(rules: readonly string[], chunk: number): Json {
  const fields = rules.map((rule, index) => [
    `p${index}`,
    { ...PROBE, 'x-kubernetes-validations': [{ rule, message: `rule ${index}` }] },
  ]);
  const spec = { type: 'object', properties: Object.fromEntries(fields) as Json };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `probe${chunk}s.e2e.example.org` },
    spec: {
      group: 'e2e.example.org',
      names: { kind: `Probe${chunk}`, plural: `probe${chunk}s`, singular: `probe${chunk}` },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  };
}

/** Asks the server, and the compiler here, about every rule; the answers that are not as expected. */
export async function compareRules(server: ApiServer, compiler: RuleCompiler): Promise<readonly string[]> {
  const wrong: string[] = [];
  const tell = (rule: string, value: unknown, who: string, said: string) =>
    wrong.push(`${rule} of ${JSON.stringify(value)}: ${who} ${said}`);
  for (const [index, [rule, value, holds]] of RULES.entries()) {
    const object = {
      apiVersion: 'e2e.example.org/v1',
      kind: `Probe${Math.floor(index / CHUNK)}`,
      metadata: { name: 'probe', namespace: 'default' },
      spec: { [`p${index % CHUNK}`]: value },
    };
    const verdict = await server.judge(object);
    if (verdict.accepted !== holds)
      tell(rule, value, 'the server', verdict.reason.slice(0, 300) || 'accepts it');
    const message = compiler.compile({ rule }, PROBE)!(value);
    if ((message === undefined) !== holds) tell(rule, value, 'the compiler', message ?? 'accepts it');
  }
  for (const rule of BROKEN_RULES) {
    const { accepted } = await server.judge(probeDefinition([rule], 999));
    if (accepted) tell(rule, '', 'the server', 'takes it');
    if (compiles(compiler, rule)) tell(rule, '', 'the compiler', 'takes it');
  }
  const count = RULES.length + BROKEN_RULES.length;
  console.log(`\nCEL: ${count} rules, ${wrong.length} answers not as expected`);
  return wrong;
}

function compiles(compiler: RuleCompiler, rule: string): boolean {
  try {
    compiler.compile({ rule }, PROBE);
    return true;
  } catch {
    return false;
  }
}
