import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabLacks } from '../lab';
import { admit } from './admission';
import { documentsOf, type KubeObject } from './objects';
import type { Run } from './run';

const DIST = join(__dirname, '../../dist/edge-tunnel');
const PLUGINS = '/usr/lib/cni';
const PORT = 17930;

/** The objects before an API server with Multus' definition, and the CNI configuration before the real plugins. */
export async function edgeTunnel(run: Run, folder: string): Promise<void> {
  for (const plugin of ['bridge', 'static']) {
    if (!existsSync(join(PLUGINS, plugin))) throw new LabLacks(`no CNI plugin ${plugin} in ${PLUGINS}`);
  }
  await admit(run, folder, PORT, ['edge-tunnel']);
  for (const [site, wanted] of Object.entries(wantedOf)) {
    await run.step(`${site}: the plugins bridge and static`, async () => {
      const said = plug(site);
      for (const [what, want] of Object.entries(wanted)) run.expect(what, said.get(what) ?? 'nothing', want);
    });
  }
}

/** What the pod and its node have afterwards. */
const wantedOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ohio: {
    ADD: '0',
    'address of the pod': '10.10.1.200/24',
    'routes of the pod': '10.10.1.0/24 10.10.2.0/24 10.20.0.0/16',
    'address of the bridge': '10.10.1.1/24',
    'from the node to the pod': 'reached',
    DEL: '0',
    'the interface afterwards': 'gone',
  },
  mumbai: {
    ADD: '0',
    'address of the pod': '10.20.1.200/24',
    'routes of the pod': '10.10.0.0/16 10.20.1.0/24 10.20.2.0/24 10.20.3.0/24',
    'address of the bridge': '10.20.1.1/24',
    'from the node to the pod': 'reached',
    DEL: '0',
    'the interface afterwards': 'gone',
  },
};

/** Asks the plugins as Multus does, in a network of its own: a node of one pod. */
function plug(site: string): ReadonlyMap<string, string> {
  const { spec, metadata } = objectOf(site, 'NetworkAttachmentDefinition');
  const pod = objectOf(site, 'Pod');
  const selection = JSON.parse(pod.metadata.annotations!['k8s.v1.cni.cncf.io/networks']!) as readonly {
    readonly ips: readonly string[];
  }[];
  const config = {
    // Multus gives the name of the definition where there is none.
    name: metadata.name,
    ...(JSON.parse((spec as { config: string }).config) as object),
    runtimeConfig: { ips: selection[0]!.ips },
  };
  const text = execFileSync('unshare', ['--net', '--mount', 'bash', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, CONFIG: JSON.stringify(config), PLUGINS },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

const script = `
PATH=$PATH:/usr/sbin:/sbin
mkdir -p /run/netns
mount -t tmpfs tmpfs /run/netns
ip link set lo up
ip netns add pod
export CNI_CONTAINERID=e2e CNI_NETNS=/run/netns/pod CNI_IFNAME=net1 CNI_PATH=$PLUGINS
call() { CNI_COMMAND=$1 "$PLUGINS/bridge" <<<"$2"; }
result=$(call ADD "$CONFIG"); echo "ADD=$?"
[ -n "$result" ] && echo "$result" | grep '"msg"' >&2
echo "address of the pod=$(ip -n pod -4 -o addr show dev net1 | awk '{print $4}')"
echo "routes of the pod=$(ip -n pod -4 route | awk '{print $1}' | sort | xargs)"
echo "address of the bridge=$(ip -4 -o addr show dev cni0 | awk '{print $4}')"
pod=$(ip -n pod -4 -o addr show dev net1 | awk '{print $4}' | cut -d/ -f1)
ip netns exec pod python3 -m http.server 8080 --bind "$pod" >/dev/null 2>&1 &
for i in 1 2 3 4 5 6 7 8 9 10; do
  curl -s -o /dev/null -m 2 "http://$pod:8080/" && { echo 'from the node to the pod=reached'; break; }
  sleep 0.5
done
kill %1
# Not CHECK, which Kubernetes never asks: this plugin fails it for every route without a gateway of its own.
call DEL "$CONFIG" >&2; echo "DEL=$?"
ip -n pod link show net1 >/dev/null 2>&1 || echo 'the interface afterwards=gone'
`;

function objectOf(site: string, kind: string): KubeObject {
  const folder = join(DIST, site, 'plumbr');
  const all = readdirSync(folder).flatMap((file) => documentsOf(readFileSync(join(folder, file), 'utf8')));
  return all.find((one) => one.kind === kind)!;
}
