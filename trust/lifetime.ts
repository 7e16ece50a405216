import { show, UserError } from '../values/user-error';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: DAY, y: 365 * DAY };

/** Certificates hold for this long before they are made, for clocks that are behind. */
export const BACKDATED = 5 * 60_000;
/** With less than this left, a certificate is renewed, and a root issues nothing more. */
export const EXPIRES_SOON = 30 * DAY;

/**
 * Milliseconds of a certificate's lifetime: `10y` (of 365 days), `90d`, `36h`.
 *
 * @param field - the flag that gave it
 */
export function parseLifetime(field: string, text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([hdy])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) {
    throw UserError.of(
      field,
      `${show(text)} is not a lifetime (a number of years, days or hours: 10y, 90d, 36h)`,
    );
  }
  const lifetime = Number(count) * UNITS[unit]!;
  if (lifetime > 100 * UNITS.y!) throw UserError.of(field, `${show(text)} is more than 100y`);
  return lifetime;
}
