import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeClient } from '../../live/kube-client';
import { LiveError, redact } from '../../live/live-error';
import { closedUrl, FakeApiServer, tokenMark } from './fake-api-server';

let fake: FakeApiServer;
beforeEach(async () => {
  fake = await FakeApiServer.start();
});
afterEach(() => fake.stop());

const client = (timeoutSeconds = 5) => KubeClient.connect({ kubeconfig: fake.kubeconfig(), timeoutSeconds });
const cacerts = { apiVersion: 'v1', kind: 'Secret', namespace: 'istio-system', name: 'cacerts' } as const;
const accounts = { namespace: 'vms', serviceAccount: 'virt', seconds: 3600 } as const;

/** The message of the LiveError that a promise ends with. */
async function refusal(asked: Promise<unknown>): Promise<{ reason: string; message: string }> {
  const error: unknown = await asked.then(
    (value) => value,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LiveError)) throw new Error(`no LiveError but ${String(error)}`);
  return { reason: error.reason, message: error.message.replaceAll(fake.url, 'URL') };
}

describe('what a cluster holds', () => {
  test('an object is read as its JSON, with the login of the kubeconfig', async () => {
    fake.has('v1', 'Secret', 'cacerts', { namespace: 'istio-system', data: { 'ca-cert.pem': 'eA==' } });
    expect(await client().read(cacerts)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
      data: { 'ca-cert.pem': 'eA==' },
    });
    expect(fake.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1',
      'GET /api/v1/namespaces/istio-system/secrets/cacerts',
    ]);
    expect(fake.requests[1]?.headers['authorization']).toBe(`Bearer me-${tokenMark}`);
  });

  test('what is not there is undefined, and so is what no definition knows', async () => {
    expect(await client().read(cacerts)).toBeUndefined();
    const ref = { apiVersion: 'networking.istio.io/v9', kind: 'WorkloadEntry', namespace: 'vms' };
    expect(await client().read({ ...ref, name: 'virt' })).toBeUndefined();
    expect(await client().list(ref)).toEqual([]);
    expect(await client().remove({ ...ref, name: 'virt' })).toBe(false);
  });

  test('a list is of one namespace and by label, and its items say what they are', async () => {
    const labels = { 'istio/multiCluster': 'true' };
    fake
      .has('v1', 'Secret', 'one', { namespace: 'istio-system', labels })
      .has('v1', 'Secret', 'two', { namespace: 'istio-system' })
      .has('v1', 'Secret', 'three', { namespace: 'other', labels });
    const found = await client().list({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'istio-system',
      labelSelector: 'istio/multiCluster=true',
    });
    expect(found.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name])).toEqual([
      ['Secret', 'v1', 'one'],
    ]);
  });

  test('discovery is asked once for each version', async () => {
    const one = client();
    await Promise.all([one.read(cacerts), one.read(cacerts), one.read({ ...cacerts, kind: 'ConfigMap' })]);
    expect(fake.requests.filter(({ path }) => path === '/api/v1')).toHaveLength(1);
  });

  test('an apply is a server-side one of the manager meshwright, and forces nothing unless told', async () => {
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'vms' } };
    await client().apply(object);
    await client().apply(object, { force: true, dryRun: true });
    const patches = fake.requests.filter(({ method }) => method === 'PATCH');
    expect(patches.map(({ path, query, body }) => ({ path, query, body }))).toEqual([
      { path: '/api/v1/namespaces/vms', query: { fieldManager: 'meshwright' }, body: object },
      {
        path: '/api/v1/namespaces/vms',
        query: { fieldManager: 'meshwright', force: 'true', dryRun: 'All' },
        body: object,
      },
    ]);
    expect(patches[0]?.headers['content-type']).toBe('application/apply-patch+yaml');
  });

  test('a removal says whether there was something', async () => {
    fake.has('v1', 'Secret', 'cacerts', { namespace: 'istio-system' });
    expect([await client().remove(cacerts), await client().remove(cacerts)]).toEqual([true, false]);
  });

  test('a token is asked for an audience and a time', async () => {
    fake.has('v1', 'ServiceAccount', 'virt', { namespace: 'vms' });
    const { token, expires } = await client().requestToken({ ...accounts, audiences: ['istio-ca'] });
    expect(token).toContain(tokenMark);
    expect(Math.abs(expires.getTime() - Date.now() - 3600_000)).toBeLessThan(10_000);
    expect(fake.requests.at(-1)?.body).toEqual({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 3600, audiences: ['istio-ca'] },
    });
  });

  test('the server and its authority are those of the kubeconfig', () => {
    const { server, certificateAuthority, clientCertificate, context } = client();
    expect({ server, certificateAuthority, clientCertificate, context }).toEqual({
      server: fake.url,
      certificateAuthority: 'the authority\n',
      clientCertificate: undefined,
      context: 'fake',
    });
  });
});

