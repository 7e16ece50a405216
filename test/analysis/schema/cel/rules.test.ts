import { UnsupportedRule } from '../../../../analysis/schema/cel/desugar';
import { BrokenRule, RuleCompiler } from '../../../../analysis/schema/cel/program';
import { BROKEN_RULES, PROBE, RULES } from '../../../../e2e/schema/rules';

const compiler = new RuleCompiler();

// `npm run e2e:schema` asks a real API server about the same rules.
test.each(RULES)('%s of %j: %s', (rule, value, holds) => {
  expect(compiler.compile({ rule }, PROBE)!(value) === undefined).toBe(holds);
});

test.each(BROKEN_RULES)('%j does not compile', (rule) => {
  expect(() => compiler.compile({ rule }, PROBE)).toThrow(BrokenRule);
});

test.each([
  ['self.s ==', 'syntax error: '],
  ["self.bogus == 'a'", 'undefined field bogus'],
  ['self.s.x == 1', 'type string does not support field selection of x'],
  ['other == 1', 'undeclared reference to other'],
  ['bogus(self.s)', 'undeclared reference to bogus'],
  ["self.s.matches('a(')", 'invalid matches argument: '],
])('%s is refused with the reason', (rule, reason) => {
  expect(() => compiler.compile({ rule }, PROBE)).toThrow(reason);
});

test.each([
  ["self.m.all(k, v, v != '')", 'function all'],
  ['[?self.?s] == []', 'optional elements of a list'],
])('%s is right, and not understood here', (rule, reason) => {
  expect(() => compiler.compile({ rule }, PROBE)).toThrow(new UnsupportedRule(reason));
});

test('rules about changes are none', () => {
  expect(compiler.compile({ rule: 'self.s == oldSelf.s' }, PROBE)).toBeUndefined();
});

test('a resource shows its name to rules, and no other metadata', () => {
  const rule = { rule: "self.metadata.name == 'a' && self.kind == 'Probe'" };
  const object = { kind: 'Probe', metadata: { name: 'a' } };
  expect(compiler.compile(rule, PROBE, true)!(object)).toBeUndefined();
  expect(() => compiler.compile({ rule: "self.metadata.labels['a'] == 'b'" }, PROBE, true)).toThrow(
    'undefined field labels',
  );
});
