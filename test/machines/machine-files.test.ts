import { spawnSync } from 'node:child_process';
import { parse } from 'yaml';
import { machineFiles } from '../../machines/machine-files';
import { UserError } from '../../values/user-error';
import { fixtureMesh, type FixtureProps } from './fixtures';

interface Document {
  readonly packages: readonly string[];
  readonly users: readonly unknown[];
  readonly write_files: readonly {
    readonly path: string;
    readonly content: string;
    readonly permissions: string;
    readonly owner: string;
    readonly defer?: boolean;
  }[];
  readonly runcmd: readonly string[];
}

const files = (props?: FixtureProps): Map<string, string> => machineFiles(fixtureMesh(props).machine('vm'));

const document = (props?: FixtureProps): Document =>
  parse(files(props).get('user-data') ?? '', { version: '1.1' }) as Document;

const full: FixtureProps = {
  revision: '1-29-1',
  cluster: { eastWest: { address: '192.0.2.2', exposeIstiod: true } },
  machine: {
    locality: 'north/a/vm',
    workloadGroup: {
      name: 'web',
      namespace: 'shop',
      serviceAccount: 'web-account',
      labels: { app: 'web', version: 'v2' },
      annotations: { 'proxy.istio.io/config': 'concurrency: 1' },
      ports: { http: 8080 },
      probe: { exec: { command: ['test', '-e', '/ready'] }, periodSeconds: 5 },
    },
    sidecar: { architecture: 'arm64', sha256: 'b'.repeat(64) },
    service: {
      name: 'web',
      description: 'The shop',
      command: '/opt/web/bin/web --port 8080',
      user: 'www-data',
      packages: ['python3-venv'],
      install: ['python3 -m venv /opt/web', '/opt/web/bin/pip install web==2.0'],
    },
  },
};

test('minimal', () => {
  expect(Object.fromEntries(files())).toMatchSnapshot();
});

test('full', () => {
  expect(Object.fromEntries(files(full))).toMatchSnapshot();
});

test('what the files say and what user data puts into place are the same', () => {
  const texts = files(full);
  const written = new Map(document(full).write_files.map(({ path, content }) => [path, content]));
  expect(written.get('/var/lib/istio/envoy/cluster.env')).toBe(texts.get('cluster.env'));
  expect(written.get('/var/lib/istio/config/mesh')).toBe(texts.get('mesh.yaml'));
  expect(written.get('/var/lib/istio/config/hosts')).toBe(texts.get('hosts'));
});

test('what root sources is root’s, what the sidecar owns is written once its user is there', () => {
  const owners = document(full).write_files.map(({ path, owner, permissions, defer }) => [
    path,
    owner,
    permissions,
    defer,
  ]);
  expect(owners).toEqual([
    ['/var/lib/istio/envoy/cluster.env', 'root:root', '0644', undefined],
    ['/var/lib/istio/config/mesh', 'istio-proxy:istio-proxy', '0644', true],
    ['/var/lib/istio/config/hosts', 'root:root', '0644', undefined],
    ['/usr/local/sbin/istio-prepare', 'root:root', '0755', undefined],
    ['/etc/tmpfiles.d/istio.conf', 'root:root', '0644', undefined],
    ['/etc/systemd/system/istio.service.d/10-prepare.conf', 'root:root', '0644', undefined],
    ['/usr/local/sbin/install-istio-sidecar', 'root:root', '0755', undefined],
    ['/usr/local/sbin/install-web', 'root:root', '0755', undefined],
    ['/etc/systemd/system/web.service', 'root:root', '0644', undefined],
  ]);
});

test('no secret is in it, and no path of one is written', () => {
  for (const props of [{}, full]) {
    const all = [...files(props).values()].join('\n');
    expect(all).not.toMatch(/-----BEGIN|eyJ[A-Za-z0-9_-]{10}/);
    const paths = document(props).write_files.map(({ path }) => path);
    expect(paths).not.toEqual(expect.arrayContaining([expect.stringMatching(/^\/etc\/certs|secrets|token/)]));
  }
});

test('every script is one for the shell', () => {
  const { write_files, runcmd } = document(full);
  const scripts = [
    ...write_files.filter(({ permissions }) => permissions === '0755'),
    { content: runcmd.join('\n') },
  ];
  expect(scripts).toHaveLength(4);
  for (const { content } of scripts) {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: content, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
});

test('user data fits where clouds take 16 KiB of it', () => {
  expect(Buffer.byteLength(files(full).get('user-data') ?? '')).toBeLessThan(16 * 1024);
});

test('the program starts at once, the sidecar without making the boot wait', () => {
  expect(document(full).runcmd.slice(-3)).toEqual([
    'systemctl enable istio.service',
    'systemctl restart --no-block istio.service',
    'systemctl enable --now web.service',
  ]);
});

test('where packages are RPMs, curl is not asked for', () => {
  expect(document().packages).toEqual(['ca-certificates', 'curl', 'openssl']);
  const rpm = document({ machine: { sidecar: { format: 'rpm' } } });
  expect(rpm.packages).toEqual(['ca-certificates', 'openssl']);
});

test('a program without a user gets one of its own, one without installation no script', () => {
  const service = { name: 'web', description: 'The shop', command: '/usr/bin/web' };
  const { write_files, runcmd } = document({ machine: { service } });
  const unit = write_files.find(({ path }) => path.endsWith('web.service'));
  expect(unit?.content).toContain('DynamicUser=yes\n');
  expect(unit?.content).not.toContain('User=www');
  expect(runcmd.join()).not.toContain('install-web');
});

test('a machine behind NAT gives its outer address', () => {
  const texts = files({ machine: { externalAddress: '2001:db8::7' } });
  expect(texts.get('cluster.env')).toContain("ISTIO_SVC_IP='2001:db8::7'\n");
  expect(texts.get('cluster.env')).toContain("REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION='true'\n");
  expect(texts.get('README.md')).toContain('workloadentry web-2001-db8--7-outside ');
});

test('switches: no autoregistration, no DNS capture', () => {
  const mesh = files({ machine: { autoregister: false, captureDns: false } }).get('mesh.yaml');
  expect(mesh).not.toMatch(/AUTO_REGISTER|DNS_CAPTURE/);
});

test('an unknown gateway leaves hosts empty, and the README says what to do', () => {
  const texts = files({ cluster: { eastWest: {} } });
  expect(texts.get('hosts')).toBe('');
  expect(texts.get('README.md')).toContain(
    "`hosts` is empty: the address of one's east-west gateway is not known.",
  );
});

test('an annotation that Istio cannot read is the user’s mistake', () => {
  const workloadGroup = {
    ...fixtureMesh().machine('vm').spec.workloadGroup,
    annotations: { 'proxy.istio.io/config': 'concurrency: many' },
  };
  expect(() => files({ machine: { workloadGroup } })).toThrow(UserError);
  expect(() => files({ machine: { workloadGroup } })).toThrow(
    'proxy.istio.io/config.concurrency: "many" is not a whole number',
  );
});
