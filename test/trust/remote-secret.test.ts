import { parse } from 'yaml';
import { fixtureMesh } from '../machines/fixtures';
import { defineMesh } from '../../fleet/mesh';
import { clusterSecret, readClusterSecret } from '../../trust/cluster-secret';
import { readRemoteSecret, remoteReaders, remoteSecret } from '../../trust/remote-secret';
import { tokenExpiry } from '../../trust/token';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'none' })}.${part({ exp: 1_800_000_000 })}.signature`;
const expires = new Date(1_800_000_000_000);
const base64 = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));

test('every primary reads every other, and no other cluster is read', () => {
  const cluster = (name: string) => ({ server: `https://${name}.example.org`, network: name, eastWest: {} });
  const mesh = defineMesh({
    name: 'three',
    istio: { version: '1.29.1' },
    networks: { a: {}, b: {}, c: {} },
    clusters: {
      c: cluster('c'),
      a: cluster('a'),
      b: cluster('b'),
      hub: { role: 'hub', server: 'https://hub.example.org' },
    },
  } as Parameters<typeof defineMesh>[0]);
  expect(remoteReaders(mesh).map(({ from, to }) => `${to} reads ${from}`)).toEqual([
    'a reads b',
    'a reads c',
    'b reads a',
    'b reads c',
    'c reads a',
    'c reads b',
  ]);
  expect(remoteReaders(fixtureMesh())).toEqual([]);
});

test('a remote Secret, to the letter', () => {
  const secret = remoteSecret({
    cluster: 'kube-02',
    server: 'https://192.0.2.2:6443',
    certificateAuthority: 'the authority\n',
    token: 'the-token',
    tlsServerName: 'kube-02.example.org',
  });
  expect(secret).toMatchInlineSnapshot(`
    {
      "apiVersion": "v1",
      "kind": "Secret",
      "metadata": {
        "annotations": {
          "networking.istio.io/cluster": "kube-02",
        },
        "labels": {
          "istio/multiCluster": "true",
        },
        "name": "istio-remote-secret-kube-02",
        "namespace": "istio-system",
      },
      "stringData": {
        "kube-02": "apiVersion: v1
    clusters:
    - cluster:
        certificate-authority-data: dGhlIGF1dGhvcml0eQo=
        server: https://192.0.2.2:6443
        tls-server-name: kube-02.example.org
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
        token: the-token
    ",
      },
    }
  `);
});

describe('a remote Secret that is there', () => {
  test('is read back', () => {
    const given = { server: 'https://192.0.2.2:6443', certificateAuthority: 'the authority\n' };
    const { stringData } = remoteSecret({ cluster: 'kube-02', ...given, token });
    expect(readRemoteSecret(base64(stringData))).toEqual([
      { cluster: 'kube-02', ...given, expires, readable: true },
    ]);
  });

  test('may hold a token for ever, several clusters, another login, or nonsense', () => {
    const server = 'https://192.0.2.2:6443';
    const config = (user: object) =>
      JSON.stringify({ clusters: [{ cluster: { server } }], users: [{ user }] });
    const data = {
      a: config({ token: 'opaque' }),
      b: config({ exec: { command: 'login' } }),
      c: 'users: [',
      d: '',
    };
    expect(
      readRemoteSecret(base64(data)).map(({ cluster, readable, expires: until }) => [
        cluster,
        readable,
        until,
      ]),
    ).toEqual([
      ['a', true, undefined],
      ['b', false, undefined],
      ['c', false, undefined],
      ['d', false, undefined],
    ]);
  });
});

describe('a cluster Secret', () => {
  const given = {
    cluster: 'kube-01',
    namespace: 'argocd',
    server: 'https://192.0.2.1:6443',
    certificateAuthority: 'the authority\n',
    labels: { 'meshwright/mesh': 'demo' },
  };

  test('logs in with a token', () => {
    const secret = clusterSecret({ ...given, login: { bearerToken: token } });
    expect(secret.metadata).toEqual({
      name: 'cluster-kube-01',
      namespace: 'argocd',
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', 'meshwright/mesh': 'demo' },
    });
    expect(parse(secret.stringData['config']!)).toEqual({
      bearerToken: token,
      tlsClientConfig: { caData: Buffer.from('the authority\n').toString('base64') },
    });
    expect(readClusterSecret(base64(secret.stringData))).toEqual({
      server: given.server,
      login: 'token',
      certificateAuthority: 'the authority\n',
      expires,
    });
  });

  test('logs in with a certificate', () => {
    const login = { clientCertificate: 'no certificate', clientKey: 'the key' };
    const secret = clusterSecret({ ...given, login });
    expect(parse(secret.stringData['config']!)).toEqual({
      tlsClientConfig: {
        caData: Buffer.from('the authority\n').toString('base64'),
        certData: Buffer.from('no certificate').toString('base64'),
        keyData: Buffer.from('the key').toString('base64'),
      },
    });
    expect(readClusterSecret(base64(secret.stringData))).toMatchObject({
      login: 'certificate',
      expires: undefined,
    });
  });

  test('from git is no login, and another is told apart', () => {
    expect(readClusterSecret(base64({ name: 'kube-01', server: given.server }))).toMatchObject({
      server: given.server,
      login: 'none',
    });
    expect(readClusterSecret(base64({ config: '{"execProviderConfig":{}}' }))).toMatchObject({
      login: 'other',
    });
    expect(readClusterSecret(base64({ config: '{' }))).toMatchObject({ login: 'none' });
  });
});

test('a token says when it expires, or does not', () => {
  expect(tokenExpiry(token)).toEqual(expires);
  expect(tokenExpiry('opaque')).toBeUndefined();
  expect(tokenExpiry('a.b.c')).toBeUndefined();
  expect(tokenExpiry(`a.${part({ exp: 'soon' })}.c`)).toBeUndefined();
});
