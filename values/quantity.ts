const SCALE = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
} as const;

/** Size of a Kubernetes quantity (`100m`, `128Mi`, `2`, `1e3`) in its base unit; undefined where it is none. */
export function parseQuantity(text: unknown): number | undefined {
  const match =
    typeof text === 'string'
      ? /^(\d+(?:\.\d*)?|\.\d+)(?:([eE][-+]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?)$/.exec(text)
      : null;
  if (match === null) return undefined;
  const [, number = '', exponent = '', suffix = ''] = match;
  return Number(number + exponent) * SCALE[suffix as keyof typeof SCALE];
}