describe('what a cluster refuses', () => {
  test.each([
    [
      401,
      {},
      'unauthorized',
      'fake (URL): does not accept the login of the kubeconfig (401); it may have expired',
    ],
    [
      403,
      { message: 'secrets "cacerts" is forbidden: User "jane" cannot get resource "secrets"' },
      'forbidden',
      'fake (URL): forbids it (403): get on secrets in namespace istio-system is not granted to jane',
    ],
    [
      500,
      { reason: 'InternalError' },
      'server',
      'fake (URL): fails to get Secret istio-system/cacerts (500): InternalError',
    ],
    [
      409,
      { reason: 'Conflict' },
      'conflict',
      'fake (URL): Secret istio-system/cacerts was changed at the same time (409)',
    ],
    [
      200,
      'hello',
      'server',
      'fake (URL): answers with something that is no JSON; it is no Kubernetes API server',
    ],
  ])('%d', async (status, body, reason, message) => {
    fake.fails(/secrets\/cacerts/, { status, body });
    expect(await refusal(client().read(cacerts))).toEqual({ reason, message });
  });

  test('a conflict names the fields and who owns them', async () => {
    const causes = [
      {
        reason: 'FieldManagerConflict',
        message: 'conflict with "kubectl-client-side-apply" using v1',
        field: '.data.kube-02',
      },
    ];
    fake.fails(/^PATCH/, { status: 409, body: { reason: 'Conflict', details: { causes } } });
    const object = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
    };
    expect(await refusal(client().apply(object))).toEqual({
      reason: 'conflict',
      message:
        'fake (URL): Secret istio-system/cacerts has fields that another manager owns: .data.kube-02 (kubectl-client-side-apply)',
    });
  });

  test('an account that is not there', async () => {
    expect(await refusal(client().requestToken(accounts))).toEqual({
      reason: 'notFound',
      message: 'fake (URL): has no ServiceAccount vms/virt',
    });
  });

  test('a kind that is not installed cannot be applied', async () => {
    const object = {
      apiVersion: 'networking.istio.io/v9',
      kind: 'WorkloadEntry',
      metadata: { name: 'virt' },
    };
    expect(await refusal(client().apply(object))).toEqual({
      reason: 'notFound',
      message:
        'fake (URL): knows no WorkloadEntry of networking.istio.io/v9; its definition is not installed',
    });
  });

  test('what the server says of a Secret is left out but for the fields, for it quotes values', async () => {
    const causes = [{ field: 'data[token]', message: 'Invalid value: "hunter2"' }];
    const body = { reason: 'Invalid', message: 'data[token]: Invalid value: "hunter2"', details: { causes } };
    fake.fails(/^PATCH/, { status: 422, body });
    const object = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: 'istio-system' },
    };
    expect((await refusal(client().apply(object))).message).toBe(
      'fake (URL): refuses Secret istio-system/cacerts (422): Invalid data[token]',
    );
    fake.fails(/^PATCH/, { status: 422, body });
    const other = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
    };
    expect((await refusal(client().apply(other))).message).toBe(
      'fake (URL): refuses ConfigMap istio-system/istio (422): data[token]: Invalid value: "hunter2"',
    );
  });
});

describe('a server that is not well', () => {
  test('one that hangs is given up after the time that was given', async () => {
    fake.fails(/.*/, 'hang');
    const started = Date.now();
    expect(await refusal(client(0.3).read(cacerts))).toEqual({
      reason: 'timeout',
      message: 'fake (URL): did not answer within 0.3 s',
    });
    expect(Date.now() - started).toBeLessThan(3000);
    expect(fake.requests).toHaveLength(1);
  });

  test('one that refuses the connection is given up at once', async () => {
    const url = await closedUrl();
    const one = KubeClient.connect({ kubeconfig: fake.kubeconfig({ gone: url }) });
    const { reason, message } = await refusal(one.read(cacerts));
    expect({ reason, message: message.replace(url, 'URL') }).toEqual({
      reason: 'unreachable',
      message: 'gone (URL): refuses the connection: no API server listens there',
    });
  });

  test('a name that does not resolve', async () => {
    const one = KubeClient.connect({
      kubeconfig: fake.kubeconfig({ gone: 'http://no-such-host.invalid:6443' }),
    });
    expect((await refusal(one.read(cacerts))).reason).toBe('unreachable');
  });

  test('one that is busy is asked again, and so is one that drops the connection', async () => {
    fake.has('v1', 'Secret', 'cacerts', { namespace: 'istio-system' });
    fake.fails(/cacerts/, { status: 429, headers: { 'retry-after': '0.05' } }, 1);
    fake.fails(/cacerts/, { status: 503 }, 1);
    fake.fails(/cacerts/, 'reset', 1);
    expect((await client().read(cacerts))?.metadata.name).toBe('cacerts');
    expect(fake.requests.filter(({ path }) => path.endsWith('cacerts'))).toHaveLength(4);
  });

  test('one that stays busy is given up', async () => {
    fake.fails(/cacerts/, { status: 503, headers: { 'retry-after': '0.05' } });
    expect((await refusal(client().read(cacerts))).message).toBe(
      'fake (URL): fails to get Secret istio-system/cacerts (503)',
    );
    expect(fake.requests.filter(({ path }) => path.endsWith('cacerts'))).toHaveLength(4);
  });

  test('one that goes on dropping connections is given up', async () => {
    fake.fails(/cacerts/, 'reset');
    expect(await refusal(client().read(cacerts))).toEqual({
      reason: 'unreachable',
      message: 'fake (URL): drops the connection',
    });
  });
});

