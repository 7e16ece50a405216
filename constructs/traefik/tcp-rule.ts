import { RE2JS } from 're2js';
import { isCidr, isIpAddress } from '../../values/address';
import type { Checks } from '../../values/checks';
import { isDnsSubdomain } from '../../values/dns';
import { show } from '../../values/user-error';

/** Which connections a route takes, in the rule language of Traefik 3. */
export class TcpRule {
  /** Connections whose TLS handshake names one of the hosts. For routes with TLS. */
  static hostSni(...hosts: readonly string[]): TcpRule {
    return new TcpRule(
      hosts.map((host) => `HostSNI(${quoted(host)})`).join(' || '),
      hosts.length > 1,
      true,
      (checks) => checkHosts(hosts, checks.at('hostSni')),
    );
  }

  /** Connections whose TLS handshake names a host that a regular expression of Go finds. For routes with TLS. */
  static hostSniRegexp(expression: string): TcpRule {
    return new TcpRule(`HostSNIRegexp(${quoted(expression)})`, false, true, (checks) =>
      checks
        .at('hostSniRegexp')
        .expect(
          /^[\x20-\x7e]+$/.test(expression) && !expression.includes('`') && compiles(expression),
          `${show(expression)} is not a regular expression of Go, in ASCII and without "\`": Traefik refuses it`,
        ),
    );
  }

  /** All connections, with TLS and without. */
  static anyHost(): TcpRule {
    return new TcpRule('HostSNI(`*`)', false, false, () => undefined);
  }

  /** Connections from an address or a range. */
  static clientIp(range: string): TcpRule {
    return new TcpRule(`ClientIP(${quoted(range)})`, false, false, (checks) =>
      checks
        .at('clientIp')
        .expect(
          isIpAddress(range) || isCidr(range),
          `${show(range)} is neither an address nor a range of addresses`,
        ),
    );
  }

  private constructor(
    readonly text: string,
    private readonly isAlternative: boolean,
    /** Whether the rule names a host, which only a TLS handshake does. */
    readonly namesHost: boolean,
    private readonly checkParts: (checks: Checks) => void,
  ) {}

  /** Connections that this rule and the other take. */
  and(other: TcpRule): TcpRule {
    const [left, right] = [this, other].map(({ text, isAlternative }) =>
      isAlternative ? `(${text})` : text,
    );
    return this.with(other, `${left} && ${right}`, false);
  }

  /** Connections that this rule or the other takes. */
  or(other: TcpRule): TcpRule {
    return this.with(other, `${this.text} || ${other.text}`, true);
  }

  check(checks: Checks): void {
    this.checkParts(checks);
  }

  private with(other: TcpRule, text: string, isAlternative: boolean): TcpRule {
    return new TcpRule(text, isAlternative, this.namesHost || other.namesHost, (checks) => {
      this.check(checks);
      other.check(checks);
    });
  }
}

function checkHosts(hosts: readonly string[], checks: Checks): void {
  checks.expect(hosts.length > 0, 'has no host: TcpRule.anyHost() takes all connections');
  hosts.forEach((host, index) =>
    checks
      .at(index)
      .expect(
        isDnsSubdomain(host),
        `${show(host)} is not a host's name in lower case` +
          (host.includes('*') ? '; TcpRule.hostSniRegexp() takes many, anyHost() all' : ''),
      ),
  );
}

/** Go's regular expressions are RE2's. */
function compiles(expression: string): boolean {
  try {
    RE2JS.compile(expression);
    return true;
  } catch {
    return false;
  }
}

/** A string literal of Go, which is what a rule's values are. */
function quoted(value: string): string {
  return `\`${value}\``;
}
