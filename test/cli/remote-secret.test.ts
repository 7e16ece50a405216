import { join } from 'node:path';
import { parse } from 'yaml';
import { clusterSecretCommand } from '../../cli/cluster-secret';
import { remoteSecretCommand } from '../../cli/remote-secret';
import { closedUrl, FakeApiServer, tokenMark, tokenUntil } from '../live/fake-api-server';
import { runCommand } from '../live/run-command';

const root = join(__dirname, '../..');
let one: FakeApiServer;
let two: FakeApiServer;
let hub: FakeApiServer;
beforeEach(async () => {
  [one, two, hub] = (await Promise.all([1, 2, 3].map(() => FakeApiServer.start()))) as [
    FakeApiServer,
    FakeApiServer,
    FakeApiServer,
  ];
  for (const cluster of [one, two]) {
    cluster.has('v1', 'ServiceAccount', 'istio-reader-service-account', { namespace: 'istio-system' });
  }
});
afterEach(() => Promise.all([one, two, hub].map((fake) => fake.stop())));

const contexts = () => ({ 'kube-01': one.url, 'kube-02': two.url, 'kube-00': hub.url });
const remoteSecret = (...argv: string[]) =>
  runCommand(remoteSecretCommand, root, [...argv, '--kubeconfig', one.kubeconfig(contexts())]);
const clusterSecret = (...argv: string[]) =>
  runCommand(clusterSecretCommand, root, [...argv, '--kubeconfig', one.kubeconfig(contexts())]);

const writes = (fake: FakeApiServer) =>
  fake.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
const secretPath = (name: string, namespace = 'istio-system') =>
  `/api/v1/namespaces/${namespace}/secrets/${name}`;
/** Dates are told apart by whether there is one. */
const dateless = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE');

/** A remote Secret as somebody has put it there. */
function holds(fake: FakeApiServer, name: string, kubeconfigs: Record<string, object>): void {
  const data = Object.fromEntries(
    Object.entries(kubeconfigs).map(([cluster, config]) => [
      cluster,
      Buffer.from(JSON.stringify(config)).toString('base64'),
    ]),
  );
  const labels = { 'istio/multiCluster': 'true' };
  fake.has('v1', 'Secret', name, { namespace: 'istio-system', labels, data });
}