describe('the kubeconfig', () => {
  let folder: string;
  const env = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.env = { ...env };
  });
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const connect = (options: Parameters<typeof KubeClient.connect>[0]) =>
    refusal(Promise.resolve().then(() => KubeClient.connect(options)));

  test('an unknown context, with the nearest', async () => {
    const kubeconfig = fake.kubeconfig({ 'kube-01': fake.url, 'kube-02': fake.url });
    expect(await connect({ kubeconfig, context: 'kube-0l' })).toEqual({
      reason: 'kubeconfig',
      message:
        '--kube-context: "kube-0l" is not a context of the kubeconfig; did you mean kube-01? (there is kube-01, kube-02)',
    });
    expect((await connect({ kubeconfig, context: 'production' })).message).toBe(
      '--kube-context: "production" is not a context of the kubeconfig; there is kube-01, kube-02',
    );
  });

  test('none', async () => {
    const gone = join(folder, 'gone');
    expect((await connect({ kubeconfig: gone })).message).toBe(`--kubeconfig: ${gone} is not there`);
    process.env['KUBECONFIG'] = gone;
    expect((await connect({})).message).toBe(`kubeconfig: KUBECONFIG lists ${gone}, which is not there`);
    delete process.env['KUBECONFIG'];
    process.env['HOME'] = folder;
    expect((await connect({})).message).toBe(
      'kubeconfig: there is none: KUBECONFIG is not set and ~/.kube/config is not there. Give --kubeconfig FILE',
    );
  });

  test('one that does not read is not quoted', async () => {
    const broken = file('broken', 'users:\n- name: me\n  user: {token: hunter2\n');
    expect((await connect({ kubeconfig: broken })).message).toMatch(/broken: is not YAML \(line \d\)$/);
    const empty = file('empty', '');
    expect((await connect({ kubeconfig: empty })).message).toBe(`${empty}: is not a kubeconfig`);
    const nameless = file('nameless', 'clusters: [{cluster: {}}]');
    expect((await connect({ kubeconfig: nameless })).message).toBe(
      `${nameless}: clusters[0].name is missing`,
    );
    const dangling = file(
      'dangling',
      'contexts: [{name: a, context: {cluster: b, user: c}}]\ncurrent-context: a',
    );
    expect((await connect({ kubeconfig: dangling })).message).toBe(
      'a: names a cluster that the kubeconfig does not define',
    );
    const aimless = file('aimless', 'contexts: []');
    expect((await connect({ kubeconfig: aimless })).message).toBe(
      '--kube-context: is needed: no context is current; the kubeconfig has none',
    );
  });

  test('of several files the first that defines a name wins, and one that is not there is passed over', () => {
    const of = (name: string, cluster: string, server: string) =>
      file(
        name,
        `{clusters: [{name: c, cluster: {server: "${server}"}}, {name: ${cluster}, cluster: {server: "${server}"}}],
          contexts: [{name: ${cluster}, context: {cluster: c, user: u}}], users: [], current-context: ${cluster}}`,
      );
    process.env['KUBECONFIG'] = [
      join(folder, 'gone'),
      of('one', 'a', 'https://one'),
      of('two', 'b', 'https://two'),
    ].join(':');
    const { context, server } = KubeClient.connect();
    expect([context, server]).toEqual(['a', 'https://one']);
    expect(KubeClient.connect({ context: 'b' }).server).toBe('https://one');
  });

  test('a login that fails is named, without what it printed', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', 'echo no session for eyJhbGciOiJub25lIn0.e30.c2VjcmV0 >&2; exit 1'],
    };
    const kubeconfig = file(
      'exec',
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: fake.url, 'insecure-skip-tls-verify': true } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        users: [{ name: 'u', user: { exec } }],
        'current-context': 'c',
      }),
    );
    expect(await refusal(KubeClient.connect({ kubeconfig }).read(cacerts))).toEqual({
      reason: 'unauthorized',
      message: 'c (URL): no login from the kubeconfig: no session for (redacted)',
    });
  });
});

test('what looks like a secret is taken out of a message', () => {
  expect(redact('token eyJhbGciOiJub25lIn0.e30.c2VjcmV0 is bad')).toBe('token (redacted) is bad');
  expect(redact('a -----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY----- b')).toBe(
    'a (redacted) b',
  );
  expect(redact('Authorization: Bearer abc.def, more')).toBe('Authorization: (redacted) more');
  expect(redact('proxy http://me:hunter2@proxy:3128')).toBe('proxy http(redacted)proxy:3128');
  expect(redact('ca LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t= end')).toBe('ca (redacted) end');
  expect(redact('ServiceAccount vms/virt')).toBe('ServiceAccount vms/virt');
});
