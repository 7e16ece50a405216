import type { Certificate } from '../../trust/certificate';
import { decideIssue, rootRefusal } from '../../trust/issuing';
import { DAY } from '../../trust/lifetime';
import { intermediate, later, noon, root } from './support';

let theRoot: Certificate;
let last: Certificate;
beforeAll(async () => {
  const made = await root();
  theRoot = made.certificate;
  last = (await intermediate(made)).certificate;
});

const decide = (question: Partial<Parameters<typeof decideIssue>[0]> = {}) =>
  decideIssue({ intermediate: last, root: theRoot, now: noon, force: false, ...question });

test('a good intermediate stays', () => {
  expect(decide()).toEqual({ make: false });
  expect(decide({ now: later(699 * DAY) })).toEqual({ make: false });
});

test.each([
  ['there is none', { intermediate: undefined }, 'it has none of this root'],
  ['it is asked for', { force: true }, '--force asks for one'],
  ['it expires soon', { now: later(701 * DAY) }, 'the last one expires soon, at 2028-11-20T12:00:00.000Z'],
  ['it has expired', { now: later(731 * DAY) }, 'the last one expired at 2028-11-20T12:00:00.000Z'],
])('a new one is made where %s', (_, question, because) => {
  expect(decide(question)).toEqual({ make: true, because });
});

test('one that ends with its root is not made again and again', async () => {
  const made = await root({ lifetime: 20 * DAY });
  const short = await intermediate(made);
  expect(decide({ root: made.certificate, intermediate: short.certificate })).toEqual({ make: false });
});

test('a root that has expired or ends soon issues nothing', () => {
  expect(rootRefusal(theRoot, noon, false)).toBeUndefined();
  expect(rootRefusal(theRoot, later(3625 * DAY), false)).toBe(
    'expires soon, at 2036-11-18T12:00:00.000Z, and its intermediates with it: rotate first (pki rotate --next)',
  );
  expect(rootRefusal(theRoot, later(3651 * DAY), false)).toBe(
    'expired at 2036-11-18T12:00:00.000Z: nobody trusts what it signs. No rotation keeps connections alive any more; pki init --force makes a new authority',
  );
});

test('while its successor is on the way, one that ends soon still issues', () => {
  expect(rootRefusal(theRoot, later(3625 * DAY), true)).toBeUndefined();
  expect(rootRefusal(theRoot, later(3651 * DAY), true)).toMatch(/^expired at /);
});
