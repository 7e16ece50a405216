import type { MachineServiceSpec } from '../fleet/mesh-spec';

/** The systemd unit of a machine's program. */
export function serviceUnit({ description, command, user }: MachineServiceSpec): string {
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

/** A script that puts the program into place, once: a second run does nothing. */
export function serviceInstallScript({ name, install = [] }: MachineServiceSpec): string {
  const stamp = `/var/lib/${name}.installed`;
  return `#!/bin/sh
# Puts ${name} into place, once.
set -eu
[ ! -e ${stamp} ] || exit 0
${install.join('\n')}
touch ${stamp}
`;
}
