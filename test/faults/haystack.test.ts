import { catalogue } from '../../analysis/analyzers/catalogue';
import { meshCatalogue } from '../../analysis/analyzers/mesh-catalogue';
import { brief, Subject, type Broken } from './broken';
import { haystackFleet } from './haystack-fleet';
import { istioNeedles } from './istio-needles';
import { meshNeedles } from './mesh-needles';

const haystack = new Subject(haystackFleet());
const needles = [...meshNeedles, ...istioNeedles];

/** Codes of rules that no needle is for, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  IST0001: 'a rule that throws, which none does',
  IST0133: 'has one of another needle: MW1401',
  IST0170: 'has one of another needle: MW1005',
};

function found(breakIt?: (mesh: Broken) => void): readonly string[] {
  return [...new Set(haystack.findings(breakIt).map(brief))].sort();
}

test('a fleet that is right has no finding', () => {
  expect(found()).toEqual([]);
});

test('with a needle of each kind of rule, exactly those are found', () => {
  const all = found((mesh) => needles.forEach(({ breakIt }) => breakIt(mesh)));
  expect(all).toEqual([...new Set(needles.flatMap(({ findings }) => findings))].sort());
});

test('every rule has a needle, which is found by it', () => {
  const codes = new Set(
    needles
      .filter(({ code, findings }) => findings.some((text) => text.startsWith(`${code} `)))
      .map(({ code }) => code),
  );
  expect(codes.size).toBe(needles.length);
  const rules = Object.keys({ ...catalogue, ...meshCatalogue });
  expect(rules.filter((code) => !codes.has(code))).toEqual(Object.keys(WITHOUT));
});
