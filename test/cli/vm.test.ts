import { execFileSync } from 'node:child_process';
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
import { vmCommand } from '../../cli/vm';
import { tarOf } from '../../live/tar';
import { closedUrl, FakeApiServer, tokenMark, tokenUntil } from '../live/fake-api-server';
import { runCommand } from '../live/run-command';

const root = join(__dirname, '../..');
let fake: FakeApiServer;
let folder: string;
beforeEach(async () => {
  fake = await FakeApiServer.start();
  folder = mkdtempSync(join(tmpdir(), 'vm-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await fake.stop();
});

const kube = () => ['--kubeconfig', fake.kubeconfig({ 'kube-01': fake.url })];
const vm = (...argv: string[]) => runCommand(vmCommand, root, argv);
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const clean = (text: string) =>
  text
    .replaceAll(folder, 'FOLDER')
    .replaceAll(fake.url, 'URL')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE');

/** The cluster has what istiod and the mesh's own objects put there. */
function ready(): void {
  fake
    .has('v1', 'ConfigMap', 'istio-ca-root-cert', {
      namespace: 'httpbin',
      data: { 'root-cert.pem': 'the root\n' },
    })
    .has('v1', 'ServiceAccount', 'httpbin', { namespace: 'httpbin' });
}

describe('vm bundle', () => {
  const out = () => join(folder, 'bundle');
  const bundle = (...argv: string[]) =>
    vm('bundle', 'multi-primary', 'virt-01', '-o', out(), ...kube(), ...argv);

  test("the machine's files with root certificate and token, for nobody else to read", async () => {
    ready();
    const ran = await bundle();
    expect({ ...ran, out: clean(ran.out) }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "wrote FOLDER/bundle (0700, its files 0600): cluster.env, mesh.yaml, hosts, user-data, README.md, root-cert.pem, istio-token
      The token expires DATE; the machine must have joined by then.
      ",
      }
    `);
    expect(mode(out())).toBe('700');
    const files = readdirSync(out());
    expect(files.map((name) => `${mode(join(out(), name))} ${name}`)).toMatchInlineSnapshot(`
      [
        "600 README.md",
        "600 cluster.env",
        "600 hosts",
        "600 istio-token",
        "600 mesh.yaml",
        "600 root-cert.pem",
        "600 user-data",
      ]
    `);
    expect(readFileSync(join(out(), 'root-cert.pem'), 'utf8')).toBe('the root\n');
    expect(readFileSync(join(out(), 'istio-token'), 'utf8')).toContain(tokenMark);
    const dist = join(root, 'dist/multi-primary/machines/virt-01');
    for (const name of readdirSync(dist)) {
      expect(readFileSync(join(out(), name), 'utf8')).toBe(readFileSync(join(dist, name), 'utf8'));
    }
    expect(fake.requests.at(-1)?.body).toMatchObject({
      spec: { audiences: ['istio-ca'], expirationSeconds: 3600 },
    });
  });

  test('a second one replaces the first', async () => {
    ready();
    await bundle();
    expect((await bundle('--token-duration', '2h')).code).toBe(0);
    expect(fake.requests.at(-1)?.body).toMatchObject({ spec: { expirationSeconds: 7200 } });
    expect(readdirSync(out())).toHaveLength(7);
  });

  test('as JSON', async () => {
    ready();
    const ran = await bundle('--output', 'json');
    expect(JSON.parse(clean(ran.out))).toMatchObject({
      machine: 'virt-01',
      folder: 'FOLDER/bundle',
      expires: 'DATE',
    });
    expect(ran.out + ran.err).not.toContain(tokenMark);
  });

  test('--dry-run says what it would ask, and asks nothing', async () => {
    const ran = await bundle('--dry-run');
    expect(ran.code).toBe(0);
    expect(clean(ran.out)).toMatchInlineSnapshot(`
      "Would ask kube-01:
        get ConfigMap httpbin/istio-ca-root-cert  ->  root-cert.pem
        create token of ServiceAccount httpbin/httpbin, audience istio-ca, 1h  ->  istio-token
      and write FOLDER/bundle (0700, its files 0600).
      "
    `);
    expect(fake.requests).toEqual([]);
    expect(existsSync(out())).toBe(false);
  });

  test.each([
    [0o755, 'everybody (mode 0755)'],
    [0o701, 'everybody (mode 0701)'],
    [0o750, 'its group (mode 0750)'],
  ])('a folder of mode %o is refused before anything is asked', async (bits, who) => {
    ready();
    mkdirSync(out());
    chmodSync(out(), bits);
    const ran = await bundle();
    expect({ code: ran.code, err: clean(ran.err) }).toEqual({
      code: 2,
      err: `FOLDER/bundle: is open to ${who}, and a token goes into it: chmod 700 it, or name a new folder\n`,
    });
    expect([fake.requests, readdirSync(out())]).toEqual([[], []]);
  });

  test('a folder that git sees is refused', async () => {
    const dist = join(root, 'dist/multi-primary/machines/virt-01');
    for (const given of [
      ['-o', dist],
      ['--tar', join(dist, 'virt-01.tar')],
    ]) {
      const ran = await vm('bundle', 'multi-primary', 'virt-01', ...given, ...kube());
      expect(ran.code).toBe(2);
      expect(ran.err.replaceAll(root, 'ROOT')).toBe(
        `${given[0] === '-o' ? '--out' : '--tar'}: ROOT/dist/multi-primary/machines/virt-01 is in ROOT, where git sees it, and a token goes into it; name a folder elsewhere, or one that .gitignore lists\n`,
      );
    }
    expect(fake.requests).toEqual([]);
  });

  test('as an archive, which is the same for the same files', async () => {
    ready();
    const tar = join(folder, 'virt-01.tar');
    const run = () => vm('bundle', 'multi-primary', 'virt-01', '--tar', tar, ...kube());
    const ran = await run();
    expect(clean(ran.out)).toMatch(/^wrote FOLDER\/virt-01\.tar \(0600\): cluster\.env, /);
    expect(mode(tar)).toBe('600');
    const listed = execFileSync('tar', ['-tvf', tar], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
    expect(listed.replace(/ +\d+ 1970-01-01 00:00/g, '')).toMatchInlineSnapshot(`
      "drwx------ root/root virt-01/
      -rw------- root/root virt-01/cluster.env
      -rw------- root/root virt-01/mesh.yaml
      -rw------- root/root virt-01/hosts
      -rw------- root/root virt-01/user-data
      -rw------- root/root virt-01/README.md
      -rw------- root/root virt-01/root-cert.pem
      -rw------- root/root virt-01/istio-token
      "
    `);
    const files = new Map([['hosts', '192.0.2.1 istiod\n']]);
    expect((await tarOf('a', files)).equals(await tarOf('a', files))).toBe(true);
    expect((await vm('bundle', 'multi-primary', 'virt-01', '--tar', tar, '-o', out(), ...kube())).err).toBe(
      '--tar: is given beside --out; a bundle goes into one of the two\n',
    );
  });

  test('an unknown machine', async () => {
    expect(await vm('bundle', 'multi-primary', 'virt-02')).toEqual({
      code: 2,
      out: '',
      err: 'machine: "virt-02" is not one of virt-01; did you mean "virt-01"?\n',
    });
    expect((await vm('bundle', 'vcluster', 'virt-01')).err).toBe('clusters/vcluster: has no machines\n');
  });

  test('without reach to the cluster it names what is missing, and writes nothing', async () => {
    const gone = await closedUrl();
    const kubeconfig = fake.kubeconfig({ 'kube-01': gone });
    const ran = await vm('bundle', 'multi-primary', 'virt-01', '-o', out(), '--kubeconfig', kubeconfig);
    expect(ran.code).toBe(2);
    expect(clean(ran.err.replace(gone, 'URL'))).toMatchInlineSnapshot(`
      "kube-01 (URL): refuses the connection: no API server listens there
      Nothing was written. The bundle lacks:
        root-cert.pem: ConfigMap httpbin/istio-ca-root-cert
        istio-token: token of ServiceAccount httpbin/httpbin, audience istio-ca, 1h
      "
    `);
    expect(existsSync(out())).toBe(false);
  });

  test('without a kubeconfig that knows the cluster, the same', async () => {
    const kubeconfig = fake.kubeconfig({ 'kube-09': await closedUrl() });
    const ran = await vm('bundle', 'multi-primary', 'virt-01', '-o', out(), '--kubeconfig', kubeconfig);
    expect(ran.code).toBe(2);
    expect(clean(ran.err)).toMatchInlineSnapshot(`
      "--kube-context: "kube-01" is not a context of the kubeconfig; did you mean kube-09? (there is kube-09)
      Nothing was written. The bundle lacks:
        root-cert.pem: ConfigMap httpbin/istio-ca-root-cert
        istio-token: token of ServiceAccount httpbin/httpbin, audience istio-ca, 1h
      "
    `);
    expect(existsSync(out())).toBe(false);
  });

  test('without a kubeconfig, the same', async () => {
    const ran = await vm('bundle', 'multi-primary', 'virt-01', '-o', out(), '--kubeconfig', '/nowhere');
    expect(ran).toEqual({
      code: 2,
      out: '',
      err:
        '--kubeconfig: /nowhere is not there\n' +
        'Nothing was written. The bundle lacks:\n' +
        '  root-cert.pem: ConfigMap httpbin/istio-ca-root-cert\n' +
        '  istio-token: token of ServiceAccount httpbin/httpbin, audience istio-ca, 1h\n',
    });
    expect(existsSync(out())).toBe(false);
  });

  test.each([
    [/configmaps/, { status: 401 }, 'does not accept the login of the kubeconfig (401); it may have expired'],
    [
      /token$/,
      { status: 403, body: { message: 'User "jane" cannot create resource' } },
      'forbids it (403): create on serviceaccounts/token in namespace httpbin is not granted to jane',
    ],
    [/configmaps/, 'hang' as const, 'did not answer within 0.2 s'],
  ])('a cluster that refuses: %s %j', async (matches, fault, message) => {
    ready();
    fake.fails(matches, fault);
    const { code, err } = await bundle('--request-timeout', '200ms');
    expect([code, clean(err).split('\n')[0]]).toEqual([2, `kube-01 (URL): ${message}`]);
    expect(existsSync(out())).toBe(false);
  });

  test('a namespace that istiod has not written to, and an account that is not there', async () => {
    expect((await bundle()).err).toMatch(
      /^kube-01: has no root-cert.pem in ConfigMap httpbin\/istio-ca-root-cert: istiod writes it into every namespace; is it running, and is the namespace there\?\n/,
    );
    ready();
    fake.objects.delete('/api/v1/namespaces/httpbin/serviceaccounts/httpbin');
    expect(clean((await bundle()).err)).toMatch(/^kube-01 \(URL\): has no ServiceAccount httpbin\/httpbin\n/);
  });

  test('a token that is too short to be given', async () => {
    expect((await bundle('--token-duration', '9m')).err).toBe(
      '--token-duration: 9m is shorter than 10m: no API server gives such a token\n',
    );
  });

  test('the gateway is looked up where the mesh does not say its address', async () => {
    fake
      .has('v1', 'ConfigMap', 'istio-ca-root-cert', {
        namespace: 'shop',
        data: { 'root-cert.pem': 'the root\n' },
      })
      .has('v1', 'ServiceAccount', 'web', { namespace: 'shop' });
    const checkout = join(__dirname, '../live/checkout');
    const kubeconfig = fake.kubeconfig({ left: fake.url });
    const run = (...argv: string[]) =>
      runCommand(vmCommand, checkout, [
        'bundle',
        'demo',
        'box',
        '-o',
        out(),
        '--kubeconfig',
        kubeconfig,
        ...argv,
      ]);
    expect(clean((await run('--dry-run')).out)).toMatchInlineSnapshot(`
      "Would ask left:
        get ConfigMap shop/istio-ca-root-cert  ->  root-cert.pem
        create token of ServiceAccount shop/web, audience istio-ca, 1h  ->  istio-token
        get Service istio-system/istio-eastwestgateway  ->  hosts
      and write FOLDER/bundle (0700, its files 0600).
      "
    `);
    expect((await run()).err).toBe(
      "warning: hosts is empty: the address of left's east-west gateway is not known\n",
    );
    fake.has('v1', 'Service', 'istio-eastwestgateway', {
      namespace: 'istio-system',
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.80' }] } },
    });
    expect((await run()).err).toBe('');
    expect(readFileSync(join(out(), 'hosts'), 'utf8')).toBe('192.0.2.80 istiod.left\n');
    expect(readFileSync(join(out(), 'user-data'), 'utf8')).toContain('192.0.2.80 istiod.left');
  });
});

describe('vm status', () => {
  const status = (...argv: string[]) => vm('status', 'multi-primary', ...argv, ...kube());
  const registered = {
    namespace: 'httpbin',
    annotations: {
      'istio.io/autoRegistrationGroup': 'httpbin',
      'istio.io/connectedAt': '2026-11-21T12:00:00Z',
    },
    spec: { address: '192.168.64.5', network: 'vm-network', locality: 'milky-way/solar-system/virt-01' },
    status: { conditions: [{ type: 'Healthy', status: 'True' }] },
  };
  const entry = 'httpbin-192.168.64.5-vm-network';
  const has = (fields: object, name = entry) =>
    fake.has('networking.istio.io/v1', 'WorkloadEntry', name, { ...registered, ...fields });

  test('a machine that registered itself and is well', async () => {
    has({});
    const { code, out } = await status();
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "machine  cluster  entry                                    connection  healthy  address       network     locality                        since
      virt-01  kube-01  httpbin/httpbin-192.168.64.5-vm-network  connected   yes      192.168.64.5  vm-network  milky-way/solar-system/virt-01  2026-11-21T12:00:00Z
      "
    `);
    expect(JSON.parse((await status('virt-01', '--output', 'json')).out)).toEqual([
      {
        machine: 'virt-01',
        cluster: 'kube-01',
        namespace: 'httpbin',
        entry,
        connection: 'connected',
        healthy: true,
        message: null,
        address: '192.168.64.5',
        network: 'vm-network',
        locality: 'milky-way/solar-system/virt-01',
        since: '2026-11-21T12:00:00Z',
      },
    ]);
  });

  test.each([
    [
      'unhealthy',
      { status: { conditions: [{ type: 'Healthy', status: 'False', message: 'connection refused' }] } },
      { connection: 'connected', healthy: false, message: 'connection refused' },
    ],
    [
      'disconnected',
      { annotations: { ...registered.annotations, 'istio.io/disconnectedAt': '2026-11-21T13:00:00Z' } },
      { connection: 'disconnected', since: '2026-11-21T13:00:00Z' },
    ],
  ])('one that is %s', async (_, fields, row) => {
    has(fields);
    const { code, out } = await status('--output', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([row]);
  });

  test('one that is not there', async () => {
    has({ spec: { address: '192.168.64.9' } }, 'httpbin-192.168.64.9-vm-network');
    const { code, out } = await status();
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "machine  cluster  entry  connection  healthy  address  network  locality  since
      virt-01  kube-01  -      absent      -        -        -        -         -
      "
    `);
  });

  test('an entry that somebody made by hand is found by its address, and one of another group is not', async () => {
    has({ annotations: {}, status: undefined }, 'virt-01');
    const { code, out } = await status('--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ entry: 'virt-01', connection: 'unknown', healthy: null }]);
    has({ annotations: { 'istio.io/autoRegistrationGroup': 'other' } }, 'virt-01');
    expect((await status()).code).toBe(1);
  });

  test('an unknown machine, and a cluster that forbids it', async () => {
    expect((await status('virt-02')).err).toBe(
      'machine: "virt-02" is not one of virt-01; did you mean "virt-01"?\n',
    );
    fake.fails(/workloadentries/, { status: 403 });
    const { code, err } = await status();
    expect({ code, err: clean(err) }).toEqual({
      code: 2,
      err: 'kube-01 (URL): forbids it (403): list on workloadentries.networking.istio.io in namespace httpbin is not granted\n',
    });
  });
});

describe('vm configure', () => {
  const group = `apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: {name: virt, namespace: vms}
spec: {template: {serviceAccount: virt, network: lan}}
`;
  const mesh = 'trustDomain: cluster.local\ndefaultConfig: {meshId: mesh1}\n';
  const out = () => join(folder, 'out');
  const configure = (...argv: string[]) =>
    vm('configure', '-f', file('group.yaml', group), '-o', out(), ...argv);
  const offline = () => ['--mesh-config', file('mesh.yaml', mesh)];

  test('without a cluster it writes what is no secret, and says what it left out', async () => {
    const ran = await configure(...offline());
    expect({ ...ran, out: clean(ran.out) }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "note: ISTIO_META_CLUSTER_ID is empty; give --clusterID, the name of the cluster in the mesh
      note: hosts is empty; give --ingressIP, the address by which the machine reaches istiod
      note: root-cert.pem is left out; give --root-cert FILE or --kube-context
      note: istio-token is left out; give --token FILE or --kube-context
      ",
        "out": "wrote FOLDER/out: cluster.env, mesh.yaml, hosts
      ",
      }
    `);
    expect(readdirSync(out())).toEqual(['cluster.env', 'hosts', 'mesh.yaml']);
  });

  test("istioctl's flags", async () => {
    const given = ['--clusterID=kube-01', '--revision=1-29-1', '--autoregister', '--capture-dns=false'];
    const more = [
      '--externalIP=192.0.2.7',
      '--ingressIP',
      '192.0.2.1',
      '--root-cert',
      file('root.pem', 'the root\n'),
    ];
    const { code, err } = await configure(...offline(), ...given, ...more);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'note: istio-token is left out; give --token FILE or --kube-context\n',
    });
    expect(readFileSync(join(out(), 'hosts'), 'utf8')).toBe('192.0.2.1 istiod-1-29-1.istio-system.svc\n');
    const env = readFileSync(join(out(), 'cluster.env'), 'utf8');
    for (const line of [
      "CA_ADDR='istiod-1-29-1.istio-system.svc:15012'",
      "ISTIO_META_CLUSTER_ID='kube-01'",
      "ISTIO_META_AUTO_REGISTER_GROUP='virt'",
      "ISTIO_SVC_IP='192.0.2.7'",
    ]) {
      expect(env.replaceAll("'", '')).toContain(line.replaceAll("'", ''));
    }
    expect(env).not.toContain('DNS_CAPTURE');
    expect(readFileSync(join(out(), 'root-cert.pem'), 'utf8')).toBe('the root\n');
  });

  test('a token makes the folder one of secrets', async () => {
    const token = file('token', `${tokenUntil(new Date())}\n`);
    const ran = await configure(...offline(), '--token', token);
    expect(ran.code).toBe(0);
    expect(ran.out + ran.err).not.toContain(tokenMark);
    expect([mode(out()), mode(join(out(), 'istio-token'))]).toEqual(['700', '600']);
    chmodSync(out(), 0o755);
    expect(clean((await configure(...offline(), '--token', token)).err)).toContain(
      'FOLDER/out: is open to everybody (mode 0755)',
    );
  });

  test('a cluster gives what was not given', async () => {
    fake
      .has('v1', 'ConfigMap', 'istio', { namespace: 'istio-system', data: { mesh } })
      .has('v1', 'ConfigMap', 'istio-sidecar-injector', {
        namespace: 'istio-system',
        data: { values: JSON.stringify({ global: { multiCluster: { clusterName: 'kube-01' } } }) },
      })
      .has('v1', 'ConfigMap', 'istio-ca-root-cert', {
        namespace: 'vms',
        data: { 'root-cert.pem': 'the root\n' },
      })
      .has('v1', 'ServiceAccount', 'virt', { namespace: 'vms' })
      .has('v1', 'Service', 'gateway', {
        namespace: 'edge',
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.8' }] } },
      })
      .has('networking.istio.io/v1', 'WorkloadGroup', 'virt', {
        namespace: 'vms',
        spec: { template: { serviceAccount: 'virt', network: 'lan' } },
      });
    const looked = [
      '--name',
      'virt',
      '--namespace',
      'vms',
      '--ingressService',
      'gateway.edge',
      '--tokenDuration=900',
    ];
    const ran = await vm('configure', '-o', out(), ...looked, ...kube());
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    expect(readdirSync(out())).toEqual(['cluster.env', 'hosts', 'istio-token', 'mesh.yaml', 'root-cert.pem']);
    expect(readFileSync(join(out(), 'hosts'), 'utf8')).toBe('192.0.2.8 istiod.istio-system.svc\n');
    expect(readFileSync(join(out(), 'cluster.env'), 'utf8')).toContain('kube-01');
    expect(fake.requests.at(-1)?.body).toMatchObject({ spec: { expirationSeconds: 900 } });
    await configure(...kube(), '--kube-context', 'kube-01');
    expect(readFileSync(join(out(), 'hosts'), 'utf8')).toBe('');
  });

  test('the MeshConfig may come in its ConfigMap', async () => {
    const configMap = file('istio.yaml', JSON.stringify({ kind: 'ConfigMap', data: { mesh } }));
    await configure('--mesh-config', configMap);
    expect(readFileSync(join(out(), 'mesh.yaml'), 'utf8')).toContain('mesh1');
  });

  test.each([
    [
      'a group without a service account',
      group.replace('serviceAccount: virt, ', ''),
      'FOLDER/group.yaml:\n  spec.template.serviceAccount: is missing; it is who the machine is in the mesh. Write `serviceAccount: default` where it is to be that of the namespace\n',
    ],
    ['no group', '# nothing\n', 'FOLDER/group.yaml: holds no WorkloadGroup\n'],
    [
      'two groups',
      `${group}---\n${group}`,
      'FOLDER/group.yaml: holds 2 WorkloadGroups; a machine is of one\n',
    ],
    [
      'another kind',
      'kind: Pod\nmetadata: {name: a, namespace: b}\n',
      expect.stringContaining('kind: "Pod" is not "WorkloadGroup"'),
    ],
    ['no YAML', 'a: [', expect.stringMatching(/^FOLDER\/group.yaml: is not YAML: /)],
  ])('%s', async (_, text, message) => {
    const given = file('group.yaml', text as string);
    const { code, err } = await vm('configure', '-f', given, '-o', out(), ...offline());
    expect({ code, err: clean(err) }).toEqual({ code: 2, err: message });
    expect(existsSync(out())).toBe(false);
  });

  test('`default` is taken where it is written', async () => {
    const given = file('group.yaml', group.replace('serviceAccount: virt', 'serviceAccount: default'));
    expect((await vm('configure', '-f', given, '-o', out(), ...offline())).code).toBe(0);
  });

  test.each([
    [['--internalIP', '192.0.2.1', '--externalIP', '192.0.2.2'], /externalIp: is given beside internalIp/],
    [['--tokenDuration', '60'], /It is a number of seconds, at least 600/],
    [['--autoregister=maybe'], /It is true or false/],
    [
      ['--ingressService', 'a.b.c', '--kube-context', 'kube-01'],
      /--ingressService: a\.b\.c is not a Service as NAME or NAME\.NAMESPACE/,
    ],
    [['--root-cert', '/nowhere/root.pem'], /--root-cert: \/nowhere\/root\.pem cannot be read \(ENOENT\)/],
  ])('%j is refused', async (argv, message) => {
    const asks = argv.includes('--kube-context');
    fake.has('v1', 'ConfigMap', 'istio-sidecar-injector', {
      namespace: 'istio-system',
      data: { values: '{}' },
    });
    const { code, err } = await configure(...offline(), ...argv, ...(asks ? kube() : []));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('what is missing is named', async () => {
    expect((await configure()).err).toBe(
      '--mesh-config: is missing: give the MeshConfig as a file (kubectl -n istio-system get configmap istio -o yaml), or --kube-context\n',
    );
    expect((await vm('configure', '-o', out())).err).toBe(
      '--file: is missing: give the WorkloadGroup as a file, or --name and --namespace with --kube-context\n',
    );
    expect((await vm('configure', '-o', out(), '--name', 'virt', '-n', 'vms')).err).toBe(
      '--name: is looked up in a cluster: give --kube-context, or the WorkloadGroup with --file\n',
    );
    expect((await vm('configure', '-o', out(), '--name', 'virt', '-n', 'vms', ...kube())).err).toBe(
      '--name: kube-01 has no WorkloadGroup vms/virt\n',
    );
    expect((await configure(...kube())).err).toBe(
      'kube-01: has no mesh in ConfigMap istio-system/istio: is Istio installed there, and is that its revision?\n',
    );
  });
});