function kubeconfigOf(server: string, token: string): object {
  const authority = Buffer.from('the authority\n').toString('base64');
  return {
    clusters: [{ cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ user: { token } }],
  };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const server02 = 'https://192.168.64.4:6443';

describe('remote-secret', () => {
  test('says what is missing, and asks for no token', async () => {
    const { code, out, err } = await remoteSecret('multi-primary');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "in       reads    secret                                    state    expires
      kube-01  kube-02  istio-system/istio-remote-secret-kube-02  missing  -
      kube-02  kube-01  istio-system/istio-remote-secret-kube-01  missing  -
      "
    `);
    expect([...writes(one), ...writes(two)]).toEqual([]);
  });

  test('--apply puts a Secret of each primary into every other', async () => {
    const { code, out, err } = await remoteSecret('multi-primary', '--apply');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(dateless(out)).toMatchInlineSnapshot(`
      "in       reads    secret                                    state    expires
      kube-01  kube-02  istio-system/istio-remote-secret-kube-02  applied  DATE
      kube-02  kube-01  istio-system/istio-remote-secret-kube-01  applied  DATE
      "
    `);
    expect(writes(one)).toEqual([
      'PATCH /api/v1/namespaces/istio-system/secrets/istio-remote-secret-kube-02',
      'POST /api/v1/namespaces/istio-system/serviceaccounts/istio-reader-service-account/token',
    ]);
    expect(one.requests.at(-1)?.body).toMatchObject({ spec: { expirationSeconds: 2_592_000 } });
    const applied = one.objects.get(secretPath('istio-remote-secret-kube-02')) as unknown as {
      data: Record<string, string>;
    };
    const kubeconfig = parse(Buffer.from(applied.data['kube-02']!, 'base64').toString()) as object;
    expect(kubeconfig).toMatchObject({
      clusters: [{ cluster: { server: server02 } }],
      users: [{ user: { token: expect.stringContaining(tokenMark) as string } }],
    });
  });

  test('what lasts is left alone by a second --apply', async () => {
    await remoteSecret('multi-primary', '--apply');
    const before = [...writes(one), ...writes(two)].length;
    const { code, out } = await remoteSecret('multi-primary', '--apply');
    expect(code).toBe(0);
    expect(out.match(/valid/g)).toHaveLength(2);
    expect([...writes(one), ...writes(two)]).toHaveLength(before);
  });

  test.each([
    ['expiring', kubeconfigOf(server02, tokenUntil(inDays(5)))],
    ['expired', kubeconfigOf(server02, tokenUntil(inDays(-1)))],
    ['unbounded', kubeconfigOf(server02, 'no-web-token')],
    ['differs', kubeconfigOf('https://elsewhere:6443', tokenUntil(inDays(25)))],
    ['valid', kubeconfigOf(server02, tokenUntil(inDays(25)))],
  ])('%s: what is there is told apart, and renewed unless it is valid', async (state, config) => {
    holds(one, 'istio-remote-secret-kube-02', { 'kube-02': config });
    const told = await remoteSecret('multi-primary', '--to', 'kube-01', '--output', 'json');
    expect(JSON.parse(told.out)).toMatchObject([{ in: 'kube-01', reads: 'kube-02', state }]);
    expect(told.code).toBe(state === 'valid' ? 0 : 1);
    const { out } = await remoteSecret('multi-primary', '--to', 'kube-01', '--apply', '--output', 'json');
    expect(JSON.parse(out)).toMatchObject([{ state: state === 'valid' ? 'valid' : 'applied' }]);
  });

  test('--renew-before says what is soon', async () => {
    holds(one, 'istio-remote-secret-kube-02', { 'kube-02': kubeconfigOf(server02, tokenUntil(inDays(5))) });
    const state = async (duration: string) => {
      const argv = ['multi-primary', '--to', 'kube-01', '--renew-before', duration, '--output', 'json'];
      return (JSON.parse((await remoteSecret(...argv)).out) as { state: string }[])[0]?.state;
    };
    expect([await state('96h'), await state('144h')]).toEqual(['valid', 'expiring']);
  });

  test('--output yaml prints what one cluster applies, as istioctl would', async () => {
    const { code, out, err } = await remoteSecret('multi-primary', '--to', 'kube-01', '--output', 'yaml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.replaceAll(/token: .*/g, 'token: TOKEN')).toMatchInlineSnapshot(`
      "apiVersion: v1
      kind: Secret
      metadata:
        annotations:
          networking.istio.io/cluster: kube-02
        labels:
          istio/multiCluster: "true"
        name: istio-remote-secret-kube-02
        namespace: istio-system
      stringData:
        kube-02: |
          apiVersion: v1
          clusters:
          - cluster:
              certificate-authority-data: dGhlIGF1dGhvcml0eQo=
              server: https://192.168.64.4:6443
            name: kube-02
          contexts:
          - context:
              cluster: kube-02
              user: kube-02
            name: kube-02
          current-context: kube-02
          kind: Config
          users:
          - name: kube-02
            user:
              token: TOKEN
      "
    `);
    expect(writes(one)).toEqual([]);
    expect(await remoteSecret('multi-primary', '--output', 'yaml')).toEqual({
      code: 2,
      out: '',
      err: '--output yaml: prints what one cluster applies; give --to with one of kube-01, kube-02\n',
    });
  });

  test('another server, and one that only this machine reaches', async () => {
    const given = ['--server', 'kube-02=https://127.0.0.1:6443', '--to', 'kube-01', '--output', 'yaml'];
    const { out, err } = await remoteSecret('multi-primary', ...given);
    expect(out).toContain('server: https://127.0.0.1:6443');
    expect(err).toBe(
      'warning: kube-02 is https://127.0.0.1:6443, which no other cluster reaches; give --server kube-02=URL\n',
    );
  });

  test('one cluster that is not reached does not keep the others from theirs', async () => {
    const gone = await closedUrl();
    const kubeconfig = one.kubeconfig({ 'kube-01': one.url, 'kube-02': gone });
    const { code, out, err } = await runCommand(remoteSecretCommand, root, [
      'multi-primary',
      '--kubeconfig',
      kubeconfig,
    ]);
    expect({ code, out, err: err.replaceAll(gone, 'URL') }).toEqual({
      code: 2,
      out: expect.stringMatching(/kube-01 .*missing[^]*kube-02 .*failed/) as string,
      err: 'kube-02 (URL): refuses the connection: no API server listens there\n',
    });
  });

  test('what is not there to be read with', async () => {
    two.objects.clear();
    const { code, err } = await remoteSecret('multi-primary', '--to', 'kube-01', '--apply');
    expect({ code, err }).toEqual({
      code: 2,
      err: "kube-02: has no ServiceAccount istio-system/istio-reader-service-account: Istio's base chart makes it; install that first\n",
    });
  });

  test('a Secret that another tool applied is taken over only when told', async () => {
    const causes = [
      { reason: 'FieldManagerConflict', message: 'conflict with "kubectl" using v1', field: '.data.kube-02' },
    ];
    one.fails(/^PATCH/, { status: 409, body: { reason: 'Conflict', details: { causes } } }, 1);
    const { code, err } = await remoteSecret('multi-primary', '--to', 'kube-01', '--apply');
    expect(code).toBe(2);
    expect(err.replace(one.url, 'URL')).toBe(
      'kube-01 (URL): Secret istio-system/istio-remote-secret-kube-02 has fields that another manager owns: .data.kube-02 (kubectl); --force-conflicts takes it over\n',
    );
    await remoteSecret('multi-primary', '--to', 'kube-01', '--apply', '--force-conflicts');
    expect(one.requests.findLast(({ method }) => method === 'PATCH')?.query['force']).toBe('true');
  });

  test.each([
    [
      ['multi-primary', '--from', 'kube-03'],
      '--from: "kube-03" is not one of kube-01, kube-02; did you mean "kube-01"?\n',
    ],
    [
      ['multi-primary', '--token-duration', '5m'],
      '--token-duration: 5m is shorter than 10m: no API server gives such a token\n',
    ],
    [
      ['multi-primary', '--renew-before', 'soon'],
      '--renew-before: "soon" is not a duration (a number with a unit h, m, s or ms each, such as 5s, 250ms or 1h30m)\n',
    ],
    [
      ['multi-primary', '--server', 'kube-02=http://me:pw@x'],
      '--server: kube-02 is not given the URL of an API server (https://host:port, without credentials)\n',
    ],
    [
      ['multi-primary', '--kube-context', 'production'],
      '--kube-context: production does not say which cluster it is for: CLUSTER=CONTEXT, with a cluster of kube-01, kube-02\n',
    ],
    [
      ['multi-primary', '--kube-context', 'kube-02=kube-2'],
      '--kube-context: "kube-2" is not a context of the kubeconfig; did you mean kube-02? (there is kube-01, kube-02, kube-00)\n',
    ],
  ])('%j is refused', async (argv, message) => {
    const { code, err } = await remoteSecret(...argv);
    expect({ code, err }).toEqual({ code: 2, err: message });
  });
});

describe('remote-secret prune', () => {
  beforeEach(() => {
    const config = kubeconfigOf('https://gone:6443', tokenUntil(inDays(9)));
    holds(one, 'istio-remote-secret-kube-02', { 'kube-02': config });
    holds(one, 'istio-remote-secret-kube-09', { 'kube-09': config });
    holds(two, 'several', { 'kube-01': config, 'kube-08': config });
    two.has('v1', 'Secret', 'cacerts', { namespace: 'istio-system', data: { 'kube-07': 'eA==' } });
  });

  test('names what would go, and deletes nothing', async () => {
    const { code, out } = await remoteSecret('prune', 'multi-primary');
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "in       secret                                    names    action
      kube-01  istio-system/istio-remote-secret-kube-09  kube-09  would be deleted
      kube-02  istio-system/several                      kube-08  kept
      "
    `);
    expect([...writes(one), ...writes(two)]).toEqual([]);
  });

  test('--apply deletes what names no cluster of the mesh', async () => {
    const { code, out } = await remoteSecret('prune', 'multi-primary', '--apply', '--output', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        in: 'kube-01',
        namespace: 'istio-system',
        name: 'istio-remote-secret-kube-09',
        clusters: ['kube-09'],
        action: 'deleted',
      },
      { in: 'kube-02', namespace: 'istio-system', name: 'several', clusters: ['kube-08'], action: 'kept' },
    ]);
    expect([...writes(one), ...writes(two)]).toEqual([`DELETE ${secretPath('istio-remote-secret-kube-09')}`]);
    expect((await remoteSecret('prune', 'multi-primary')).code).toBe(0);
  });
});

