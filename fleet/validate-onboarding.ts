import type { Checks } from '../values/checks';
import { show } from '../values/user-error';
import type { MachineServiceSpec, SidecarPackageSpec } from './machine-spec';

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
