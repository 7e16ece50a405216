import type { Checks } from './checks';
import { show } from './user-error';

/** Largest value of protobuf's int32. */
export const INT32_MAX = 2 ** 31 - 1;
/** Largest value of protobuf's uint32. */
export const UINT32_MAX = 2 ** 32 - 1;

/** Records a value that is not a whole number from `least` to `most`. */
export function checkInteger(checks: Checks, value: unknown, least: number, most: number): boolean {
  return checks.expect(
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    `${show(value)} is not a whole number from ${least} to ${most}`,
  );
}

/** Records a value that is not a number from 0 to 100. */
export function checkPercent(checks: Checks, value: unknown): boolean {
  return checks.expect(
    typeof value === 'number' && value >= 0 && value <= 100,
    `${show(value)} is not a percentage (0-100)`,
  );
}