describe('cluster-secret', () => {
  test('a registration from git is no login', async () => {
    const data = { server: Buffer.from('https://192.168.64.3:6443').toString('base64') };
    hub.has('v1', 'Secret', 'cluster-kube-01', { namespace: 'argocd', data });
    const { code, out } = await clusterSecret('multi-primary');
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "in       cluster  secret                  state    expires
      kube-00  kube-01  argocd/cluster-kube-01  missing  -
      kube-00  kube-02  argocd/cluster-kube-02  missing  -
      "
    `);
    expect([one, two, hub].flatMap(writes)).toEqual([]);
  });

  test('--apply makes the account in the cluster and the login on the hub, once', async () => {
    const apply = () => clusterSecret('multi-primary', '--apply', '--cluster', 'kube-01');
    expect((await apply()).code).toBe(0);
    expect(writes(one)).toEqual([
      'PATCH /api/v1/namespaces/kube-system/serviceaccounts/argocd-manager',
      'PATCH /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/argocd-manager',
      'POST /api/v1/namespaces/kube-system/serviceaccounts/argocd-manager/token',
    ]);
    expect(writes(hub)).toEqual([`PATCH ${secretPath('cluster-kube-01', 'argocd')}`]);
    const { metadata, data } = hub.requests.at(-1)?.body as {
      metadata: object;
      data: Readonly<Record<string, string>>;
    };
    expect(metadata).toEqual({
      name: 'cluster-kube-01',
      namespace: 'argocd',
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', 'meshwright/mesh': 'multi-primary' },
    });
    const decoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]);
    expect(Object.fromEntries(decoded)).toEqual({
      name: 'kube-01',
      server: 'https://192.168.64.3:6443',
      config: expect.stringMatching(
        /^\{"bearerToken":"ey[^"]+","tlsClientConfig":\{"caData":"[^"]+"\}\}$/,
      ) as string,
    });
    expect((await apply()).out).toMatch(/valid/);
    expect(writes(hub)).toHaveLength(1);
  });

  test('without --apply no account is made', async () => {
    const { code, err } = await clusterSecret('multi-primary', '--output', 'yaml');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'kube-01: has no ServiceAccount kube-system/argocd-manager; --apply makes it\n',
    });
    expect(writes(one)).toEqual(['POST /api/v1/namespaces/kube-system/serviceaccounts/argocd-manager/token']);
  });

  test("the kubeconfig's own certificate", async () => {
    const { code, err } = await clusterSecret('multi-primary', '--apply', '--client-certificate');
    expect(code).toBe(2);
    expect(err).toBe(
      ['kube-01', 'kube-02']
        .map((name) => `${name}: logs in without a client certificate; leave out --client-certificate\n`)
        .join(''),
    );
  });
});

test('no token is printed unless as YAML', async () => {
  const refused = { status: 403, body: { message: `User "me" with token ${tokenUntil(inDays(1))} cannot` } };
  const runs = [
    await remoteSecret('multi-primary', '--apply'),
    await remoteSecret('multi-primary', '--apply', '--output', 'json'),
    await remoteSecret('multi-primary', '--apply', '--renew-before', '9999h'),
    await remoteSecret('prune', 'multi-primary'),
    await clusterSecret('multi-primary', '--apply'),
    await clusterSecret('multi-primary', '--output', 'json'),
  ];
  one.fails(/PATCH|token/, refused);
  two.fails(/PATCH|token/, { status: 422, body: { message: `bad value ${tokenUntil(inDays(1))}` } });
  hub.fails(/PATCH/, { status: 500, body: `panic: ${tokenUntil(inDays(1))}` });
  runs.push(await remoteSecret('multi-primary', '--apply', '--renew-before', '9999h'));
  runs.push(await clusterSecret('multi-primary', '--apply', '--renew-before', '9999h'));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 2, 2]);
  for (const { out, err } of runs) {
    expect(out + err).not.toContain(tokenMark);
    expect(out + err).not.toMatch(/eyJ/);
  }
  const printed = await remoteSecret('multi-primary', '--to', 'kube-02', '--output', 'yaml');
  expect(printed.code).toBe(2);
});
