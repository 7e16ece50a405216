import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parse } from 'yaml';
import { pkiCommand } from '../../cli/pki';
import type { PkiStatus } from '../../cli/pki-status-report';
import type { PkiWorld } from '../../cli/pki-world';
import { nameOf, refOf, type KubeObject, type ObjectRef } from '../../live/kube-object';
import { LiveError } from '../../live/live-error';
import { Certificate } from '../../trust/certificate';
import { DAY } from '../../trust/lifetime';
import { UserError } from '../../values/user-error';
import { countingEntropy, noon } from '../trust/support';

const checkout = join(__dirname, '../..');
const HOUR = 3_600_000;

/** A cluster whose istiod does what it is told when it is restarted. */
class FakeCluster {
  readonly objects = new Map<string, KubeObject>();
  reachable = true;

  constructor(readonly name: string) {}

  read(ref: ObjectRef): Promise<KubeObject | undefined> {
    if (!this.reachable) throw new LiveError('unreachable', this.name, 'does not answer');
    return Promise.resolve(this.objects.get(nameOf(ref)));
  }

  apply(object: KubeObject): Promise<KubeObject> {
    this.objects.set(nameOf(refOf(object)), object);
    return Promise.resolve(object);
  }

  get secret(): Readonly<Record<string, string>> {
    const { data } = this.objects.get('Secret istio-system/cacerts') as unknown as {
      data: Record<string, string>;
    };
    return Object.fromEntries(
      Object.entries(data).map(([name, text]) => [name, Buffer.from(text, 'base64').toString()]),
    );
  }

  restartIstiod(): void {
    const metadata = { namespace: 'istio-system', name: 'istio-ca-root-cert' };
    const data = { 'root-cert.pem': Buffer.from(this.secret['root-cert.pem']!).toString() };
    void this.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
}

let base: string;
let dir: string;
let clusters: Record<string, FakeCluster>;
let now: Date;
/** Everything that any command of this file printed, but for the Secret that was asked for. */
const printed: string[] = [];
const keys: string[] = [];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'pki-'));
  dir = join(base, 'meshwright', 'pki', 'multi-primary');
  clusters = { 'kube-01': new FakeCluster('kube-01'), 'kube-02': new FakeCluster('kube-02') };
  now = noon;
});
afterEach(() => {
  keys.push(
    ...filesOf(base)
      .filter((file) => file.endsWith('-key.pem'))
      .map((file) => readFileSync(file, 'utf8')),
  );
  rmSync(base, { recursive: true });
});

async function pki(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  let code = -1;
  const stream = (to: 'out' | 'err') => ({ write: (text: string) => (written[to] += text) });
  const context = {
    streams: { out: stream('out'), err: stream('err') },
    root: checkout,
    done: (ended: number) => {
      code = ended;
    },
  };
  const entropy = countingEntropy();
  const connect = () => ({ of: (cluster: string) => clusters[cluster]! });
  const world: PkiWorld = { now: () => now, entropy, env: { XDG_DATA_HOME: base }, connect };
  const command = pkiCommand(context, world);
  for (const one of command.commands) one.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await new Command().addCommand(command).parseAsync(['pki', ...argv], { from: 'user' });
  } catch (error) {
    printed.push(String(error));
    throw error;
  } finally {
    printed.push(written.err, argv.includes('--secret') ? '' : written.out);
  }
  return { code, ...written };
}

