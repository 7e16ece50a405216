import { until } from '../kubectl';
import { rolledOut } from '../mesh/delivery';
import { tally } from '../mesh/requests';
import type { Stage } from '../mesh/scenario';
import { parseDuration } from '../../values/duration';
import { describe, rootsIn, type Roots } from './held';
import { secretsOf, strangers, workloads } from './proxies';
import { WORKLOAD_TTL } from './mesh';
import { Phases } from './phases';
import { pkiOf } from './prepare';

const MESH = 'multi-primary';

/** A rotation of the root, one step after the other, as docs/trust.md says. */
export class Rotation {
  /** What requests are counted by. */
  readonly phases = new Phases();

  constructor(private readonly stage: Stage) {}

  async all(): Promise<void> {
    const { run } = this.stage;
    await run.step('step 1: both roots are trusted', async () => {
      await this.refused(
        'out of order',
        ['--step', '3'],
        'step 3 comes after step 1, and no rotation is under way',
      );
      await this.take('trusted: root 1 and root 2; intermediates: root 1');
      await this.refused('before the clusters have it', ['--next'], everywhere('cacerts lacks root 2'));
      await this.handOut('step 1');
      await this.waitFor('step 1', 'step 2', 'until then a workload may trust the old root alone');
      await this.proxiesHold('trusts 1 2, verifies against 1');
    });
    await run.step('step 2: intermediates of the new root', async () => {
      await this.take('trusted: root 1 and root 2; intermediates: root 2');
      await this.refused(
        'before the clusters have it',
        ['--next'],
        everywhere('its intermediate is of root 1, not of root 2'),
      );
      await this.handOut('step 2');
      await this.waitFor('step 2', 'step 3', 'until then a workload may have a certificate of the old root');
      await this.proxiesHold('trusts 1 2, verifies against 2');
    });
    await run.step('step 3: the old root goes', async () => {
      await this.take('trusted: root 2; intermediates: root 2');
      await this.handOut('step 3');
      this.phases.begin('step 3: until every proxy has renewed, and once more');
      await this.proxiesHold('trusts 2, verifies against 2');
      await later(parseDuration(WORKLOAD_TTL)!);
    });
  }

  /** What `rotate` is there to avoid. */
  async replaceAtOnce(): Promise<void> {
    const { stage, directory } = this;
    await stage.project.meshwright('pki', 'init', MESH, '--dir', directory, '--force');
    const said = await stage.command('pki', 'issue', MESH, '--dir', directory, '--apply').then(
      () => 'applied',
      (error: Error) => error.message,
    );
    const refusal = 'Connections would fail.';
    stage.run.expect('pki issue --apply', said.includes(refusal) ? refusal : said, refusal);
    await this.handOut('at once', '--replace-root');
    await later(parseDuration(WORKLOAD_TTL)!);
  }

  /** What every proxy trusts, and which root alone openssl verifies its certificate against. */
  async proxiesHold(wanted: string): Promise<void> {
    const { run, folder } = this.stage;
    const roots = this.roots;
    const look = async () => {
      const said: string[] = [];
      for (const workload of workloads(this.stage)) {
        const held = await secretsOf(this.stage, workload);
        said.push(await describe(held, roots, folder));
      }
      return tally(said);
    };
    const all = `${workloads(this.stage).length} ${wanted}`;
    run.expect('proxies', await until(2 * ttlSeconds, look, (said) => said === all), all);
  }

  get directory(): string {
    return pkiOf(this.stage.folder);
  }

  private get roots(): Roots {
    return rootsIn(this.directory, [1, 2]);
  }

  private async take(wanted: string): Promise<void> {
    const said = await this.rotate('--next');
    const [, trusted, issuing] = /: (root .*) trusted, intermediates of (root \d+)/.exec(said) ?? [];
    const taken = trusted === undefined ? said : `trusted: ${trusted}; intermediates: ${issuing}`;
    this.stage.run.expect('pki rotate --next', taken, wanted);
    if (taken !== wanted) throw new Error('the step is not taken');
  }

  private async refused(when: string, flags: readonly string[], wanted: string): Promise<void> {
    this.stage.run.expect(
      `pki rotate ${flags.join(' ')}, ${when}`,
      reasons(await this.rotate(...flags)),
      wanted,
    );
  }

  private async handOut(step: string, ...flags: readonly string[]): Promise<void> {
    const { stage, phases } = this;
    phases.begin(`${step}: pki issue --apply, and istiod restarts`);
    await stage.command('pki', 'issue', MESH, '--dir', this.directory, '--apply', ...flags);
    await Promise.all(
      stage.primaries.map(async (name) => {
        const [istiod] = await stage.cluster(name).list('deployments', 'istio-system', 'app=istiod');
        const deployment = `deployment/${istiod!.metadata.name}`;
        await stage.cluster(name).call(['-n', 'istio-system', 'rollout', 'restart', deployment]);
        await rolledOut(stage.cluster(name), 'istio-system', deployment);
      }),
    );
    // So long a proxy may take to hear from the new one.
    await later(3000);
    for (const name of stage.primaries) {
      console.log(`  ${name}: identities without a trust domain: ${await strangers(stage, name)}`);
    }
  }

  /** Has the clusters looked at, and waits as long as the refusal says. */
  private async waitFor(step: string, next: string, because: string): Promise<void> {
    const { run } = this.stage;
    const ask = () => this.rotate('--next');
    // A running istiod writes its ConfigMap after it is ready.
    const said = await until(60, ask, (answer) => answer.includes('too early'));
    const [, since, earliest, why] =
      /too early: all clusters hold the last step since (\S+) \(live\); \S+ \d may be taken at (\S+), (.*)/.exec(
        said,
      ) ?? [];
    run.expect(`pki rotate --next, early`, why ?? said, because);
    if (since === undefined || earliest === undefined) throw new Error(`${next} has no time`);
    const wait = Date.parse(earliest) - Date.parse(since);
    const wanted = parseDuration(WORKLOAD_TTL)! + 3 * 60_000;
    run.expect('the wait, in seconds', `${wait / 1000}`, `${wanted / 1000}`);
    this.phases.begin(`${step}: the wait before ${next}`);
    await later(Date.parse(earliest) - Date.now());
  }

  private async rotate(...flags: readonly string[]): Promise<string> {
    return this.stage
      .command('pki', 'rotate', MESH, '--dir', this.directory, ...flags)
      .catch((error: Error) => error.message);
  }
}

const ttlSeconds = parseDuration(WORKLOAD_TTL)! / 1000;

function everywhere(reason: string): string {
  return ['kube-01', 'kube-02'].map((name) => `${name}: ${reason}`).join('; ');
}

/** Of a refusal that the command has exited 1 with. */
function reasons(said: string): string {
  const [first = '', ...rest] = said.split('\n');
  if (!/ exits 1: step \d is refused:$/.test(first)) return said;
  return rest.flatMap((line) => line.trim() || []).join('; ');
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}
