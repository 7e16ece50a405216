import type { Checks } from '../values/checks';
import { checkInteger, INT32_MAX } from '../values/numbers';
import { checkExactlyOne } from '../values/one-of';
import { show } from '../values/user-error';
import type { MachineServiceSpec, ProbeSpec, SidecarPackageSpec } from './mesh-spec';

/** Checks a probe: one way to ask, a port where one is asked, whole seconds and counts. */
export function checkProbe(probe: ProbeSpec, checks: Checks): void {
  checkExactlyOne(checks, probe, ['httpGet', 'tcpSocket', 'exec', 'grpc']);
  for (const kind of ['httpGet', 'tcpSocket', 'grpc'] as const) {
    const asked = probe[kind];
    if (asked !== undefined) checks.at(kind).at('port').port(asked.port);
  }
  const { httpGet, exec } = probe;
  if (httpGet !== undefined) {
    const at = checks.at('httpGet');
    at.at('path').expect(httpGet.path.startsWith('/'), `${show(httpGet.path)} does not start with "/"`);
    if (httpGet.scheme !== undefined) at.at('scheme').oneOf(httpGet.scheme, ['HTTP', 'HTTPS']);
  }
  if (exec !== undefined) {
    checks
      .at('exec')
      .at('command')
      .expect(exec.command.length > 0, 'is empty: there is no program to ask');
  }
  const least = {
    initialDelaySeconds: 0,
    timeoutSeconds: 0,
    periodSeconds: 0,
    successThreshold: 1,
    failureThreshold: 0,
  };
  for (const [field, minimum] of Object.entries(least) as [keyof typeof least, number][]) {
    if (probe[field] !== undefined) checkInteger(checks.at(field), probe[field], minimum, INT32_MAX);
  }
}

/** Checks where the sidecar comes from. */
export function checkSidecar(sidecar: SidecarPackageSpec, checks: Checks): void {
  const { format, architecture, sha256, url } = sidecar;
  if (format !== undefined) checks.at('format').oneOf(format, ['deb', 'rpm']);
  if (architecture !== undefined) checks.at('architecture').oneOf(architecture, ['amd64', 'arm64']);
  if (sha256 !== undefined) {
    checks
      .at('sha256')
      .expect(
        /^[0-9a-f]{64}$/.test(sha256),
        `${show(sha256)} is not a SHA-256 (64 lower-case hexadecimal digits)`,
      );
  }
  if (url !== undefined) {
    checks
      .at('url')
      .expect(
        /^https?:\/\/[^\s'"\\$`]+$/.test(url) && URL.canParse(url),
        `${show(url)} is not a URL (http or https)`,
      );
  }
}

/** Checks a machine's program. */
export function checkMachineService(service: MachineServiceSpec, checks: Checks): void {
  checks
    .at('name')
    .expect(
      /^[A-Za-z0-9][-A-Za-z0-9_.]{0,200}$/.test(service.name) && !service.name.endsWith('.service'),
      `${show(service.name)} is not the name of a systemd unit without ".service" (letters, digits, "-", "_" and ".")`,
    );
  checks
    .at('name')
    .expect(service.name !== 'istio', '"istio" is the unit of the sidecar: the program would replace it');
  checks
    .at('command')
    .expect(
      service.command.startsWith('/'),
      `${show(service.command)} does not start with an absolute path: systemd wants one`,
    );
  for (const field of ['description', 'command'] as const) {
    checks.at(field).expect(!service[field].includes('\n'), 'has several lines; a unit file takes one');
  }
  if (service.user !== undefined) {
    const at = checks.at('user');
    at.expect(
      /^[a-z_][-a-z0-9_]{0,30}$/.test(service.user),
      `${show(service.user)} is not the name of a user`,
    );
    at.expect(
      service.user !== 'istio-proxy',
      '"istio-proxy" is the sidecar\'s: the program\'s traffic would go past the mesh',
    );
  }
  service.packages?.forEach((name, index) =>
    checks
      .at('packages')
      .at(index)
      .expect(/^[A-Za-z0-9][-A-Za-z0-9+._=:~]*$/.test(name), `${show(name)} is not the name of a package`),
  );
}
