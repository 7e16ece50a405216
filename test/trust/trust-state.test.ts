import { issuingRoot, parseState, trustedRoots, type TrustState } from '../../trust/trust-state';

const since = '2026-11-21T12:00:00.000Z';
const quiet: TrustState = { version: 1, mesh: 'demo', keyType: 'ec', root: 1 };
const first: TrustState = { ...quiet, rotation: { step: 1, to: 2, since } };
const second: TrustState = { ...quiet, rotation: { step: 2, to: 2, since, held: { since, by: 'live' } } };

test('which root issues and which are trusted', () => {
  expect([quiet, first, second].map((state) => [issuingRoot(state), trustedRoots(state)])).toEqual([
    [1, [1]],
    [1, [1, 2]],
    [2, [1, 2]],
  ]);
});

test('what is written is read', () => {
  for (const state of [quiet, first, second])
    expect(parseState(JSON.stringify(state), 'trust.json')).toEqual(state);
});

test.each([
  ['{', 'is not JSON'],
  ['[]', 'is not an object'],
  ['{"version":2}', 'version: 2 is not 1'],
  ['{"version":1}', 'mesh: undefined is not a name'],
  [JSON.stringify({ ...quiet, keyType: 'dsa' }), 'keyType: "dsa" is not one of ec, rsa'],
  [JSON.stringify({ ...quiet, root: 0 }), 'root: 0 is not a generation (1 or more)'],
  [JSON.stringify({ ...quiet, rotation: 1 }), 'rotation: is not an object'],
  [JSON.stringify({ ...quiet, rotation: { ...first.rotation, step: 3 } }), 'rotation.step: 3 is not 1 or 2'],
  [
    JSON.stringify({ ...quiet, rotation: { ...first.rotation, to: 1 } }),
    'rotation.to: 1 is not a generation after 1',
  ],
  [
    JSON.stringify({ ...quiet, rotation: { ...first.rotation, since: 'x' } }),
    'rotation.since: "x" is not a time',
  ],
  [
    JSON.stringify({ ...quiet, rotation: { ...first.rotation, held: { since, by: 'me' } } }),
    `rotation.held: {"since":"${since}","by":"me"} is not a time and "live" or "confirmed"`,
  ],
])('%s is refused', (text, message) => {
  expect(() => parseState(text, 'trust.json')).toThrow(`trust.json: ${message}; restore it from a backup`);
});