async function refused(...argv: string[]): Promise<string> {
  try {
    await pki(...argv);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

async function made(): Promise<void> {
  await pki('init', 'multi-primary');
  await pki('issue', 'multi-primary');
}

async function handedOut(): Promise<void> {
  const { code } = await pki('issue', 'multi-primary', '--apply');
  expect(code).toBe(0);
  for (const cluster of Object.values(clusters)) cluster.restartIstiod();
}

async function status(...argv: string[]): Promise<PkiStatus> {
  return JSON.parse((await pki('status', 'multi-primary', '--output', 'json', ...argv)).out) as PkiStatus;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const later = (milliseconds: number) => {
  now = new Date(noon.getTime() + milliseconds);
};
const read = (...path: string[]) => readFileSync(join(dir, ...path), 'utf8');
const inDir = (text: string) => text.replaceAll(dir, 'DIR').replace(/[0-9a-f]{64}/g, 'FINGERPRINT');

describe('init', () => {
  test('makes a root where git does not look, for nobody else to read', async () => {
    const { code, out, err } = await pki('init', 'multi-primary');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(inDir(out)).toBe(
      [
        'root 1 of multi-primary: EC prime256v1, until 2036-11-18T12:00:00.000Z, SHA-256 FINGERPRINT',
        'It is in DIR; keep a copy of that folder where nobody else gets at it.',
        'Next: meshwright pki issue multi-primary',
        '',
      ].join('\n'),
    );
    const modes = ['', 'roots', 'roots/1', 'roots/1/root-key.pem', 'roots/1/root-cert.pem', 'trust.json'].map(
      (file) => (statSync(join(dir, file)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '700', '700', '600', '600', '600']);
    expect(JSON.parse(read('trust.json'))).toEqual({
      version: 1,
      mesh: 'multi-primary',
      keyType: 'ec',
      root: 1,
    });
  });

  test('overwrites nothing, and with --force makes another root beside the first', async () => {
    await pki('init', 'multi-primary');
    const before = read('roots', '1', 'root-key.pem');
    expect(inDir(await refused('init', 'multi-primary'))).toBe(
      '--dir: DIR holds an authority already, and its keys are not overwritten. To replace the root of a running mesh: pki rotate multi-primary. --force makes root 2 beside it at once, and what clusters then get breaks their connections',
    );
    await pki('init', 'multi-primary', '--force', '--root-lifetime', '1y');
    expect(read('roots', '1', 'root-key.pem')).toBe(before);
    expect(read('roots', '2', 'root-key.pem')).not.toBe(before);
    expect(
      (await status()).roots.map(({ generation, role, notAfter }) => [generation, role, notAfter]),
    ).toEqual([
      [1, 'retired', '2036-11-18T12:00:00.000Z'],
      [2, 'issuing', '2027-11-21T12:00:00.000Z'],
    ]);
  });

  test('a key without its trust.json is not overwritten either', async () => {
    await pki('init', 'multi-primary');
    rmSync(join(dir, 'trust.json'));
    expect(await refused('init', 'multi-primary')).toMatch(/holds an authority already/);
  });

  test('a folder that others can read is refused, with what mends it', async () => {
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, 0o755);
    expect(inDir(await refused('init', 'multi-primary'))).toBe(
      'DIR: others than its owner can get at it (0755), and it holds private keys: chmod 700 DIR',
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  test('a folder that git sees is refused, and one that it ignores is not', async () => {
    const tree = join(base, 'tree');
    mkdirSync(join(tree, '.git'), { recursive: true });
    const inside = join(tree, 'pki');
    expect(await refused('init', 'multi-primary', '--dir', inside)).toBe(
      `--dir: ${inside} is in the git work tree ${tree}, which does not ignore it: a key could be committed. Choose a folder outside, or add this one to .gitignore`,
    );
    expect(existsSync(inside)).toBe(false);
    writeFileSync(join(tree, '.gitignore'), '/pki/\n');
    expect((await pki('init', 'multi-primary', '--dir', inside)).code).toBe(0);
  });

  test('what is no mesh with an istiod, and no lifetime', async () => {
    expect(await refused('init', 'nowhere')).toMatch(/^mesh: "nowhere" is not a mesh of clusters\/ /);
    expect(await refused('init', 'edge-tunnel')).toBe(
      'mesh: edge-tunnel has no cluster that runs istiod, so nothing in it needs an authority',
    );
    expect(await refused('init', 'multi-primary', '--root-lifetime', '10')).toMatch(
      /^--root-lifetime: "10" is not a lifetime /,
    );
    expect(existsSync(dir)).toBe(false);
  });
});

describe('issue', () => {
  test('gives each cluster with an istiod an intermediate, once', async () => {
    await pki('init', 'multi-primary');
    const first = await pki('issue', 'multi-primary');
    expect(first.out).toBe(
      ['kube-01', 'kube-02']
        .map(
          (cluster) =>
            `${cluster}: new intermediate 1 of root 1 (EC prime256v1, until 2028-11-20T12:00:00.000Z), because it has none of this root\n`,
        )
        .join(''),
    );
    const key = read('clusters', 'kube-01', '1', 'ca-key.pem');
    const second = await pki('issue', 'multi-primary', '--cluster', 'kube-01');
    expect(second.out).toBe(
      'kube-01: intermediate 1 of root 1 (EC prime256v1, until 2028-11-20T12:00:00.000Z) stays\n',
    );
    expect(read('clusters', 'kube-01', '1', 'ca-key.pem')).toBe(key);
    expect(readdirSync(join(dir, 'clusters', 'kube-01'))).toEqual(['1']);
    expect(read('clusters', 'kube-01', '1', 'cert-chain.pem')).toBe(
      read('clusters', 'kube-01', '1', 'ca-cert.pem') + read('roots', '1', 'root-cert.pem'),
    );
  });

  test('every file of it is for its owner alone', async () => {
    await made();
    const modes = new Set(filesOf(dir).map((file) => statSync(file).mode & 0o777));
    expect([...modes]).toEqual([0o600]);
    expect(filesOf(dir)).toHaveLength(3 + 2 * 4);
  });

  test('renews what has expired beside what was', async () => {
    await made();
    later(731 * DAY);
    const { out } = await pki('issue', 'multi-primary', '--cluster', 'kube-01', '--lifetime', '90d');
    expect(out).toBe(
      'kube-01: new intermediate 2 of root 1 (EC prime256v1, until 2029-02-19T12:00:00.000Z), because the last one expired at 2028-11-20T12:00:00.000Z\n',
    );
    expect(readdirSync(join(dir, 'clusters', 'kube-01')).sort()).toEqual(['1', '2']);
  });

  test('a root that ends soon, or has ended, issues nothing', async () => {
    await pki('init', 'multi-primary');
    later(3630 * DAY);
    expect(await refused('issue', 'multi-primary')).toBe(
      'root 1: expires soon, at 2036-11-18T12:00:00.000Z, and its intermediates with it: rotate first (pki rotate --next)',
    );
    later(3651 * DAY);
    expect(await refused('issue', 'multi-primary')).toMatch(
      /^root 1: expired at 2036-11-18T12:00:00.000Z: nobody/,
    );
    expect(existsSync(join(dir, 'clusters'))).toBe(false);
  });

  test('prints the Secret of one cluster and nothing beside it', async () => {
    await made();
    const { out, err } = await pki('issue', 'multi-primary', '--cluster', 'kube-02', '--secret');
    const secret = parse(out) as { kind: string; metadata: unknown; data: Record<string, string> };
    expect(secret).toMatchObject({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
    });
    for (const file of ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem']) {
      expect(Buffer.from(secret.data[file]!, 'base64').toString()).toBe(
        read('clusters', 'kube-02', '1', file),
      );
    }
    expect(err).toMatch(/^kube-02: intermediate 1 of root 1 .* stays\n$/);
  });

  test('what cannot be meant', async () => {
    await made();
    expect(await refused('issue', 'multi-primary', '--secret')).toBe(
      '--secret: prints what one cluster gets; give --cluster with one of kube-01, kube-02',
    );
    expect(await refused('issue', 'multi-primary', '--secret', '--apply', '--cluster', 'kube-01')).toBe(
      '--secret: prints the Secret, and --apply applies it: give one of the two',
    );
    expect(await refused('issue', 'multi-primary', '--cluster', 'kube-00')).toMatch(
      /^--cluster: "kube-00" is not one of kube-01, kube-02/,
    );
    expect(inDir(await refused('issue', 'active-standby', '--dir', dir))).toBe(
      '--dir: DIR is that of the mesh "multi-primary", not "active-standby"',
    );
    expect(await refused('issue', 'multi-primary', '--dir', join(base, 'none'))).toBe(
      `--dir: ${join(base, 'none')} holds no authority; make one: meshwright pki init multi-primary`,
    );
  });

  test('a key that others can read is not used', async () => {
    await made();
    const key = join(dir, 'roots', '1', 'root-key.pem');
    chmodSync(key, 0o640);
    expect(inDir(await refused('issue', 'multi-primary'))).toBe(
      'DIR/roots/1/root-key.pem: others than its owner can get at it (0640), and it holds private keys: chmod 600 DIR/roots/1/root-key.pem',
    );
  });

  test('a key that cannot be read is named and not shown', async () => {
    await made();
    writeFileSync(
      join(dir, 'roots', '1', 'root-key.pem'),
      read('roots', '1', 'root-key.pem').replace('KEY', 'K'),
    );
    expect(inDir(await refused('issue', 'multi-primary'))).toBe(
      'DIR/roots/1/root-key.pem: is not a private key in PEM form',
    );
  });

  test('applies the Secret, and says who has to restart', async () => {
    await made();
    const first = await pki('issue', 'multi-primary', '--apply');
    expect(first.out.split('\n').slice(2)).toEqual([
      'kube-01: Secret istio-system/cacerts applied',
      'kube-02: Secret istio-system/cacerts applied',
      'Restart istiod in kube-01, kube-02, which takes up other roots only then (docs/trust.md):',
      '  kubectl -n istio-system rollout restart deployment/istiod-1-29-1',
      '',
    ]);
    for (const cluster of Object.values(clusters)) cluster.restartIstiod();
    const second = await pki('issue', 'multi-primary', '--apply');
    expect(second.out).not.toContain('Restart');
    expect((await status('--live')).clusters.map(({ problems }) => problems)).toEqual([[], []]);
  });

  test('hands out nothing anywhere where connections of one cluster would fail', async () => {
    await made();
    await handedOut();
    const before = clusters['kube-01']!.secret;
    await pki('init', 'multi-primary', '--force');
    const message = await refused('issue', 'multi-primary', '--apply');
    expect(message.split('\n').map((line) => line.replace(/\([0-9a-f]{8}\)/g, '()'))).toEqual([
      'Connections would fail. A rotation (pki rotate) avoids that; --replace-root hands out all the same. Nothing was applied:',
      ...['kube-01', 'kube-02'].flatMap((cluster) => [
        `  ${cluster}: workloads trust O=multi-primary, CN=Root CA 1 (), and not O=multi-primary, CN=Root CA 2 (), the root of the new intermediate`,
        `  ${cluster}: workloads hold certificates of O=multi-primary, CN=Root CA 1 (), which the new root-cert.pem leaves out`,
      ]),
    ]);
    expect(clusters['kube-01']!.secret).toEqual(before);
    expect((await pki('issue', 'multi-primary', '--apply', '--replace-root')).code).toBe(0);
    expect(clusters['kube-01']!.secret['root-cert.pem']).toBe(read('roots', '2', 'root-cert.pem'));
  });

  test('a cluster that does not answer ends it before anything is applied', async () => {
    await made();
    clusters['kube-02']!.reachable = false;
    expect(await refused('issue', 'multi-primary', '--apply')).toBe('kube-02: does not answer');
    expect(clusters['kube-01']!.objects.size).toBe(0);
  });
});

describe('status', () => {
  test('as text', async () => {
    await made();
    const { code, out } = await pki('status', 'multi-primary');
    expect(code).toBe(0);
    expect(inDir(out).replace(/\b[0-9a-f]{8}\b/g, 'FINGERPT')).toBe(
      [
        'multi-primary: trust domain cluster.local, kept in DIR',
        '',
        'root  role     key            expires                   sha-256',
        '1     issuing  EC prime256v1  2036-11-18T12:00:00.000Z  FINGERPT',
        '',
        'cluster  intermediate  root  key            expires                   sha-256   holds',
        'kube-01  1             1     EC prime256v1  2028-11-20T12:00:00.000Z  FINGERPT  -',
        'kube-02  1             1     EC prime256v1  2028-11-20T12:00:00.000Z  FINGERPT  -',
        '',
      ].join('\n'),
    );
  });

  test('as JSON, with stable keys', async () => {
    await made();
    await handedOut();
    const found = await status('--live');
    expect(Object.keys(found)).toEqual([
      'mesh',
      'directory',
      'trustDomain',
      'rotation',
      'roots',
      'clusters',
      'problems',
    ]);
    const facts = ['subject', 'issuer', 'serialNumber', 'keyType', 'notBefore', 'notAfter', 'fingerprint'];
    expect(Object.keys(found.roots[0]!)).toEqual(['generation', 'role', ...facts]);
    expect(Object.keys(found.clusters[0]!)).toEqual(['cluster', 'intermediate', 'live', 'problems']);
    expect(Object.keys(found.clusters[0]!.intermediate!)).toEqual(['generation', 'root', ...facts]);
    expect(Object.keys(found.clusters[0]!.live!)).toEqual(['intermediate', 'roots', 'distributed']);
    expect(found.clusters[0]!.live!.intermediate!.fingerprint).toBe(
      found.clusters[0]!.intermediate!.fingerprint,
    );
    expect(found.clusters[0]!.live!.distributed![0]!.fingerprint).toBe(found.roots[0]!.fingerprint);
  });

  test('expired intermediates, here and in the clusters', async () => {
    await made();
    await handedOut();
    later(731 * DAY);
    const { code, out } = await pki('status', 'multi-primary', '--live');
    expect(code).toBe(1);
    expect(out).toContain(
      'kube-01: intermediate 1 (O=multi-primary, L=kube-01, CN=Intermediate CA) expired at 2028-11-20T12:00:00.000Z\n' +
        'kube-01: ca-cert.pem (O=multi-primary, L=kube-01, CN=Intermediate CA) expired at 2028-11-20T12:00:00.000Z\n',
    );
  });

  test('a root that ends soon', async () => {
    await pki('init', 'multi-primary', '--root-lifetime', '29d');
    const found = await status();
    expect(found.problems).toEqual([
      'root 1 (O=multi-primary, CN=Root CA 1) expires soon, at 2026-12-20T12:00:00.000Z',
    ]);
    expect(found.clusters.map(({ problems }) => problems)).toEqual([
      ['has no intermediate of root 1; make one with pki issue'],
      ['has no intermediate of root 1; make one with pki issue'],
    ]);
  });

  test('clusters that hold nothing, something else, or do not answer', async () => {
    await made();
    await handedOut();
    await pki('issue', 'multi-primary', '--cluster', 'kube-01', '--force');
    clusters['kube-02']!.objects.clear();
    expect((await status('--live')).clusters.map(({ problems }) => problems)).toEqual([
      ['holds something else than what is kept here; hand it out with pki issue --apply'],
      ['there is no Secret istio-system/cacerts'],
    ]);
    clusters['kube-02']!.reachable = false;
    const [, second] = (await status('--live')).clusters;
    expect(second).toMatchObject({ live: null, problems: ['cannot be read: kube-02: does not answer'] });
    expect((await pki('status', 'multi-primary', '--live')).code).toBe(1);
  });

  test('without the authority, what the clusters hold, and whether they trust each other', async () => {
    await made();
    await handedOut();
    const elsewhere = clusters['kube-01']!;
    rmSync(dir, { recursive: true });
    await made();
    clusters = { 'kube-01': new FakeCluster('kube-01'), 'kube-02': clusters['kube-02']! };
    await pki('issue', 'multi-primary', '--cluster', 'kube-01', '--apply');
    clusters['kube-01']!.restartIstiod();
    rmSync(dir, { recursive: true });

    const apart = await status('--live');
    expect(apart).toMatchObject({ directory: null, rotation: null, roots: [] });
    expect(apart.problems.map((problem) => problem.replace(/\([0-9a-f]{8}\)/g, '()'))).toEqual([
      'kube-01 does not trust the workloads of kube-02: O=multi-primary, CN=Root CA 1 () is not among O=multi-primary, CN=Root CA 1 ()',
      'kube-02 does not trust the workloads of kube-01: O=multi-primary, CN=Root CA 1 () is not among O=multi-primary, CN=Root CA 1 ()',
    ]);
    clusters['kube-01'] = elsewhere;
    const { code, out } = await pki('status', 'multi-primary', '--live');
    expect(code).toBe(0);
    expect(out.replace(/\b[0-9a-f]{8}\b/g, 'FINGERPT')).toBe(
      [
        'multi-primary: trust domain cluster.local, no authority kept here',
        '',
        'cluster  intermediate  root  key  expires  sha-256  holds',
        'kube-01  -             -     -    -        -        FINGERPT until 2028-11-20T12:00:00.000Z, trusting FINGERPT',
        'kube-02  -             -     -    -        -        FINGERPT until 2028-11-20T12:00:00.000Z, trusting FINGERPT',
        '',
      ].join('\n'),
    );
    expect(inDir(await refused('status', 'multi-primary'))).toMatch(/^--dir: DIR holds no authority; /);
  });
});

describe('rotate', () => {
  const roots = (cluster: string) =>
    Certificate.allOf(clusters[cluster]!.secret['root-cert.pem']!, 'root-cert.pem').map(
      ({ facts }) => facts.subject,
    );
  const issuer = (cluster: string) =>
    Certificate.only(clusters[cluster]!.secret['ca-cert.pem']!, 'ca-cert.pem').facts.issuer;
  const [one, two] = ['O=multi-primary, CN=Root CA 1', 'O=multi-primary, CN=Root CA 2'];

  test('walks from one root to the next with both trusted in between', async () => {
    await made();
    await handedOut();

    const first = await pki('rotate', 'multi-primary', '--next');
    expect(first.out).toBe(
      [
        'step 1 of 3 is taken: root 1 and root 2 trusted, intermediates of root 1',
        'kube-01: intermediate 1 of root 1 (EC prime256v1, until 2028-11-20T12:00:00.000Z) stays',
        'kube-02: intermediate 1 of root 1 (EC prime256v1, until 2028-11-20T12:00:00.000Z) stays',
        'Next: meshwright pki issue multi-primary --apply, and restart istiod in every cluster.',
        'Then: meshwright pki rotate multi-primary --next, which says from when it may go on.',
        '',
      ].join('\n'),
    );
    const early = await pki('rotate', 'multi-primary', '--next');
    expect(early).toEqual({
      code: 1,
      out: '',
      err: 'step 2 is refused:\n  kube-01: cacerts lacks root 2\n  kube-02: cacerts lacks root 2\n',
    });
    await handedOut();
    expect([roots('kube-01'), issuer('kube-01')]).toEqual([[one, two], one]);

    expect((await pki('rotate', 'multi-primary', '--next')).err).toMatch(
      /^step 2 is refused:\n {2}too early: .*step 2 may be taken at 2026-11-22T12:03:00.000Z/,
    );
    expect((await status()).rotation).toEqual({
      step: 1,
      from: 1,
      to: 2,
      since: noon.toISOString(),
      held: { since: noon.toISOString(), by: 'live' },
      next: 2,
      earliest: '2026-11-22T12:03:00.000Z',
    });
    expect((await pki('status', 'multi-primary')).out).toContain(
      'rotation from root 1 to root 2: step 1 taken at 2026-11-21T12:00:00.000Z; step 2 from 2026-11-22T12:03:00.000Z (all clusters hold this one since 2026-11-21T12:00:00.000Z, live)\n',
    );
    later(25 * HOUR);
    expect((await pki('rotate', 'multi-primary', '--step', '2')).code).toBe(0);
    await handedOut();
    expect([roots('kube-02'), issuer('kube-02')]).toEqual([[one, two], two]);

    await pki('rotate', 'multi-primary', '--next');
    later(50 * HOUR);
    const third = await pki('rotate', 'multi-primary', '--next');
    expect(third.out).toContain('Then the rotation is over; the key of root 1 is of no more use.\n');
    await handedOut();
    expect([roots('kube-02'), issuer('kube-02')]).toEqual([[two], two]);
    rmSync(join(dir, 'roots', '1'), { recursive: true });
    const { rotation, clusters: after, roots: kept } = await status('--live');
    expect(rotation).toBeNull();
    expect(after.map(({ problems }) => problems)).toEqual([[], []]);
    expect(kept.map(({ role }) => role)).toEqual(['issuing']);
  });

  test('both roots in every Secret is not enough: istiod must have taken them up', async () => {
    await made();
    await handedOut();
    await pki('rotate', 'multi-primary', '--step', '1');
    await pki('issue', 'multi-primary', '--apply');
    clusters['kube-01']!.restartIstiod();
    later(100 * HOUR);
    expect((await pki('rotate', 'multi-primary', '--step', '2')).err).toBe(
      'step 2 is refused:\n  kube-02: istiod has not taken up root 2 (istio-ca-root-cert); restart it\n',
    );
  });

  test('where there is no reach, somebody confirms, and the wait begins then', async () => {
    await made();
    await pki('rotate', 'multi-primary', '--next');
    clusters['kube-01']!.reachable = false;
    clusters['kube-02']!.reachable = false;
    later(HOUR);
    expect((await pki('rotate', 'multi-primary', '--next')).err).toBe(
      'step 2 is refused:\n' +
        '  kube-01 cannot be read: kube-01: does not answer; if you know what it holds, say so with --confirmed\n' +
        '  kube-02 cannot be read: kube-02: does not answer; if you know what it holds, say so with --confirmed\n',
    );
    expect((await pki('rotate', 'multi-primary', '--next', '--confirmed')).err).toMatch(
      /since 2026-11-21T13:00:00.000Z \(confirmed\); step 2 may be taken at 2026-11-22T13:03:00.000Z/,
    );
    later(26 * HOUR);
    expect((await pki('rotate', 'multi-primary', '--next', '--confirmed')).code).toBe(0);
  });

  test('a shorter --workload-ttl shortens the wait', async () => {
    await made();
    await pki('rotate', 'multi-primary', '--next');
    await pki('rotate', 'multi-primary', '--next', '--confirmed');
    later(HOUR);
    expect(
      (await pki('rotate', 'multi-primary', '--next', '--confirmed', '--workload-ttl', '58m')).code,
    ).toBe(1);
    expect(
      (await pki('rotate', 'multi-primary', '--next', '--confirmed', '--workload-ttl', '57m')).code,
    ).toBe(0);
  });

  test('a step out of order, and what cannot be meant', async () => {
    await made();
    expect(await pki('rotate', 'multi-primary', '--step', '3')).toEqual({
      code: 1,
      out: '',
      err: 'step 3 is refused:\n  step 3 comes after step 1, and no rotation is under way\n',
    });
    expect(readdirSync(join(dir, 'roots'))).toEqual(['1']);
    const message = '--step: or --next says which step to take: give one of the two';
    expect(await refused('rotate', 'multi-primary')).toBe(message);
    expect(await refused('rotate', 'multi-primary', '--next', '--step', '1')).toBe(message);
    await expect(pki('rotate', 'multi-primary', '--step', '4')).rejects.toThrow(
      "option '--step <n>' argument '4' is invalid. Allowed choices are 1, 2, 3.",
    );
  });

  test('an expired root leaves no trust to keep', async () => {
    await made();
    later(3651 * DAY);
    expect(await refused('rotate', 'multi-primary', '--next')).toBe(
      'root 1: expired at 2036-11-18T12:00:00.000Z: no rotation keeps connections alive any more; pki init --force makes a new authority',
    );
  });

  test('a trust.json that somebody broke', async () => {
    await made();
    writeFileSync(join(dir, 'trust.json'), '{}');
    expect(inDir(await refused('rotate', 'multi-primary', '--next'))).toBe(
      'DIR/trust.json: version: undefined is not 1; restore it from a backup',
    );
  });
});

test('no key is in anything that was printed or thrown', () => {
  const text = printed.join('\n');
  const lines = keys.flatMap((pem) =>
    pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----')),
  );
  expect(lines.length).toBeGreaterThan(50);
  expect(text.length).toBeGreaterThan(5000);
  expect(lines.filter((line) => text.includes(line))).toEqual([]);
  expect(text).not.toContain('PRIVATE KEY');
  expect(text).not.toContain(Buffer.from('-----BEGIN PRIVATE').toString('base64').slice(0, 20));
});
