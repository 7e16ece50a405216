import type { CloudFile } from './cloud-init';

/** What the sidecar proves its identity with; both are handed out when the machine runs. */
export const rootCertificate = '/etc/certs/root-cert.pem';
export const token = '/var/run/secrets/tokens/istio-token';

/** The user that Istio's package runs the sidecar as. */
export const sidecarUser = { name: 'istio-proxy', home: '/var/lib/istio' } as const;

const hostsFile = '/var/lib/istio/config/hosts';
const prepare = '/usr/local/sbin/istio-prepare';

/** What stands around the unit that Istio's package brings: folders for the secrets, and a step before each start. */
export function sidecarUnitFiles(hosts: string): readonly CloudFile[] {
  return [
    { path: hostsFile, mode: '0644', content: hosts },
    { path: prepare, mode: '0755', content: prepareScript },
    { path: '/etc/tmpfiles.d/istio.conf', mode: '0644', content: secretFolders },
    { path: '/etc/systemd/system/istio.service.d/10-prepare.conf', mode: '0644', content: dropIn },
  ];
}

/** /var/run is empty after each boot. */
const secretFolders = `d /run/secrets 0755 istio-proxy istio-proxy -
d /run/secrets/tokens 0700 istio-proxy istio-proxy -
d /etc/certs 0755 istio-proxy istio-proxy -
`;

const dropIn = `[Unit]
Wants=network-online.target
After=network-online.target

[Service]
# It may take a while until somebody hands out the secrets.
TimeoutStartSec=infinity
ExecStartPre=+${prepare}
`;

/**
 * The token outlives no boot and is not needed once: with PROV_CERT, which istio-start.sh sets, the agent proves its
 * identity with the certificate that it was given and has written to /etc/certs.
 */
const prepareScript = `#!/bin/sh
# Before each start of the sidecar: the way to istiod, then the secrets that prove who this machine is.
set -eu

while read -r address host; do
  if ! grep -qxF "$address $host" /etc/hosts; then
    sed -i "/[[:space:]]$host\\$/d" /etc/hosts
    echo "$address $host" >>/etc/hosts
  fi
done <${hostsFile}

root=${rootCertificate}
token=${token}
certificate=/etc/certs/cert-chain.pem
said=
while :; do
  missing=
  [ -s "$root" ] || missing=" $root"
  if ! [ -s "$token" ] && ! openssl x509 -checkend 300 -noout -in "$certificate" >/dev/null 2>&1; then
    missing="$missing $token"
  fi
  [ -n "$missing" ] || break
  if [ "$missing" != "$said" ]; then
    echo "istio waits for$missing: hand them out as the README of this machine says"
    said=$missing
  fi
  sleep 2
done

chown istio-proxy:istio-proxy "$root"
chmod 0644 "$root"
if [ -e "$token" ]; then
  chown istio-proxy:istio-proxy "$token"
  chmod 0600 "$token"
fi
`;
