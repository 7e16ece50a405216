import { isCidr, isIpAddress } from './address';
import { isDnsLabel, isDnsSubdomain } from './dns';
import { parseLocality } from './locality';
import { show, UserError, type Problem } from './user-error';

/**
 * Collects problems under a path, so that a caller sees all of them at once.
 *
 * `at('clusters').at('kube-02')` shares the collection and extends the path.
 */
export class Checks {
  constructor(
    readonly path = '',
    private readonly found: Problem[] = [],
  ) {}

  get problems(): readonly Problem[] {
    return this.found;
  }

  /** The same collection at a path of its own, for a problem that belongs elsewhere. */
  elsewhere(path: string): Checks {
    return new Checks(path, this.found);
  }

  at(field: string | number): Checks {
    const step = typeof field === 'number' ? `[${field}]` : this.path === '' ? field : `.${field}`;
    return new Checks(this.path + step, this.found);
  }

  fail(message: string): void {
    this.found.push({ field: this.path, message });
  }

  /** Records `message` unless `holds`; answers whether it held, so that a dependent check can be left out. */
  expect(holds: boolean, message: string): boolean {
    if (!holds) this.fail(message);
    return holds;
  }

  dnsLabel(value: unknown): boolean {
    return this.expect(
      isDnsLabel(value),
      `${show(value)} is not a DNS label (lower-case letters, digits and "-", at most 63, first and last a letter or digit)`,
    );
  }

  dnsSubdomain(value: unknown): boolean {
    return this.expect(
      isDnsSubdomain(value),
      `${show(value)} is not a DNS name (labels of lower-case letters, digits and "-", joined by ".", at most 253)`,
    );
  }

  port(value: unknown): boolean {
    return this.expect(isPort(value), `${show(value)} is not a port (1-65535)`);
  }

  ipAddress(value: unknown): boolean {
    return this.expect(isIpAddress(value), `${show(value)} is not an IPv4 or IPv6 address`);
  }

  cidr(value: unknown): boolean {
    return this.expect(isCidr(value), `${show(value)} is not an address range (CIDR, such as 10.42.0.0/16)`);
  }

  locality(value: unknown): boolean {
    return this.expect(
      typeof value === 'string' && parseLocality(value) !== undefined,
      `${show(value)} is not a locality (region, region/zone or region/zone/subzone)`,
    );
  }

  oneOf<T>(value: unknown, allowed: readonly T[]): boolean {
    return this.expect(
      allowed.includes(value as T),
      `${show(value)} is not one of ${allowed.map((one) => show(one)).join(', ')}`,
    );
  }

  /** Throws all that was found. */
  throwIfAny(heading?: string): void {
    if (this.found.length > 0) throw new UserError(this.found, heading);
  }
}

export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}
