import type { MachineServiceSpec, MachineSpec, SidecarPackageSpec } from '../../fleet/machine-spec';
import type { Probe } from '../../values/probe';
import { validateMesh } from '../../fleet/validate';
import { machine, twoClusters } from '../support/meshes';

/** `field: message` of everything that is wrong with a machine. */
const problems = (over: Partial<MachineSpec>): string[] =>
  validateMesh(twoClusters({ machines: { vm: machine(over) } })).problems.map(
    ({ field, message }) => `${field.replace('machines.vm.', '')}: ${message}`,
  );

const probed = (probe: object): string[] =>
  problems({ workloadGroup: { ...machine().workloadGroup, probe: probe as Probe } });

const service: MachineServiceSpec = {
  name: 'web',
  description: 'The shop',
  command: '/usr/bin/web --port 80',
};

describe('a probe', () => {
  test.each([
    [{ httpGet: { path: '/', port: 80, scheme: 'HTTPS', httpHeaders: [{ name: 'a', value: 'b' }] } }],
    [{ tcpSocket: { port: 80 }, initialDelaySeconds: 0, successThreshold: 1 }],
    [{ exec: { command: ['true'] } }],
  ])('%j is right', (probe) => {
    expect(probed(probe)).toEqual([]);
  });

  test.each<[object, string]>([
    [
      { periodSeconds: 5 },
      'workloadGroup.probe: has none of httpGet, tcpSocket, exec, grpc: exactly one is allowed',
    ],
    [
      { httpGet: { path: '/', port: 80 }, exec: { command: ['true'] } },
      'workloadGroup.probe: has httpGet and exec of httpGet, tcpSocket, exec, grpc: exactly one is allowed',
    ],
    [
      { httpGet: { path: '/', port: 70000 } },
      'workloadGroup.probe.httpGet.port: 70000 is not a port (1-65535)',
    ],
    [{ tcpSocket: { port: 0 } }, 'workloadGroup.probe.tcpSocket.port: 0 is not a port (1-65535)'],
    [
      { grpc: { port: 80 } },
      'workloadGroup.probe.grpc: is refused by Istio 1.29, which knows httpGet, tcpSocket and exec only',
    ],
    [
      { httpGet: { path: 'get', port: 80 } },
      'workloadGroup.probe.httpGet.path: "get" does not start with "/"',
    ],
    [
      { httpGet: { path: '/', port: 80, scheme: 'http' } },
      'workloadGroup.probe.httpGet.scheme: "http" is not one of "HTTP", "HTTPS"',
    ],
    [
      { exec: { command: [] } },
      'workloadGroup.probe.exec.command: is empty: Istio refuses a probe without a command',
    ],
    [
      { exec: { command: ['true'] }, periodSeconds: 0.5 },
      'workloadGroup.probe.periodSeconds: 0.5 is not a whole number from 0 to 2147483647',
    ],
    [
      { exec: { command: ['true'] }, successThreshold: -1 },
      'workloadGroup.probe.successThreshold: -1 is not a whole number from 0 to 2147483647',
    ],
  ])('%j is not', (probe, problem) => {
    expect(probed(probe)).toEqual([problem]);
  });
});

describe('the sidecar', () => {
  test('is right with a checksum and a place of its own', () => {
    const sidecar = {
      format: 'rpm',
      architecture: 'arm64',
      sha256: 'a'.repeat(64),
      url: 'https://m.example.org/s.rpm',
    } as const;
    expect(problems({ sidecar })).toEqual([]);
  });

  test.each<[object, string]>([
    [{ format: 'apk' }, 'sidecar.format: "apk" is not one of "deb", "rpm"'],
    [{ architecture: 'x86' }, 'sidecar.architecture: "x86" is not one of "amd64", "arm64"'],
    [{ sha256: 'abc' }, 'sidecar.sha256: "abc" is not a SHA-256 (64 lower-case hexadecimal digits)'],
    [{ url: 'ftp://m.example.org' }, 'sidecar.url: "ftp://m.example.org" is not a URL (http or https)'],
    [
      { url: "https://m.example.org/'" },
      `sidecar.url: "https://m.example.org/'" is not a URL (http or https)`,
    ],
  ])('%j is not right', (sidecar, problem) => {
    expect(problems({ sidecar: sidecar as SidecarPackageSpec })).toEqual([problem]);
  });
});

describe("a machine's program", () => {
  test('is right', () => {
    expect(problems({ service: { ...service, user: 'www-data', packages: ['libc6', 'g++'] } })).toEqual([]);
  });

  test.each<[Partial<MachineServiceSpec>, string]>([
    [
      { name: 'web.service' },
      'service.name: "web.service" is not the name of a systemd unit without ".service"',
    ],
    [{ name: 'we b' }, 'service.name: "we b" is not the name of a systemd unit without ".service"'],
    [{ name: 'istio' }, 'service.name: "istio" is the unit of the sidecar: the program would replace it'],
    [{ command: 'web' }, 'service.command: "web" does not start with an absolute path: systemd wants one'],
    [{ command: '/bin/a\n/bin/b' }, 'service.command: has several lines; a unit file takes one'],
    [{ description: 'a\nb' }, 'service.description: has several lines; a unit file takes one'],
    [{ user: 'Web User' }, 'service.user: "Web User" is not the name of a user'],
    [
      { user: 'istio-proxy' },
      'service.user: "istio-proxy" is the sidecar\'s: the program\'s traffic would go past the mesh',
    ],
    [{ packages: ['a b'] }, 'service.packages[0]: "a b" is not the name of a package'],
  ])('%j is not right', (over, problem) => {
    expect(problems({ service: { ...service, ...over } })).toEqual([expect.stringContaining(problem)]);
  });
});

test('an outer address is an address, labels are labels', () => {
  expect(problems({ externalAddress: 'gateway' })).toEqual([
    'externalAddress: "gateway" is not an IPv4 or IPv6 address',
  ]);
  expect(problems({ workloadGroup: { ...machine().workloadGroup, labels: { app: 'a b' } } })).toEqual([
    expect.stringContaining('workloadGroup.labels.app: "a b" is not a label\'s value'),
  ]);
});
