import type { Checks } from './checks';
import { show } from './user-error';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const DURATION = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/;
const PART = /(\d*)\.?(\d*)(ns|us|µs|ms|s|m|h)/g;
/** Go holds a duration in 64 bits of nanoseconds: about 292 years. */
const LONGEST = 2n ** 63n - 1n;

/**
 * A duration as Go and Istio's API read it: numbers with a unit each, `5s`, `250ms`, `1h30m`, `0.5s`.
 *
 * There is no unit for days, and a number alone is none.
 */
export function isDuration(value: unknown): value is string {
  return typeof value === 'string' && parseDuration(value) !== undefined;
}

/** Milliseconds of a duration; undefined where the text is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined) return undefined;
  let nanoseconds = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of parts.matchAll(PART)) {
    const size = UNITS[unit] ?? 0n;
    nanoseconds += BigInt(whole) * size + (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  if (nanoseconds > LONGEST) return undefined;
  const milliseconds = Number(nanoseconds / 1_000_000n) + Number(nanoseconds % 1_000_000n) / 1_000_000;
  return sign === '-' ? -milliseconds : milliseconds;
}

/** What a field admits beside durations of whole milliseconds. */
export interface DurationRules {
  /**
   * Whether `0s` is allowed, where it turns something off.
   * @default false
   */
  readonly zero?: boolean;
}

/** Records what Istio refuses as a timeout or an interval: anything but whole milliseconds, at least one. */
export function checkDuration(checks: Checks, value: unknown, { zero = false }: DurationRules = {}): void {
  const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined;
  if (milliseconds === undefined) {
    checks.fail(
      `${show(value)} is not a duration (a number with a unit h, m, s or ms each, such as 5s, 250ms or 1h30m)`,
    );
  } else if (milliseconds < 1 && !(zero && milliseconds === 0)) {
    checks.fail(`${show(value)} is shorter than 1ms: Istio refuses it`);
  } else if (!Number.isInteger(milliseconds)) {
    checks.fail(`${show(value)} is not a whole number of milliseconds: Istio refuses a finer one`);
  }
}
