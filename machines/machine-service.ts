import type { MachineServiceSpec } from '../fleet/machine-spec';
import type { CloudFile } from './cloud-init';

/** A machine's program: its systemd unit, and the script that puts the program into place where one is needed. */
export function serviceFiles(service: MachineServiceSpec): readonly CloudFile[] {
  const unit = {
    path: `/etc/systemd/system/${service.name}.service`,
    mode: '0644',
    content: unitText(service),
  };
  return hasInstall(service)
    ? [{ path: installScript(service), mode: '0755', content: installText(service) }, unit]
    : [unit];
}

/** What puts the program into place, before the unit can start. */
export function serviceInstall(service: MachineServiceSpec): readonly string[] {
  return hasInstall(service) ? [installScript(service)] : [];
}

function hasInstall({ install = [] }: MachineServiceSpec): boolean {
  return install.length > 0;
}

function installScript({ name }: MachineServiceSpec): string {
  return `/usr/local/sbin/install-${name}`;
}

function installText({ name, install = [] }: MachineServiceSpec): string {
  const stamp = `/var/lib/${name}.installed`;
  return `#!/bin/sh
# Puts ${name} into place, once.
set -eu
[ ! -e ${stamp} ] || exit 0
${install.join('\n')}
touch ${stamp}
`;
}

function unitText({ description, command, user }: MachineServiceSpec): string {
  return `[Unit]
Description=${description}
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=${command}
${user === undefined ? 'DynamicUser=yes' : `User=${user}`}
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
}
