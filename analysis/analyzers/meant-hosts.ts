import { nearest } from '../../values/nearest';
import type { Cluster } from '../model/cluster';
import { addTo, once } from '../model/fields';
import { fullHost, type Host, type HostIndex } from '../model/hosts';
import { isVisible } from '../model/visibility';

/** Where a host is written. */
interface Writer {
  readonly namespace: string;
  readonly cluster: Cluster;
}

/** What was meant by hosts that are not there. */
export class MeantHosts {
  private readonly read = once(() => {
    const byFirst = new Map<string, Host[]>();
    const byRest = new Map<string, Host[]>();
    for (const host of this.hosts.all) {
      if (host.name.startsWith('*')) continue;
      const [first, rest] = split(host.name);
      addTo(byFirst, first, host);
      addTo(byRest, rest, host);
    }
    return { byFirst, byRest };
  });
  /** First labels of the hosts that have one rest, as a namespace sees them. */
  private readonly labels = new Map<string, readonly string[]>();
  private readonly remedies = new Map<string, string | undefined>();
  private compared = 0;

  constructor(private readonly hosts: HostIndex) {}

  /**
   * How to write it, as a remedy; undefined where nothing is near. Two names are near where their first label or all
   * the others are the same.
   */
  remedyOf(host: string, from: Writer): string | undefined {
    const key = `${from.cluster.domain}/${from.namespace}/${host}`;
    if (!this.remedies.has(key)) this.remedies.set(key, this.find(host, from));
    return this.remedies.get(key);
  }

  private find(host: string, from: Writer): string | undefined {
    if (host.startsWith('*')) return undefined;
    if (!host.includes('.')) return this.ofShort(host, from);
    const completed = [`${host}.${from.cluster.domain}`, `${host}.svc.${from.cluster.domain}`];
    const whole = completed.find((name) => this.isThere(name, from));
    if (whole !== undefined) return `Write ${whole}: a name with a dot is not completed.`;
    for (const name of [host, ...completed]) {
      const meant = this.nearestTo(name, from);
      if (meant !== undefined) return `Did you mean ${meant}?`;
    }
    return undefined;
  }

  private ofShort(host: string, from: Writer): string | undefined {
    const [, rest] = split(fullHost(host, from.namespace, from.cluster.domain));
    const near = this.nearest(host, this.labelsBefore(rest, from));
    if (near !== undefined) return `Did you mean ${near}?`;
    const [elsewhere, ...others] = this.namesWith(host, from);
    if (elsewhere === undefined || others.length > 0) return undefined;
    return `Did you mean ${elsewhere}? A name without a dot is of namespace ${from.namespace}.`;
  }

  private nearestTo(name: string, from: Writer): string | undefined {
    const [first, rest] = split(name);
    const label = this.nearest(first, this.labelsBefore(rest, from));
    if (label !== undefined) return `${label}.${rest}`;
    const others = new Map(this.namesWith(first, from).map((full) => [split(full)[1], full]));
    // What ends all names of the cluster makes none of them nearer.
    const end = `.svc.${from.cluster.domain}`;
    if (!rest.endsWith(end)) return others.get(this.nearest(rest, [...others.keys()]) ?? '');
    const namespaces = [...others.keys()].flatMap((one) =>
      one.endsWith(end) ? [one.slice(0, -end.length)] : [],
    );
    const namespace = this.nearest(rest.slice(0, -end.length), namespaces);
    return namespace === undefined ? undefined : others.get(`${namespace}${end}`);
  }

  /** Gives up where names without number are missing, which is no slip of the pen. */
  private nearest(word: string, candidates: readonly string[]): string | undefined {
    this.compared += candidates.length;
    return this.compared > 50 * this.hosts.all.length + 10_000 ? undefined : nearest(word, candidates);
  }

  private isThere(name: string, from: Writer): boolean {
    return this.hosts.resolve(name, from).some((one) => one.name === name);
  }

  private labelsBefore(rest: string, { namespace }: Writer): readonly string[] {
    const key = `${namespace}/${rest}`;
    const known = this.labels.get(key) ?? [
      ...new Set(seen(this.read().byRest.get(rest), namespace).map(firstOf)),
    ];
    this.labels.set(key, known);
    return known;
  }

  private namesWith(first: string, { namespace }: Writer): readonly string[] {
    return [...new Set(seen(this.read().byFirst.get(first), namespace).map(({ name }) => name))];
  }
}

function seen(hosts: readonly Host[] = [], namespace: string): readonly Host[] {
  return hosts.filter(({ visibility }) => isVisible(visibility, namespace));
}

function firstOf({ name }: Host): string {
  return split(name)[0];
}

/** A name's first label, and the others. */
function split(name: string): readonly [first: string, rest: string] {
  const dot = name.indexOf('.');
  return dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
}
