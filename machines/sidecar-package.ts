import type { SidecarPackageSpec } from '../fleet/machine-spec';

/** Where Istio publishes all files of all releases. */
const releases = 'https://blob.istio.io/istio-release/releases';

/** A package of Istio's sidecar, and the script that installs it. */
export class SidecarPackage {
  readonly format: 'deb' | 'rpm';
  readonly url: string;
  private readonly sha256?: string;

  constructor(
    /** Istio's version; the package bears the same. */
    readonly version: string,
    { format = 'deb', architecture = 'amd64', sha256, url }: SidecarPackageSpec = {},
  ) {
    this.format = format;
    this.sha256 = sha256;
    const file = `istio-sidecar${architecture === 'amd64' ? '' : `-${architecture}`}.${format}`;
    this.url = url ?? `${releases}/${version}/${format}/${file}`;
  }

  /** A shell script that leaves a machine alone which has this version already, and refuses a changed package. */
  get installScript(): string {
    const { installed, install } = commands[this.format];
    return `#!/bin/sh
# Installs Istio's sidecar ${this.version} unless it is there already.
set -eu
if [ "$(${installed} 2>/dev/null)" = '${this.version}' ]; then
  echo 'istio-sidecar ${this.version} is installed'
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 0755 "$folder"
package=$folder/istio-sidecar.${this.format}
url='${this.url}'
curl -fsSL --retry 10 --retry-connrefused -o "$package" "$url"
sha256=${this.sha256 ?? '$(curl -fsSL --retry 10 --retry-connrefused "$url.sha256" | cut -d" " -f1)'}
echo "$sha256  $package" | sha256sum -c -
${install}
`;
  }
}

const commands = {
  deb: {
    installed: "dpkg-query -W -f '${Version}' istio-sidecar",
    install:
      'DEBIAN_FRONTEND=noninteractive apt-get install -y --allow-downgrades -o Dpkg::Options::=--force-confold "$package"',
  },
  rpm: {
    installed: "rpm -q --qf '%{VERSION}' istio-sidecar",
    install: 'dnf install -y "$package"',
  },
} as const;
